import type {
  AssessedDevice,
  Assessment,
  Judgement,
  VulnerabilityFacts,
} from '../src/app/vulnerabilities/assessment.ts';
import { actionsOf } from '#engine/triage';
import { clocksOf, decideSsvc, POLICY_PRESETS, rulingClock, scoreRisk } from '#engine/risk';
import type { Fix } from '#engine/triage';
import type { Device, Tier } from '#engine/words';

const AS_OF = '2026-03-01';

// Product names and ids below are invented.
const OVERFLOW: VulnerabilityFacts = {
  id: 'CVE-2025-10001',
  aliases: ['ICSMA-25-100-01'],
  summary: 'A message of excessive length stops or takes over the pump.',
  publishedAt: '2026-02-10T00:00:00Z',
  cvss: {
    version: '3.1',
    vector: 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H',
    baseScore: 9.8,
    by: 'nvd@nist.gov',
  },
  exploited: { addedOn: '2026-02-20', dueOn: '2026-03-13', ransomware: false },
  epss: 0.42,
  cwes: ['CWE-120'],
  advisories: ['ICSMA-25-100-01'],
};

const OLD_PASSWORD: VulnerabilityFacts = {
  id: 'CVE-2019-20002',
  aliases: [],
  summary: null,
  publishedAt: '2019-05-01T12:30:00Z',
  cvss: { version: '2.0', vector: 'AV:N/AC:L/Au:N/C:P/I:N/A:N', baseScore: 5, by: 'nvd@nist.gov' },
  exploited: null,
  epss: null,
  cwes: ['NVD-CWE-noinfo', 'CWE-798'],
  advisories: [],
};

const UNSCORED: VulnerabilityFacts = {
  id: 'VENDOR-2026-7',
  aliases: [],
  summary: 'Sessions outlive the user.',
  publishedAt: null,
  cvss: null,
  exploited: null,
  epss: null,
  cwes: [],
  advisories: [],
};

const UPDATE: Fix = {
  kind: 'vendor-fix',
  version: '4.2.1',
  advisory: 'ICSMA-25-100-01',
  details: 'Update to version 4.2.1 or later',
  url: 'https://example.org/advisories/icsma-25-100-01',
  part: null,
};

const NO_FIX: Fix = { kind: 'none', version: null, advisory: null, details: null, url: null, part: null };

const PUMP: Device = {
  id: 'BIO-1',
  manufacturer: 'Exemplar Medical',
  model: 'Volumetra 300',
  version: '4.1.7',
  serial: 'SN-0001',
  criticality: 'life-sustaining',
  exposure: 'flat',
  site: 'Main',
  department: 'ICU',
};

const WORKSTATION: Device = {
  id: 'IT 7/ä',
  manufacturer: 'Dräger & Söhne <Test>',
  model: 'View Station',
  version: 'all versions prior to 3',
  os: 'Windows 10',
  osVersion: '22H2',
  components: [{ name: 'viewer', version: '1.2' }],
  storesPhi: true,
};

function judged(
  device: Device,
  vulnerability: VulnerabilityFacts,
  over: Partial<Judgement> & Pick<Judgement, 'why'>,
): Judgement {
  const policy = POLICY_PRESETS.graded;
  const factors = {
    cvss: vulnerability.cvss,
    exploited: vulnerability.exploited,
    publicExploit: false,
    epss: vulnerability.epss,
    ssvc: null,
    device,
    controls: [],
    asOf: AS_OF,
  };
  const risk = scoreRisk(factors, policy);
  const publishedOn = vulnerability.publishedAt?.slice(0, 10) ?? null;
  const fix = over.fix ?? NO_FIX;
  const facts = {
    publishedOn,
    detectedOn: AS_OF,
    patchAvailableOn: publishedOn,
    patchExists: fix.kind === 'vendor-fix',
  };
  const clocks = clocksOf(factors, risk.tier, facts, policy);
  return {
    vulnerability,
    verdict: 'affected',
    confidence: 'confirmed',
    ...risk,
    ssvc: decideSsvc(factors, device),
    clocks,
    ruling: rulingClock(clocks),
    fix,
    remediations: [],
    readiness: { kind: 'patchable', because: 'A fix is published and the vendor supports the device' },
    contradiction: null,
    grounds: () => [],
    ...over,
  };
}

