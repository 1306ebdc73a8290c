import type { ClockProfile, Policy, TierRule, Weights } from './policy.ts';

// Severity and what the device does weigh on their own: a list sorted by known exploitation first buries device flaws
// (of 428 CVEs in CISA's medical advisories 11 are known to be exploited). So the two halves can each reach about 60:
//   vulnerability 62 = severity 40 + exploitation 22 · device 38 = criticality 18 + exposure 12 + PHI 8.
// A forecast (EPSS) never weighs as much as a fact (known exploitation), and public exploit code stands between a
// low forecast and the fact. Ransomware crews are the attackers hospitals meet most.
// What the inventory does not say is taken to be the middle of its scale: neither safe nor alarming, and marked.
// Patient harm (criticality) outweighs loss of data (PHI), as the FDA separates the two.
// A control is worth at most the exploitation half: what it blocks can still be reached when it fails.
const WEIGHTS: Weights = {
  severityPerScore: 4,
  assumedSeverity: 7,
  exploitation: { ransomware: 22, exploited: 20, publicExploit: 12, epss: 18 },
  criticality: {
    'life-sustaining': 18,
    critical: 14,
    diagnostic: 9,
    general: 5,
    administrative: 0,
    unknown: 8,
  },
  exposure: { 'internet-facing': 12, flat: 9, segmented: 4, isolated: 0, unknown: 6 },
  phi: { stores: 8, transmits: 5, none: 0, unknown: 3 },
  controls: {
    'virtual-patch': 15,
    'network-segmentation': 12,
    'firewall-rule': 10,
    'function-restriction': 10,
    'access-restriction': 8,
    'configuration-hardening': 6,
    'physical-security': 5,
    'enhanced-monitoring': 3,
  },
};

const SEVERITY_RULES: readonly TierRule[] = [
  { tier: 'high', words: 'severity of 7.0 or more', when: { severityMin: 7 } },
  { tier: 'high', words: 'actively exploited', when: { exploited: true } },
  { tier: 'medium', words: 'severity of 4.0 or more', when: { severityMin: 4 } },
  { tier: 'low', words: 'severity below 4.0', when: {} },
];

const GRADED_RULES: readonly TierRule[] = [
  {
    tier: 'critical',
    words: 'actively exploited on a life-sustaining device',
    when: { exploited: true, lifeSustaining: true },
  },
  {
    tier: 'critical',
    words: 'severity of 9.0 or more with an aggravator',
    when: { severityMin: 9, aggravatorsMin: 1 },
  },
  {
    tier: 'critical',
    words: 'actively exploited, severity of 7.0 or more, with a second aggravator',
    when: { exploited: true, severityMin: 7, aggravatorsMin: 2 },
  },
  ...SEVERITY_RULES,
];

const STRICT_RULES: readonly TierRule[] = [
  { tier: 'critical', words: 'severity of 9.0 or more', when: { severityMin: 9 } },
  { tier: 'critical', words: 'actively exploited', when: { exploited: true } },
  { tier: 'critical', words: 'life-sustaining or PHI-rich device', when: { criticalDevice: true } },
  { tier: 'critical', words: 'exposed network segment', when: { exposedSegment: true } },
  ...SEVERITY_RULES,
];

const HOUSE: ClockProfile = {
  switchedOn: true,
  anchors: ['detected'], // nobody can act on what they have not seen
  days: {},
  source: 'House policy, remediation timeline',
};

const GRADED: Policy = {
  name: 'graded',
  version: '1',
  weights: WEIGHTS,
  aggravators: {
    criticalities: ['life-sustaining'],
    phi: 'stores', // a store holds many patients' records, a sender passes one patient's on
    exposures: ['internet-facing', 'flat'], // on a flat network every infected office computer is a neighbour
  },
  tiers: GRADED_RULES,
  lowering: {
    strongControls: ['network-segmentation', 'virtual-patch', 'firewall-rule'],
    minimalRiskDevice: true,
  },
  deadlines: {
    critical: { days: 7, words: 'Critical: patch or mitigate within 7 days, board review the same day' },
    high: { days: 30, words: 'High: mitigate within 30 days' },
    unscored: { days: 30, words: 'Unscored, as High until scored: mitigate within 30 days' },
    medium: { days: 90, words: 'Medium: remediate within 90 days' },
    low: { days: null, words: 'Low: with routine updates' },
  },
  clocks: {
    house: HOUSE,
    mitigation: HOUSE,
    'bod-26-04': {
      switchedOn: false, // binds US federal civilian agencies; a profile for everyone else
      anchors: ['kev-added', 'detected'],
      days: {},
      source: 'CISA BOD 26-04 (10 June 2026), remediation timelines 1.0.0',
    },
    kev: {
      switchedOn: true,
      anchors: ['kev-added'],
      days: {},
      source: 'CISA Known Exploited Vulnerabilities catalogue, due date of the entry',
    },
    'hipaa-proposal': {
      switchedOn: false, // still proposed in November 2026
      anchors: ['patch-available'],
      days: { critical: 15, high: 30, unscored: 30 },
      source: 'HIPAA Security Rule proposal, 90 FR 898 (6 January 2025), not in force',
    },
    vendor: {
      switchedOn: true,
      anchors: ['published'],
      days: { critical: 60, high: 60, unscored: 60 },
      source: 'FDA postmarket guidance (2016): tell customers within 30 days, fix within 60 days',
    },
  },
  dueSoonDays: 7,
};

const STRICT: Policy = {
  ...GRADED,
  name: 'strict',
  tiers: STRICT_RULES,
  lowering: { strongControls: [], minimalRiskDevice: false },
  clocks: { ...GRADED.clocks, 'bod-26-04': { ...GRADED.clocks['bod-26-04'], switchedOn: true } },
};

/** The two readings of the house table that ship; the board chooses, `graded` is the default. */
export const POLICY_PRESETS = { graded: GRADED, strict: STRICT } as const satisfies Record<string, Policy>;
