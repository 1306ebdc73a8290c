import type { AssessedDevice, Finding, Judgement } from '#app/vulnerabilities/assessment';
import { isNamedByPartsAlone } from '#app/vulnerabilities/recognised';
import type { DeviceView } from '#contract/assessments/device';
import type { Due, Explanation, FindingRow, Identified } from '#contract/assessments/finding';
import type { ActionRow, DeviceRow } from '#contract/assessments/lists';
import { type Anchor, type Clock, daysBetween, impactOf, type Policy, standingOf } from '#engine/risk';
import { type Action, type Readiness, READINESS_WORDS } from '#engine/triage';
import { type Device, TIERS, type Tier } from '#engine/words';

/** The day that due dates are told from, and how many days the policy calls soon. */
export interface Today extends Pick<Policy, 'dueSoonDays'> {
  readonly asOf: string;
}

/** How an assessment's own objects read in the API. */
export function findingRow({ id, device, judgement }: Finding, today: Today): FindingRow {
  const { vulnerability } = judgement;
  return {
    id,
    tier: judgement.tier,
    verdict: judgement.verdict === 'affected' ? 'affected' : 'undetermined',
    confidence: judgement.confidence,
    score: judgement.score,
    deviceId: device.device.id,
    deviceLabel: device.label,
    version: device.device.version ?? device.device.osVersion ?? null,
    site: device.device.site ?? null,
    department: device.device.department ?? null,
    vulnerability: vulnerability.id,
    summary: vulnerability.summary,
    cvss: vulnerability.cvss?.baseScore ?? null,
    exploited: vulnerability.exploited !== null,
    contradicted: judgement.contradiction !== null,
    why: judgement.why,
    due: rulingDue(judgement, today),
    fix: fixWords(judgement),
  };
}

export function fixWords({
  fix,
  readiness,
}: {
  readonly fix: Pick<Judgement['fix'], 'kind' | 'version'>;
  readonly readiness: Pick<Readiness, 'kind'>;
}): string {
  if (fix.kind === 'vendor-fix') return fix.version === null ? 'vendor fix' : `update to ${fix.version}`;
  if (fix.kind === 'mitigation') return 'mitigation only';
  return readiness.kind === 'unpatchable' ? 'none, replace or isolate' : 'none yet';
}

function rulingDue({ ruling }: Judgement, today: Today): Due | null {
  return ruling === null ? null : clockDue(ruling, today);
}

/** When a clock runs out, seen from the day; null: never. */
export function clockDue({ dueBy, name }: Pick<Clock, 'dueBy' | 'name'>, today: Today): Due | null {
  if (dueBy === null) return null;
  const { kind } = standingOf({ state: 'runs', dueBy }, today.asOf, today);
  const standing = kind === 'overdue' || kind === 'due-soon' ? kind : 'in-time';
  return { by: dueBy, rule: name, days: daysBetween(today.asOf, dueBy), standing };
}

export function explanationOf(finding: Finding, today: Today): Explanation {
  const { device, judgement } = finding;
  const { vulnerability, ruling } = judgement;
  return {
    finding: findingRow(finding, today),
    identified: identifiedFor(device, judgement).map(identifiedView),
    grounds: judgement.grounds().map((it) => ({ ...it })),
    contradiction: judgement.contradiction,
    contributions: judgement.contributions.map(({ label, points, note, assumed }) => ({
      label,
      points,
      note,
      assumed,
    })),
    because: [...judgement.because],
    ssvc: {
      decision: judgement.ssvc.decision,
      inputs: judgement.ssvc.inputs.map(({ name, value, origin }) => ({ name, value, origin })),
    },
    impact: impactOf(vulnerability, device.device).map((it) => ({ ...it })),
    clocks: judgement.clocks.map((it) => ({
      name: it.name,
      rule: it.rule,
      source: it.source,
      policy: it.policy,
      anchor: it.anchor === null ? null : { what: ANCHOR_WORDS[it.anchor.what], on: it.anchor.on },
      state: it.state,
      due: clockDue(it, today),
      switchedOn: it.switchedOn,
      governs: it.governs,
      rules: it === ruling,
      note: it.note,
    })),
    fix: {
      kind: judgement.fix.kind,
      version: judgement.fix.version,
      advisory: judgement.fix.advisory,
      details: judgement.fix.details,
      url: judgement.fix.url,
    },
    remedies: judgement.remediations.map(({ category, details, url, advisory }) => ({
      category,
      details,
      url,
      advisory,
    })),
    readiness: { state: READINESS_WORDS[judgement.readiness.kind], because: judgement.readiness.because },
    facts: {
      publishedAt: vulnerability.publishedAt,
      vector: vulnerability.cvss?.vector ?? null,
      scoredBy: vulnerability.cvss?.by ?? null,
      epss: vulnerability.epss,
      exploitedSince: vulnerability.exploited?.addedOn ?? null,
      ransomware: vulnerability.exploited?.ransomware ?? false,
      cwes: [...vulnerability.cwes],
      aliases: [...vulnerability.aliases],
      advisories: [...vulnerability.advisories],
    },
    device: deviceFacts(device.device),
  };
}

