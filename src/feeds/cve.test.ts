import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import fc from 'fast-check';
import type { AdvisoryRecord, FeedRecord, VulnerabilityRecord } from '#engine/words';
import { collectingSink } from '#test/collecting-sink';
import { mutatedJson } from '#test/mutated-json';
import { sharedOrSkip } from '#test/shared';
import { readCve } from './cve.ts';

const FILE = { file: 'cve.json' };

interface Parts {
  readonly metadata?: object;
  readonly cna?: object;
  readonly adp?: object[];
}

function aRecord({ metadata, cna, adp }: Parts): object {
  return {
    dataType: 'CVE_RECORD',
    dataVersion: '5.1',
    cveMetadata: {
      cveId: 'CVE-2026-0001',
      assignerShortName: 'acme',
      state: 'PUBLISHED',
      datePublished: '2026-01-02T00:00:00Z',
      dateUpdated: '2026-02-03T00:00:00Z',
      ...metadata,
    },
    containers: {
      cna: { providerMetadata: { shortName: 'acme' }, ...cna },
      ...(adp === undefined ? {} : { adp }),
    },
  };
}

const kindOf = <K extends FeedRecord['kind']>(records: readonly FeedRecord[], kind: K) =>
  records.find((it): it is Extract<FeedRecord, { kind: K }> => it.kind === kind);

function read(record: unknown) {
  const sink = collectingSink();
  readCve(record, FILE, sink);
  return {
    ...sink,
    vulnerability: kindOf(sink.accepted, 'vulnerability') as VulnerabilityRecord,
    advisory: kindOf(sink.accepted, 'advisory'),
    ssvc: kindOf(sink.accepted, 'ssvc'),
    exploited: kindOf(sink.accepted, 'exploited'),
  };
}

