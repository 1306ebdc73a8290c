import assert from 'node:assert/strict';
import { test } from 'node:test';
import { anAssessment } from '#test/an-assessment';
import { csafFaults, cyclonedxFaults, openvexFaults } from '#test/vex-validators';
import { csafVexChunks } from './csaf-vex.ts';
import { cyclonedxVexChunks } from './cyclonedx-vex.ts';
import { openvexChunks } from './openvex.ts';
import { createVexCollector, vexStatementsOf } from './vex-statements.ts';

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
  JSON.parse([...csafVexChunks(vexStatementsOf(assessment))].join(''));

const cyclonedxOf = (assessment = anAssessment()): { vulnerabilities: CycloneDxVulnerability[] } =>
  JSON.parse([...cyclonedxVexChunks(vexStatementsOf(assessment))].join(''));

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

const openvexOf = (assessment = anAssessment()): { statements: Record<string, unknown>[] } =>
  JSON.parse([...openvexChunks(vexStatementsOf(assessment))].join(''));

const PUMPS = [{ '@id': 'urn:patchward:device:BIO-1' }, { '@id': 'urn:patchward:device:BIO-2' }];
const MONITOR = [{ '@id': 'urn:patchward:device:IT%207%2F%C3%A4' }];

test('the OpenVEX document keeps the rules of version 0.2.0, and its products are the devices', () => {
  const document = openvexOf();
  assert.deepEqual(openvexFaults(document), []);
  assert.deepEqual(
    document.statements.map((it) => [it['status'], it['justification'] !== undefined, it['products']]),
    [
      ['not_affected', true, PUMPS],
      ['affected', false, MONITOR],
      ['affected', false, PUMPS],
      ['under_investigation', false, MONITOR],
    ],
  );
});

test('the rules of OpenVEX find what is wrong', () => {
  const broken: readonly ((it: Record<string, unknown>) => object)[] = [
    (it) => ({
      ...it,
      impact_statement: 'It is not',
      justification: 'component_not_present',
      status: 'not_affected',
    }),
    ({ justification: _, ...it }) => ({ ...it, status: 'not_affected' }),
    ({ action_statement: _, ...it }) => ({ ...it, status: 'affected' }),
    (it) => ({ ...it, status: 'exploitable' }),
    (it) => ({ ...it, products: [] }),
    (it) => ({ ...it, devices: ['pump-1'] }),
  ];
  const { statements, ...head } = openvexOf();
  for (const breaking of broken)
    assert.notDeepEqual(
      openvexFaults({ ...head, statements: statements.map(breaking) }),
      [],
      breaking.toString(),
    );
  assert.notDeepEqual(openvexFaults({ ...head, statements: [] }), []);
});

test('a VEX document has an end, and says so', () => {
  const [first] = anAssessment().devices;
  assert.ok(first);
  const { device, label, judgements } = first;
  const collector = createVexCollector('2026-03-01', judgements.length);
  collector.add(device, label, [], judgements);
  collector.add(device, label, [], judgements);
  assert.throws(
    () => collector.add({ ...device, version: '9' }, label, [], judgements),
    /CannotExport: Cannot write this as one VEX document: it holds more than \d statements/,
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

test('CSAF VEX and OpenVEX refuse to say nothing', () => {
  assert.throws(
    () => csafOf(anAssessment({ devices: [] })),
    /^CannotExport: Cannot write CSAF VEX: no vulnerability concerns/,
  );
  assert.throws(
    () => openvexOf(anAssessment({ devices: [] })),
    /^CannotExport: Cannot write OpenVEX: no vulnerability concerns/,
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