function identifiedView(it: AssessedDevice['identified'][number]): Identified {
  return {
    item: it.item,
    text: it.text,
    product: it.product,
    confidence: it.confidence,
    evidence: it.evidence.map(({ field, ours, theirs, how }) =>
      ours === theirs ? `${field} ${how}` : `${field} “${ours}” is “${theirs}” (${how})`,
    ),
  };
}

const ANCHOR_WORDS = {
  published: 'publication',
  detected: 'first seen here',
  'patch-available': 'patch available',
  'kev-added': 'added to KEV',
} as const satisfies Record<Anchor, string>;

/** The links that this finding stands on: those to products its grounds name, or all where none can be told apart. */
function identifiedFor(device: AssessedDevice, judgement: Judgement): AssessedDevice['identified'] {
  const named = new Set(judgement.grounds().map((it) => plain(it.product)));
  const fitting = device.identified.filter((it) => {
    const product = plain(it.product);
    return [...named].some((name) => name.includes(product) || product.includes(name));
  });
  return fitting.length === 0 ? device.identified : fitting;
}

/** "cpe h:bd:alaris_8015" and "bd:alaris_8015" name one product. */
function plain(product: string): string {
  return product.replace(/^cpe [aoh]:/, '').toLowerCase();
}

const DEVICE_FACTS = {
  serial: 'Serial number',
  assetTag: 'Asset tag',
  os: 'Operating system',
  osVersion: 'Operating system version',
  ip: 'IP address',
  ipv6: 'IPv6 address',
  mac: 'MAC address',
  hostname: 'Host name',
  segment: 'Network segment',
  exposure: 'Exposure',
  site: 'Site',
  building: 'Building',
  floor: 'Floor',
  room: 'Room',
  department: 'Department',
  owner: 'Owner',
  clinicalUse: 'Clinical use',
  criticality: 'Criticality',
  fdaClass: 'FDA class',
  eolDate: 'End of life',
  eosDate: 'End of support',
  supportContract: 'Support contract',
  contractProvider: 'Contract provider',
  contractEnd: 'Contract ends',
  contractConditions: 'Conditions for patches',
  lastPatchDate: 'Last patched on',
} as const satisfies Partial<Record<keyof Device, string>>;

function deviceFacts(device: Device): { field: string; value: string }[] {
  return Object.entries(DEVICE_FACTS).flatMap(([field, name]) => {
    const value = device[field as keyof typeof DEVICE_FACTS];
    return value === undefined || value === '' ? [] : [{ field: name, value }];
  });
}

export function actionRow(it: Action, allPoints: number, today: Today): ActionRow {
  return {
    id: it.id,
    kind: it.kind,
    title: it.title,
    details: it.details,
    url: it.url,
    devices: it.deviceIds.length,
    heldDevices: it.heldDevices,
    overdue: it.overdue,
    vulnerabilities: [...it.vulnerabilities],
    findings: it.findings,
    critical: it.critical,
    highestTier: it.highestTier,
    riskPoints: it.points,
    share: it.kind === 'clarify' || allPoints === 0 ? 0 : it.points / allPoints,
    due: clockDue({ dueBy: it.dueBy, name: 'Earliest of its findings' }, today),
  };
}

export function deviceRow(it: AssessedDevice, today: Today): DeviceRow {
  const affected = it.judgements.filter((judgement) => judgement.verdict === 'affected');
  const dues = affected.map((judgement) => rulingDue(judgement, today)).filter((due) => due !== null);
  return {
    id: it.device.id,
    label: it.label,
    version: it.device.version ?? it.device.osVersion ?? null,
    site: it.device.site ?? null,
    department: it.device.department ?? null,
    criticality: it.device.criticality ?? null,
    products: it.identified.map(({ product, confidence }) => ({ product, confidence })),
    affected: affected.length,
    undetermined: it.judgements.length - affected.length,
    notAffected: it.notAffected.length,
    highestTier: highestTier(affected),
    score: affected[0]?.score ?? 0,
    due: dues.reduce<Due | null>((first, due) => (first === null || due.by < first.by ? due : first), null),
  };
}

/** An operating system can have thousands of CVEs; a page shows this many of each kind, the counts tell the rest. */
const SHOWN_MAX = 300;

export function deviceView(it: AssessedDevice, today: Today): DeviceView {
  const { device, judgements, notAffected } = it;
  return {
    device: deviceRow(it, today),
    facts: deviceFacts(device),
    identified: it.identified.map(identifiedView),
    isNamedByPartsAlone: isNamedByPartsAlone(it.device, it.identified),
    findings: judgements
      .slice(0, SHOWN_MAX)
      .map((judgement) =>
        findingRow({ id: `${device.id}~${judgement.vulnerability.id}`, device: it, judgement }, today),
      ),
    notAffected: notAffected.slice(0, SHOWN_MAX).map(({ vulnerability, why }) => ({
      vulnerability: vulnerability.id,
      why,
      cvss: vulnerability.cvss?.baseScore ?? null,
    })),
  };
}

export function highestTier(judgements: readonly Pick<Judgement, 'tier'>[]): Tier | null {
  const tiers = new Set(judgements.map((it) => it.tier));
  return TIERS.find((tier) => tiers.has(tier)) ?? null;
}