const PUMP_OVERFLOW = judged(PUMP, OVERFLOW, {
  fix: UPDATE,
  remediations: [
    {
      category: 'vendor-fix',
      details: 'Update to version 4.2.1 or later',
      url: UPDATE.url,
      productIds: [],
      date: '2026-02-10',
      advisory: 'ICSMA-25-100-01',
    },
  ],
  why: '4.1.7 is before 4.2.1',
  grounds: () => [
    {
      source: 'csaf',
      reference: 'ICSMA-25-100-01',
      product: 'Exemplar Medical › Volumetra 300',
      item: 'Exemplar Medical Volumetra 300',
      confidence: 'confirmed',
      version: '4.1.7',
      because: '4.1.7 is before 4.2.1',
      says: 'affected',
      fixedIn: '4.2.1',
    },
  ],
});

const PUMP_DEVICE: AssessedDevice = {
  device: PUMP,
  label: 'Exemplar Medical Volumetra 300 4.1.7',
  identified: [
    {
      item: 'device',
      text: 'Exemplar Medical Volumetra 300',
      product: 'Exemplar Medical › Volumetra 300',
      confidence: 'confirmed',
      evidence: [],
    },
  ],
  judgements: [PUMP_OVERFLOW],
  notAffected: [judged(PUMP, OLD_PASSWORD, { verdict: 'not-affected', why: '4.1.7 is not before 2.0' })],
};

const WORKSTATION_DEVICE: AssessedDevice = {
  device: WORKSTATION,
  label: 'Dräger & Söhne <Test> View Station all versions prior to 3',
  identified: [],
  judgements: [
    judged(WORKSTATION, OLD_PASSWORD, { confidence: 'probable', why: 'every version is affected' }),
    judged(WORKSTATION, UNSCORED, { verdict: 'undetermined', why: 'the version cannot be compared' }),
  ],
  notAffected: [],
};

/** The same pump again with another serial: it shares the first one's statements. */
const SECOND_PUMP: AssessedDevice = { ...PUMP_DEVICE, device: { ...PUMP, id: 'BIO-2', serial: 'SN-0002' } };

/** A small assessment with one of everything that an export has to carry. Each call gives a new one. */
export function anAssessment(over: Partial<Assessment> = {}): Assessment {
  const devices = over.devices ?? [PUMP_DEVICE, SECOND_PUMP, WORKSTATION_DEVICE];
  const findings = devices
    .flatMap((device) =>
      device.judgements.map((judgement) => ({
        id: `${device.device.id}~${judgement.vulnerability.id}`,
        device,
        judgement,
      })),
    )
    .toSorted((a, b) => b.judgement.score - a.judgement.score || (a.id < b.id ? -1 : 1));
  const byTier: Record<Tier, number> = { critical: 0, high: 0, unscored: 0, medium: 0, low: 0 };
  for (const it of findings) byTier[it.judgement.tier]++;
  return {
    asOf: AS_OF,
    policy: { name: 'graded', version: '1' },
    minConfidence: 'candidate',
    counts: {
      devices: devices.length,
      identified: 2,
      configurations: 2,
      devicesAffected: 3,
      devicesUndetermined: 1,
      findingsAffected: 3,
      findingsUndetermined: 1,
      vulnerabilities: 3,
      byTier,
      overdue: 0,
    },
    feeds: [{ feed: 'nvd', files: 1, rejected: 0, records: 3, newestOn: '2026-02-20' }],
    devices,
    findings,
    actions: actionsOf(findings, AS_OF),
    rejected: [
      {
        file: 'devices.csv',
        line: 7,
        field: 'model',
        reason: 'The row has no model and no operating system',
      },
    ],
    notices: [],
    ...over,
  };
}
