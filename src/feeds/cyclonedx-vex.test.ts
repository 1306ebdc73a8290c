import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import fc from 'fast-check';
import type { AdvisoryRecord } from '#engine/words';
import { collectingSink } from '#test/collecting-sink';
import { mutatedJson } from '#test/mutated-json';
import { sharedOrSkip } from '#test/shared';
import { readCycloneDxVex } from './cyclonedx-vex.ts';

function read(document: unknown) {
  const sink = collectingSink();
  readCycloneDxVex(document, { file: 'vex.json' }, sink);
  return { ...sink, record: sink.accepted[0] as AdvisoryRecord };
}

const aDocument = (...vulnerabilities: object[]) => ({
  bomFormat: 'CycloneDX',
  specVersion: '1.6',
  serialNumber: 'urn:uuid:1',
  metadata: {
    timestamp: '2026-01-02T00:00:00Z',
    authors: [{ name: 'Acme Medical' }],
    component: { 'bom-ref': 'pump', name: 'Pump', version: '1.2' },
  },
  components: [
    {
      'bom-ref': 'stack',
      name: 'tcp-stack',
      version: '6.0',
      components: [{ 'bom-ref': 'driver', name: 'driver' }],
    },
  ],
  vulnerabilities,
});

const aVulnerability = (over: object = {}) => ({
  id: 'CVE-2026-0001',
  analysis: { state: 'not_affected', justification: 'code_not_reachable' },
  affects: [{ ref: 'pump' }],
  ...over,
});

test('readCycloneDxVex() reads the state of the product it describes', () => {
  const { record, rejected } = read(
    aDocument(aVulnerability({ references: [{ id: 'SNYK-1' }], cwes: [611] })),
  );
  assert.deepEqual(rejected, []);
  assert.deepEqual(
    [record.id, record.publisher, record.publishedAt, record.isVex],
    ['urn:uuid:1', 'Acme Medical', '2026-01-02T00:00:00Z', true],
  );
  assert.deepEqual(
    record.products.map((it) => [it.name, it.version, it.platform]),
    [['Pump', { kind: 'exact', text: '1.2' }, null]],
  );
  const [vulnerability] = record.vulnerabilities;
  assert.deepEqual([vulnerability?.aliases, vulnerability?.cwes], [['SNYK-1'], ['CWE-611']]);
  assert.deepEqual(vulnerability?.statuses, [
    { productId: 'pump', status: 'not-affected', justification: 'code_not_reachable' },
  ]);
});

test('readCycloneDxVex() takes nobody for the author who only supplied what the document describes', () => {
  const acme = { name: 'Acme Medical' };
  const component = { 'bom-ref': 'pump', name: 'Pump' };
  const cases: [metadata: object, publisher: string | null][] = [
    [{ component, supplier: acme, manufacture: acme }, null],
    [{ component: { ...component, supplier: acme, publisher: 'Acme Medical' } }, null],
    [{ component, supplier: acme, authors: [{ name: 'Clinic' }] }, 'Clinic'],
    [{ component, manufacturer: acme, authors: [{ name: 'Jane Doe' }] }, 'Acme Medical'],
    [{ component, authors: [acme, { name: 'Clinic' }] }, 'Acme Medical, Clinic'],
    [{ supplier: acme }, 'Acme Medical'],
    [{ manufacture: acme }, 'Acme Medical'],
    [{}, null],
  ];
  for (const [metadata, publisher] of cases)
    assert.equal(
      read({ ...aDocument(aVulnerability()), metadata }).record.publisher,
      publisher,
      JSON.stringify(metadata),
    );
});

test('readCycloneDxVex() binds a component to the product its document describes', () => {
  const { record } = read(aDocument(aVulnerability({ affects: [{ ref: 'stack' }, { ref: 'driver' }] })));
  assert.deepEqual(
    record.products.map((it) => [it.name, it.platform?.name]),
    [
      ['tcp-stack', 'Pump'],
      ['driver', 'Pump'],
    ],
  );
});

test('readCycloneDxVex() does not let a link into an unknown document spread to every product', () => {
  const { record } = read(
    aDocument(aVulnerability({ affects: [{ ref: 'urn:cdx:2/1#pkg:npm/left-pad@1.0' }] })),
  );
  const [product] = record.products;
  assert.deepEqual([product?.name, product?.platform?.name], ['left-pad', 'urn:cdx:2/1']);
});