test('readCve() reads the weakness itself: state, dates, summary, CVSS, CWE', () => {
  const { vulnerability, warned } = read(
    aRecord({
      cna: {
        descriptions: [
          { lang: 'es', value: 'Una vulnerabilidad.' },
          { lang: 'en-US', value: 'The pump accepts\nany update. It should not.' },
        ],
        metrics: [
          { cvssV4_0: { vectorString: 'CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:H/VI:H/VA:H/SC:N/SI:N/SA:N' } },
          { cvssV3_1: { vectorString: 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H', baseScore: 1 } },
          { cvssV3_1: { vectorString: 'CVSS:3.1/AV:Q' } },
        ],
        problemTypes: [
          {
            descriptions: [
              { lang: 'en', cweId: 'CWE-345' },
              { lang: 'en', description: 'cwe-20 Input' },
            ],
          },
        ],
      },
    }),
  );
  assert.equal(vulnerability.id, 'CVE-2026-0001');
  assert.equal(vulnerability.state, 'published');
  assert.equal(vulnerability.summary, 'The pump accepts any update.');
  assert.deepEqual(
    vulnerability.cvss.map((it) => [it.version, it.baseScore, it.by]),
    [
      ['4.0', 9.3, 'acme'],
      ['3.1', 9.8, 'acme'],
    ],
  );
  assert.deepEqual(vulnerability.cwes, ['CWE-345', 'CWE-20']);
  assert.equal(warned.length, 1);
});

test('readCve() keeps a rejected record as rejected and makes no advisory of it', () => {
  const { accepted, vulnerability } = read(
    aRecord({ metadata: { state: 'REJECTED' }, cna: { affected: [{ vendor: 'Acme', product: 'Pump' }] } }),
  );
  assert.equal(accepted.length, 1);
  assert.equal(vulnerability.state, 'rejected');
});

test('what a record says of versions that cannot be read is not cleared by "unaffected" for the rest', () => {
  const cases: [object[], string][] = [
    [[{ version: 'n/a', status: 'affected' }], 'unknown'],
    [[{ version: '', status: 'affected' }], 'unknown'],
    [[{ version: '3.1' }], 'unknown'],
    [[{ version: 'unspecified', status: 'unknown' }], 'unknown'],
    [
      [
        { version: '1.0', status: 'affected' },
        { version: '-', status: 'affected' },
      ],
      'unknown',
    ],
    [
      [
        { version: '1.0', status: 'affected' },
        { version: 'n/a', status: 'unaffected' },
      ],
      'unaffected',
    ],
    [[{ version: '1.0', status: 'affected' }], 'unaffected'],
    [[], 'unaffected'],
  ];
  for (const [versions, expected] of cases) {
    const affected = [{ vendor: 'Acme', product: 'Pump', defaultStatus: 'unaffected', versions }];
    const version = read(aRecord({ cna: { affected } })).advisory?.products[0]?.version;
    assert.equal(version?.kind === 'cve5' && version.defaultStatus, expected, JSON.stringify(versions));
  }
});

test('readCve() reads affected products with their versions as the format means them', () => {
  const { advisory } = read(
    aRecord({
      cna: {
        affected: [
          {
            vendor: 'Acme',
            product: 'Pump',
            defaultStatus: 'unaffected',
            versions: [
              {
                version: '1.0',
                lessThan: '1.6',
                status: 'affected',
                versionType: 'semver',
                changes: [{ at: '1.5.1', status: 'unaffected' }],
              },
            ],
          },
          {
            vendor: 'Acme',
            product: 'Old pump',
            versions: [{ version: 'unspecified', lessThanOrEqual: '3', status: 'affected' }],
          },
          { vendor: 'Acme', product: 'Any pump', versions: [{ version: 'n/a', status: 'affected' }] },
          { vendor: 'n/a', product: 'n/a', versions: [{ version: 'n/a', status: 'affected' }] },
          {
            vendor: 'Acme',
            packageName: '@acme/pump',
            collectionURL: 'https://registry.example',
            defaultStatus: 'affected',
          },
        ],
      },
    }),
  );
  assert.deepEqual(
    advisory?.products.map((it) => [it.name, it.version]),
    [
      [
        'Pump',
        {
          kind: 'cve5',
          scheme: null,
          defaultStatus: 'unaffected',
          entries: [
            {
              version: '1.0',
              status: 'affected',
              scheme: 'semver',
              lessThan: '1.6',
              lessThanOrEqual: null,
              changes: [{ at: '1.5.1', status: 'unaffected' }],
            },
          ],
        },
      ],
      [
        'Old pump',
        {
          kind: 'cve5',
          scheme: null,
          defaultStatus: 'unknown',
          entries: [
            {
              version: '0',
              status: 'affected',
              scheme: null,
              lessThan: null,
              lessThanOrEqual: '3',
              changes: [],
            },
          ],
        },
      ],
      ['Any pump', { kind: 'unstated' }],
      ['@acme/pump', { kind: 'cve5', scheme: null, defaultStatus: 'affected', entries: [] }],
    ],
  );
  assert.ok(advisory?.vulnerabilities[0]?.statuses.every((it) => it.status === 'affected'));
});

test('readCve() makes a product of each CPE product an entry lists, variants by architecture once', () => {
  const cpes = [
    'cpe:2.3:o:acme:pump_firmware:*:*:*:*:*:*:x64:*',
    'cpe:2.3:o:acme:pump_firmware:*:*:*:*:*:*:x86:*',
    'cpe:2.3:h:acme:pump:-:*:*:*:*:*:*:*',
  ];
  const { advisory } = read(aRecord({ cna: { affected: [{ vendor: 'Acme', product: 'Pump', cpes }] } }));
  assert.deepEqual(
    advisory?.products.map((it) => [it.productId, it.cpe]),
    [
      ['cna-1', cpes[0]],
      ['cna-1.2', cpes[2]],
    ],
  );
});

test('readCve() lets what others add without a version count as the record says itself', () => {
  const below = (lessThan: string) => ({ status: 'affected', version: '0', lessThan, versionType: 'custom' });
  const every = (version: string) => [{ status: 'affected', version }];
  const { advisory } = read(
    aRecord({
      cna: {
        affected: [
          { vendor: 'Acme', product: 'Bed Side-1', versions: [below('3.0')] },
          { vendor: 'Acme', product: 'Ward', versions: [below('2.0')] },
          { vendor: 'Acme', product: 'Ward', versions: [below('5.1')] },
        ],
      },
      adp: [
        {
          affected: [
            { vendor: 'acme', product: 'bed_side_1', versions: every('*') },
            { vendor: 'acme', product: 'ward', versions: every('-') },
            { vendor: 'acme', product: 'bed_side_1', versions: [below('3.2')] },
            { vendor: 'acme', product: 'bed_side_2', versions: every('*') },
            { vendor: 'other', product: 'ward', versions: every('*') },
          ],
        },
      ],
    }),
  );
  const added = (advisory as AdvisoryRecord).products.filter((it) => it.productId.startsWith('adp'));
  assert.deepEqual(
    added.map(({ vendor, name, version }) => [
      vendor,
      name,
      version.kind === 'cve5' ? version.entries.map((it) => it.lessThan ?? it.version) : version.kind,
    ]),
    [
      ['acme', 'bed_side_1', ['3.0']],
      ['acme', 'ward', ['2.0']],
      ['acme', 'ward', ['5.1']],
      ['acme', 'bed_side_1', ['3.2']],
      ['acme', 'bed_side_2', ['*']],
      ['other', 'ward', ['*']],
    ],
  );
  assert.equal(new Set(added.map((it) => it.productId)).size, added.length);
});

test('readCve() says who speaks: the maker of the products, a coordinator, or somebody else', () => {
  const roleOf = (assignerShortName: string, vendor: string) =>
    read(aRecord({ metadata: { assignerShortName }, cna: { affected: [{ vendor, product: 'Pump' }] } }))
      .advisory?.publisherRole;
  assert.equal(roleOf('siemens', 'Siemens'), 'vendor');
  assert.equal(roleOf('BD', 'BD'), 'vendor');
  assert.equal(roleOf('hikvision', 'Hikvision Digital Technology'), 'vendor');
  assert.equal(roleOf('icscert', 'Philips'), 'coordinator');
  assert.equal(roleOf('VulDB', 'Philips'), 'other');
});

test('readCve() reads CPE applicability of any container as configurations', () => {
  const cpeMatch = [
    { vulnerable: true, criteria: 'cpe:2.3:a:acme:pump:*:*:*:*:*:*:*:*', versionEndExcluding: '2' },
    { vulnerable: true },
  ];
  const { vulnerability } = read(
    aRecord({
      adp: [
        {
          cpeApplicability: [
            { operator: 'AND', nodes: [{ operator: 'OR', negate: false, cpeMatch }, { cpeMatch: [] }] },
          ],
        },
      ],
    }),
  );
  assert.deepEqual(vulnerability.configurations, [
    {
      operator: 'AND',
      negate: false,
      nodes: [
        {
          operator: 'OR',
          negate: false,
          matches: [
            { vulnerable: true, criteria: 'cpe:2.3:a:acme:pump:*:*:*:*:*:*:*:*', versionEndExcluding: '2' },
          ],
        },
      ],
    },
  ]);
});

test("readCve() reads CISA's enrichment: the decision points and the exploited flag", () => {
  const other = (type: string, content: object) => ({ other: { type, content } });
  const { ssvc, exploited } = read(
    aRecord({
      adp: [
        {
          providerMetadata: { shortName: 'CISA-ADP' },
          metrics: [
            other('ssvc', {
              timestamp: '2026-02-01T00:00:00Z',
              options: [
                { Exploitation: 'active' },
                { Automatable: 'yes' },
                { 'Technical Impact': 'partial' },
              ],
            }),
            other('kev', { dateAdded: '2026-02-02' }),
          ],
        },
      ],
    }),
  );
  assert.deepEqual(ssvc, {
    kind: 'ssvc',
    feed: 'ssvc',
    id: 'CVE-2026-0001',
    exploitation: 'active',
    automatable: true,
    technicalImpact: 'partial',
    decidedAt: '2026-02-01T00:00:00Z',
  });
  assert.equal(exploited?.addedOn, '2026-02-02');
});

test('readCve() takes a reference tagged as an exploit for a public proof of concept', () => {
  const { ssvc } = read(aRecord({ cna: { references: [{ url: 'https://x.example', tags: ['exploit'] }] } }));
  assert.deepEqual([ssvc?.exploitation, ssvc?.automatable, ssvc?.decidedAt], ['poc', null, null]);
});

test('readCve() reads the examples of the schema', (t) => {
  const folder = sharedOrSkip(t, 'suites/cve/tests/data');
  if (folder === null) return;
  const example = (name: string) => read(JSON.parse(readFileSync(join(folder, name), 'utf8')));
  const advanced = example('CVEv5_advanced-example.json');
  assert.deepEqual([advanced.rejected, advanced.warned], [[], []]);
  const [product] = advanced.advisory?.products ?? [];
  assert.equal(product?.name, 'Example Enterprise');
  assert.equal(product?.version.kind === 'cve5' && product.version.entries.length, 3);
  assert.equal(advanced.vulnerability.cvss.length, 3);
  const basic = example('CVEv5_basic-example.json');
  assert.equal(basic.advisory?.products.length, 1);
});

const REAL = aRecord({
  cna: {
    title: 'Update',
    descriptions: [{ lang: 'en', value: 'Text.' }],
    affected: [
      {
        vendor: 'Acme',
        product: 'Pump',
        cpes: ['cpe:2.3:a:acme:pump:*'],
        versions: [
          { version: '1', lessThan: '2', status: 'affected', changes: [{ at: '1.5', status: 'unaffected' }] },
        ],
      },
    ],
    metrics: [{ cvssV3_1: { vectorString: 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H' } }],
    references: [{ url: 'https://x.example', tags: ['vendor-advisory'] }],
    solutions: [{ lang: 'en', value: 'Update' }],
  },
  adp: [
    {
      metrics: [{ other: { type: 'ssvc', content: { options: [{ Exploitation: 'none' }] } } }],
      cpeApplicability: [{ nodes: [{ cpeMatch: [{ criteria: 'cpe:2.3:a:acme:pump:*' }] }] }],
    },
  ],
});

test('readCve() answers on any JSON and any damage with one vulnerability or one reject', () => {
  fc.assert(
    fc.property(fc.oneof(fc.jsonValue(), mutatedJson(REAL)), (record) => {
      const { accepted, rejected } = read(record);
      const vulnerabilities = accepted.filter((it) => it.kind === 'vulnerability');
      assert.equal(vulnerabilities.length + rejected.length, 1);
      const advisory = accepted.find((it): it is AdvisoryRecord => it.kind === 'advisory');
      const ids = advisory?.products.map((it) => it.productId) ?? [];
      assert.equal(new Set(ids).size, ids.length);
    }),
  );
});
