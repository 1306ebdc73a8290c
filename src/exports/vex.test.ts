import assert from 'node:assert/strict';
import { test } from 'node:test';
import { anAssessment } from '#test/an-assessment';
import { csafFaults, cyclonedxFaults } from '#test/vex-validators';
import { csafVexChunks } from './csaf-vex.ts';
import { cyclonedxVexChunks } from './cyclonedx-vex.ts';

interface CsafVulnerability {
  readonly cve?: string;
  readonly product_status: Record<string, string[]>;
  readonly flags?: { label: string; product_ids: string[] }[];
  readonly remediations?: { category: string; product_ids: string[] }[];
}

interface CycloneDxVulnerability {
  readonly id: string;
  readonly analysis: { state: string; justification?: string };
  readonly affects: { ref: string }[];
}

const csafOf = (assessment = anAssessment()): { vulnerabilities: CsafVulnerability[]; document: unknown } =>
  JSON.parse([...csafVexChunks(assessment)].join(''));

const cyclonedxOf = (assessment = anAssessment()): { vulnerabilities: CycloneDxVulnerability[] } =>
  JSON.parse([...cyclonedxVexChunks(assessment)].join(''));

test('the CSAF VEX document passes the schema and every mandatory test of the standard', async () => {
  assert.deepEqual(await csafFaults(csafOf()), []);
});

test('the CSAF VEX document says affected, not affected with its justification, and under investigation', () => {
  const { vulnerabilities } = csafOf();
  const statuses = vulnerabilities.map((it) => [
    it.cve ?? '',
    Object.fromEntries(Object.entries(it.product_status).map(([status, ids]) => [status, ids.length])),
  ]);
  assert.deepEqual(statuses, [
    ['CVE-2019-20002', { known_affected: 1, known_not_affected: 1 }],
    ['CVE-2025-10001', { known_affected: 1 }],
    ['', { under_investigation: 1 }],
  ]);
  assert.equal(vulnerabilities[0]?.flags?.[0]?.label, 'vulnerable_code_not_present');
  assert.deepEqual(
    vulnerabilities.map((it) => it.remediations?.[0]?.category),
    ['none_available', 'vendor_fix', undefined],
  );
});

test('a mere candidate is under investigation, not affected', () => {
  const [pump] = anAssessment().devices;
  assert.ok(pump);
  const judgements = pump.judgements.map((it) => ({ ...it, confidence: 'candidate' as const }));
  const { vulnerabilities } = csafOf(anAssessment({ devices: [{ ...pump, judgements }] }));
  assert.deepEqual(Object.keys(vulnerabilities[1]?.product_status ?? {}), ['under_investigation']);
});

test('the same assessment makes the same VEX documents, whatever the order of its devices', () => {
  const { devices } = anAssessment();
  assert.deepEqual(csafOf(anAssessment({ devices: devices.toReversed() })), csafOf());
  assert.deepEqual(cyclonedxOf(anAssessment({ devices: devices.toReversed() })), cyclonedxOf());
});

test('CSAF VEX refuses to say nothing', () => {
  assert.throws(
    () => csafOf(anAssessment({ devices: [] })),
    /^CannotExport: Cannot write CSAF VEX: no vulnerability concerns/,
  );
});

test('the CycloneDX VEX document passes the schema of version 1.6', () => {
  assert.deepEqual(cyclonedxFaults(cyclonedxOf()), []);
});

test('every reference in the CycloneDX VEX document leads to a component of it', () => {
  const document = cyclonedxOf() as ReturnType<typeof cyclonedxOf> & { components: { 'bom-ref': string }[] };
  const refs = new Set(document.components.map((it) => it['bom-ref']));
  for (const it of document.vulnerabilities) for (const { ref } of it.affects) assert.ok(refs.has(ref), ref);
  assert.deepEqual(
    document.vulnerabilities.map((it) => [it.id, it.analysis.state]),
    [
      ['CVE-2019-20002', 'exploitable'],
      ['CVE-2019-20002', 'not_affected'],
      ['CVE-2025-10001', 'exploitable'],
      ['VENDOR-2026-7', 'in_triage'],
    ],
  );
});