test('readCycloneDxVex() reads every state, and a status beside a version before the state', () => {
  const statusOf = (state: string | null, version?: object) => {
    const affects = [{ ref: 'pump', ...(version === undefined ? {} : { versions: [version] }) }];
    const analysis = state === null ? undefined : { state };
    return read(aDocument(aVulnerability({ analysis, affects }))).record.vulnerabilities[0]?.statuses[0]
      ?.status;
  };
  const cases: [state: string | null, version: object | undefined, expected: string][] = [
    ['exploitable', undefined, 'affected'],
    ['in_triage', undefined, 'under-investigation'],
    ['not_affected', undefined, 'not-affected'],
    ['false_positive', undefined, 'not-affected'],
    ['resolved', undefined, 'fixed'],
    ['resolved_with_pedigree', undefined, 'fixed'],
    [null, undefined, 'affected'],
    ['exploitable', { version: '2', status: 'unaffected' }, 'not-affected'],
    ['resolved', { version: '2', status: 'unaffected' }, 'fixed'],
    ['resolved', { version: '1', status: 'affected' }, 'affected'],
    ['exploitable', { range: 'vers:generic/<2', status: 'unknown' }, 'under-investigation'],
  ];
  for (const [state, version, expected] of cases)
    assert.equal(statusOf(state, version), expected, `${state} ${JSON.stringify(version)}`);
});

test('readCycloneDxVex() makes a product of each version and range', () => {
  const versions = [
    { version: '2.4', status: 'affected' },
    { range: 'vers:generic/>=2.9|<=4.1', status: 'affected' },
  ];
  const { record } = read(aDocument(aVulnerability({ affects: [{ ref: 'pump', versions }] })));
  assert.deepEqual(
    record.products.map((it) => it.version),
    [
      { kind: 'exact', text: '2.4' },
      { kind: 'range', text: 'vers:generic/>=2.9|<=4.1' },
    ],
  );
});

test('readCycloneDxVex() scores ratings by their method and names what it refuses', () => {
  const ratings = [
    { method: 'CVSSv31', vector: 'AV:N/AC:L/PR:N/UI:N/S:U/C:N/I:H/A:N', source: { name: 'NVD' } },
    { method: 'CVSSv2', vector: 'AV:N/AC:L/Au:N/C:C/I:C/A:C' },
    { method: 'CVSSv31', vector: 'AAV:N' },
    { method: 'OWASP', vector: 'SL:1' },
  ];
  const { record, warned } = read(aDocument(aVulnerability({ ratings })));
  assert.deepEqual(
    record.vulnerabilities[0]?.cvss.map((it) => [it.version, it.baseScore, it.by]),
    [
      ['3.1', 7.5, 'NVD'],
      ['2.0', 10, 'unnamed'],
    ],
  );
  assert.deepEqual(
    warned.map((it) => it.field),
    ['/vulnerabilities/0/ratings/2/vector'],
  );
});

test("readCycloneDxVex() reads the statuses of CISA's use cases", (t) => {
  const folder = sharedOrSkip(t, 'data/vex/cyclonedx/CISA-Use-Cases');
  if (folder === null) return;
  const statusesOf = (file: string) => {
    const { record, rejected } = read(JSON.parse(readFileSync(join(folder, file), 'utf8')));
    assert.deepEqual(rejected, [], file);
    return record.vulnerabilities.flatMap((it) => it.statuses.map(({ status }) => status));
  };
  assert.deepEqual(statusesOf('Case-1/vex-affected.json'), ['affected']);
  assert.deepEqual(statusesOf('Case-1/vex-fixed.json'), ['fixed']);
  assert.deepEqual(statusesOf('Case-1/vex-not_affected.json'), ['not-affected']);
  assert.deepEqual(statusesOf('Case-1/vex-under_investigation.json'), ['under-investigation']);
  assert.deepEqual(new Set(statusesOf('Case-2/vex.json')), new Set(['not-affected']));
  const counts = Object.groupBy(statusesOf('Case-7/vex.json'), (it) => it);
  assert.deepEqual(
    [counts.affected?.length, counts['not-affected']?.length, counts.fixed?.length],
    [4, 5, 1],
  );
});

test('readCycloneDxVex() answers on any JSON and any damage, and loses no vulnerability', () => {
  const real = aDocument(
    aVulnerability({ ratings: [{ method: 'CVSSv2', vector: 'AV:N/AC:L/Au:N/C:C/I:C/A:C' }] }),
    aVulnerability({
      affects: [{ ref: 'stack', versions: [{ version: '1' }] }, { ref: 'urn:cdx:2/1#%E0%A4%A' }],
      recommendation: 'Update',
    }),
  );
  fc.assert(
    fc.property(fc.oneof(fc.jsonValue(), mutatedJson(real)), (document) => {
      const { record, rejected } = read(document);
      if (record === undefined) return assert.equal(rejected.length, 1);
      const { vulnerabilities } = document as { vulnerabilities?: unknown };
      const seen = Array.isArray(vulnerabilities) ? vulnerabilities.length : 0;
      assert.equal(record.vulnerabilities.length + rejected.length, seen);
    }),
  );
});
