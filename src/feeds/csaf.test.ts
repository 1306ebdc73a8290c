import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import fc from 'fast-check';
import { contains, readRange, readVersion } from '#engine/versions';
import type { AdvisoryProduct, AdvisoryRecord } from '#engine/words';
import { collectingSink } from '#test/collecting-sink';
import { mutatedJson } from '#test/mutated-json';
import { sharedOrSkip } from '#test/shared';
import { readCsaf } from './csaf.ts';

const FILE = { file: 'advisory.json' };

/** A document around the given parts, with what every advisory has. */
function aDocument(parts: { tree?: object; vulnerabilities?: unknown[]; document?: object }): object {
  return {
    document: {
      category: 'csaf_security_advisory',
      csaf_version: '2.0',
      title: 'Infusion pumps accept any update',
      publisher: { category: 'vendor', name: 'Acme Medical', namespace: 'https://acme.example' },
      references: [
        { category: 'self', url: 'https://acme.example/acme-1.json', summary: 'JSON' },
        { category: 'self', url: 'https://acme.example/acme-1', summary: 'Page' },
      ],
      tracking: {
        id: 'ACME-1',
        initial_release_date: '2026-01-02T00:00:00Z',
        current_release_date: '2026-02-03T00:00:00Z',
      },
      ...parts.document,
    },
    product_tree: parts.tree ?? {},
    vulnerabilities: parts.vulnerabilities ?? [],
  };
}

function read(document: unknown) {
  const sink = collectingSink();
  readCsaf(document, FILE, sink);
  return { ...sink, record: sink.accepted[0] as AdvisoryRecord };
}

const product = (id: string, helper?: object) => ({
  product_id: id,
  name: `Product ${id}`,
  ...(helper === undefined ? {} : { product_identification_helper: helper }),
});

const branch = (category: string, name: string, inside: object) =>
  Array.isArray(inside) ? { category, name, branches: inside } : { category, name, product: inside };

/** What a test of product trees looks at. */
const said = ({ vendor, family, name, version }: AdvisoryProduct) => ({ vendor, family, name, version });

test('readCsaf() takes what describes a weakness where it has no title', () => {
  const notes = [
    { category: 'other', text: 'Bug 7' },
    { category: 'description', text: 'Long words' },
    { category: 'summary', text: 'The service password is the same on every pump' },
  ];
  const { record } = read(
    aDocument({
      vulnerabilities: [
        { cve: 'CVE-2026-0001', notes },
        { cve: 'CVE-2026-0002', notes: notes.slice(0, 2) },
        { cve: 'CVE-2026-0003', notes, title: 'One password' },
        { cve: 'CVE-2026-0004', notes: notes.slice(0, 1) },
      ],
    }),
  );
  assert.deepEqual(
    record.vulnerabilities.map((it) => it.title),
    ['The service password is the same on every pump', 'Long words', 'One password', null],
  );
});

test('readCsaf() reads who says it, when and where', () => {
  const { record, rejected, warned } = read(aDocument({}));
  assert.deepEqual([rejected, warned], [[], []]);
  assert.deepEqual(
    { ...record, products: 0, vulnerabilities: 0 },
    {
      kind: 'advisory',
      feed: 'csaf',
      id: 'ACME-1',
      title: 'Infusion pumps accept any update',
      publisher: 'Acme Medical',
      publisherRole: 'vendor',
      isVex: false,
      publishedAt: '2026-01-02T00:00:00Z',
      revisedAt: '2026-02-03T00:00:00Z',
      url: 'https://acme.example/acme-1',
      products: 0,
      vulnerabilities: 0,
    },
  );
});

test('readCsaf() reads product trees of every shape', () => {
  const leaf = product('P');
  const cases: [tree: object, expected: ReturnType<typeof said>][] = [
    [
      {
        branches: [
          branch('vendor', 'Acme', [
            branch('product_name', 'Pump', [branch('product_version', '1.2', leaf)]),
          ]),
        ],
      },
      { vendor: 'Acme', family: null, name: 'Pump', version: { kind: 'exact', text: '1.2' } },
    ],
    [
      {
        branches: [
          branch('vendor', 'Acme', [
            branch('product_family', 'Pumps', [
              branch('product_name', 'Pump 8', [branch('product_version_range', '<=2.1', leaf)]),
            ]),
          ]),
        ],
      },
      { vendor: 'Acme', family: 'Pumps', name: 'Pump 8', version: { kind: 'range', text: '<=2.1' } },
    ],
    // The version above the name, as some vendors nest it
    [
      {
        branches: [
          branch('product_version', '3', [branch('vendor', 'Acme', [branch('product_name', 'Pump', leaf)])]),
        ],
      },
      { vendor: 'Acme', family: null, name: 'Pump', version: { kind: 'exact', text: '3' } },
    ],
    [
      {
        branches: [
          branch('vendor', 'Acme', [
            branch('product_name', 'Pump', [
              branch('product_version', '2.5', [
                branch('service_pack', 'SP1', [branch('patch_level', 'P3', leaf)]),
              ]),
            ]),
          ]),
        ],
      },
      { vendor: 'Acme', family: null, name: 'Pump', version: { kind: 'exact', text: '2.5 SP1 P3' } },
    ],
    // What narrows a product in ways no inventory records is left out
    [
      {
        branches: [
          branch('vendor', 'Acme', [
            branch('architecture', 'x64', [
              branch('language', 'de', [
                branch('specification', 'with WLAN', [branch('product_name', 'Pump', leaf)]),
              ]),
            ]),
          ]),
        ],
      },
      { vendor: 'Acme', family: null, name: 'Pump', version: { kind: 'unstated' } },
    ],
    // No vendor, and the version stays in the name where it was written
    [
      { full_product_names: [{ product_id: 'P', name: 'Acme Pump 1.2' }] },
      { vendor: 'Acme Medical', family: null, name: 'Acme Pump 1.2', version: { kind: 'unstated' } },
    ],
    [
      { branches: [branch('vendor', 'Acme', [branch('product_family', 'Pumps', leaf)])] },
      { vendor: 'Acme', family: 'Pumps', name: 'Pumps', version: { kind: 'unstated' } },
    ],
  ];
  for (const [tree, expected] of cases)
    assert.deepEqual(read(aDocument({ tree })).record.products.map(said), [expected]);
});

test('readCsaf() takes a range for a range, whatever branch it stands in', () => {
  const ranges = [
    'vers:all/*',
    '<= 2.1.2',
    '2.3.6 and below',
    'All versions',
    '5.x.x',
    'prior to 3',
    '* (with WLAN)',
    '≤ 4',
  ];
  const exact = ['1.2', 'M2.1.6.05', '7.1 | 7.2', '012U000040', 'SV20.1', 'R2 SP1', '1.1.3 MR Build 11'];
  const kindOf = (text: string) =>
    read(aDocument({ tree: { branches: [branch('product_version', text, product('P'))] } })).record
      .products[0]?.version.kind;
  for (const text of ranges) assert.equal(kindOf(text), 'range', text);
  for (const text of exact) assert.equal(kindOf(text), 'exact', text);
});

test('readCsaf() keeps every identifier a product is given', () => {
  const helper = {
    cpe: 'cpe:2.3:h:acme:pump:-:*:*:*:*:*:*:*',
    purls: ['pkg:generic/acme/pump@1.2'],
    model_numbers: ['8015', '8???'],
    serial_numbers: ['SN-1'],
    skus: ['A-1'],
  };
  const [it] = read(aDocument({ tree: { full_product_names: [product('P', helper)] } })).record.products;
  assert.equal(it?.cpe, helper.cpe);
  assert.equal(it?.purl, helper.purls[0]);
  assert.deepEqual(it?.modelNumbers, ['8015', '8???']);
  assert.deepEqual(it?.serialNumbers, ['SN-1']);
});

test('readCsaf() makes one product of a relationship, in whatever order they stand', () => {
  const relationship = (id: string, what: string, on: string) => ({
    category: 'installed_on',
    full_product_name: product(id),
    product_reference: what,
    relates_to_product_reference: on,
  });
  const tree = {
    full_product_names: [product('APP'), product('OS'), product('BOX')],
    relationships: [relationship('APP-ON-ALL', 'APP', 'OS-ON-BOX'), relationship('OS-ON-BOX', 'OS', 'BOX')],
  };
  const { record, warned } = read(aDocument({ tree }));
  assert.deepEqual(warned, []);
  const whole = record.products.find((it) => it.productId === 'APP-ON-ALL');
  assert.equal(whole?.name, 'Product APP');
  assert.equal(whole?.platform?.name, 'Product OS');
  assert.equal(whole?.platform?.platform?.name, 'Product BOX');
});

test('readCsaf() reads a product path of CSAF 2.1 as what it is on what it stands on', () => {
  const tree = {
    full_product_names: [product('APP'), product('OS'), product('BOX')],
    product_paths: [
      {
        beginning_product_reference: 'APP',
        full_product_name: product('PATH'),
        subpaths: [
          { category: 'installed_on', next_product_reference: 'OS' },
          { category: 'installed_on', next_product_reference: 'BOX' },
        ],
      },
    ],
  };
  const whole = read(aDocument({ tree })).record.products.find((it) => it.productId === 'PATH');
  assert.deepEqual(
    [
      whole?.name,
      whole?.platform?.name,
      whole?.platform?.platform?.name,
      whole?.platform?.platform?.platform,
    ],
    ['Product APP', 'Product OS', 'Product BOX', null],
  );
});

test('readCsaf() reads every status group, and a recommendation only where nothing else is said', () => {
  const groups = [
    'known_affected',
    'first_affected',
    'last_affected',
    'fixed',
    'first_fixed',
    'known_not_affected',
    'under_investigation',
    'unknown',
    'recommended',
  ];
  const tree = { full_product_names: groups.map((it) => product(it)) };
  const status = Object.fromEntries(groups.map((it) => [it, [it]]));
  const { record } = read(
    aDocument({
      tree,
      vulnerabilities: [
        {
          cve: 'CVE-2026-0001',
          product_status: { ...status, recommended: ['recommended', 'known_affected'] },
        },
      ],
    }),
  );
  assert.deepEqual(
    Object.fromEntries(record.vulnerabilities[0]?.statuses.map((it) => [it.productId, it.status]) ?? []),
    {
      known_affected: 'affected',
      first_affected: 'affected',
      last_affected: 'affected',
      fixed: 'fixed',
      first_fixed: 'fixed',
      known_not_affected: 'not-affected',
      under_investigation: 'under-investigation',
      unknown: 'under-investigation',
      recommended: 'fixed',
    },
  );
});

test('what is said of a first or a last version reaches as far as it can be told', () => {
  const tree = {
    branches: [
      branch(
        'product_name',
        'Pump',
        ['1.0', '2.0'].map((it) => branch('product_version', it, product(it))),
      ),
    ],
  };
  const cases: [object, string[]][] = [
    [{ first_affected: ['1.0'], last_affected: ['2.0'] }, ['1.0', '2.0', '>= 1.0 | <= 2.0']],
    [{ first_affected: ['1.0'] }, ['1.0', '>= 1.0 (unless fixed since)']],
    [{ last_affected: ['2.0'] }, ['2.0', '<= 2.0 (if affected already)']],
    [{ known_affected: ['1.0'], first_affected: ['2.0'] }, ['1.0', '2.0']],
  ];
  for (const [status, versions] of cases) {
    const remediations = [{ category: 'vendor_fix', details: 'Update', product_ids: ['1.0', '2.0'] }];
    const { record } = read(
      aDocument({ tree, vulnerabilities: [{ cve: 'CVE-2026-0001', product_status: status, remediations }] }),
    );
    const [vulnerability] = record.vulnerabilities;
    const ids = vulnerability?.statuses.map((it) => it.productId) ?? [];
    const of = (id: string) => record.products.find((it) => it.productId === id)?.version;
    assert.deepEqual(
      ids.map((id) => (of(id) as { text?: string }).text),
      versions,
    );
    for (const id of ids) assert.ok(vulnerability?.remediations[0]?.productIds.includes(id), id);
  }
});

test('readCsaf() takes an agency for a coordinator, also where it publishes what a maker has said', () => {
  const roleOf = (category: string, namespace: unknown) =>
    read(aDocument({ document: { publisher: { category, name: 'Somebody', namespace } } })).record
      .publisherRole;
  assert.equal(roleOf('other', 'https://www.cisa.gov/'), 'coordinator');
  assert.equal(roleOf('other', 'https://cisa.gov.acme.example/'), 'other');
  assert.equal(roleOf('other', 'https://notcisa.gov'), 'other');
  assert.equal(roleOf('other', 7), 'other');
  assert.equal(roleOf('user', 'https://www.cisa.gov'), 'user');
});

test('readCsaf() takes a draft for nobody’s word', () => {
  const roleOf = (status?: string) =>
    read(aDocument({ document: { tracking: { id: 'ACME-1', ...(status !== undefined && { status }) } } }))
      .record.publisherRole;
  assert.deepEqual(
    [roleOf(), roleOf('final'), roleOf('interim'), roleOf('draft')],
    ['vendor', 'vendor', 'vendor', 'other'],
  );
});

test('readCsaf() finds versions in names where the tree has no place for them', () => {
  const leaf = (name: string) => ({ product_id: 'P', name });
  const range = (text: string) => ({ kind: 'range', text });
  const cases: [tree: object, name: string, version: object][] = [
    [{ full_product_names: [leaf('Monitor < 3.2')] }, 'Monitor', range('< 3.2')],
    [{ branches: [branch('product_name', 'Monitor < 3.2', leaf('M'))] }, 'Monitor', range('< 3.2')],
    [
      { branches: [branch('product_name', 'Monitor', leaf('Acme Monitor versions prior to 3.2'))] },
      'Monitor',
      range('versions prior to 3.2'),
    ],
    [
      { branches: [branch('product_name', 'Monitor', leaf('Monitor 3.2'))] },
      'Monitor',
      { kind: 'exact', text: '3.2' },
    ],
    [
      {
        branches: [
          branch('product_name', 'Monitor', [branch('product_version', '3.1', leaf('Monitor < 3.2'))]),
        ],
      },
      'Monitor',
      { kind: 'exact', text: '3.1' },
    ],
    [{ full_product_names: [leaf('Monitor 2000')] }, 'Monitor 2000', { kind: 'unstated' }],
  ];
  for (const [tree, name, version] of cases) {
    const [it] = read(aDocument({ tree })).record.products;
    assert.deepEqual([it?.name, it?.version], [name, version]);
  }
});

test('readCsaf() lets a product that is more than its branch clear under that condition only', () => {
  const tree = {
    branches: [branch('product_name', 'Monitor', { product_id: 'P', name: 'Monitor for Windows' })],
  };
  const product_status = { known_not_affected: ['P'] };
  const { record } = read(aDocument({ tree, vulnerabilities: [{ cve: 'CVE-2026-0001', product_status }] }));
  const [status] = record.vulnerabilities[0]?.statuses ?? [];
  const stated = record.products.find((it) => it.productId === status?.productId);
  assert.deepEqual(stated?.version, { kind: 'range', text: '* (only for Windows)' });
});

test('readCsaf() takes a vendor for the maker of products of which it names none, and nobody else', () => {
  const tree = { full_product_names: [product('A')] };
  const vendorOf = (category: string, name: string) =>
    read(aDocument({ tree, document: { publisher: { category, name } } })).record.products[0]?.vendor;
  assert.equal(vendorOf('vendor', 'Acme Medical Product Security'), 'Acme Medical');
  assert.equal(vendorOf('coordinator', 'An Agency'), null);
  assert.equal(vendorOf('user', 'A Clinic'), null);
});

test('what is said of a narrower product clears under that condition only', () => {
  const tree = {
    branches: [
      branch('product_name', 'Pump', [
        branch('architecture', 'x86', product('X')),
        branch('product_version', '3.1', [branch('specification', 'with (old) radio', product('R'))]),
      ]),
    ],
  };
  const status = { known_not_affected: ['X'], fixed: ['R'] };
  const versionsOf = (category: string, product_status: object) => {
    const publisher = { category, name: 'Acme', namespace: 'https://acme.example' };
    const { record } = read(
      aDocument({
        tree,
        document: { publisher },
        vulnerabilities: [{ cve: 'CVE-2026-0001', product_status }],
      }),
    );
    return record.vulnerabilities[0]?.statuses.map(
      (it) => record.products.find(({ productId }) => productId === it.productId)?.version,
    );
  };
  assert.deepEqual(versionsOf('vendor', status), [
    { kind: 'range', text: '3.1 (only with  old  radio)' },
    { kind: 'range', text: '* (only x86)' },
  ]);
  assert.deepEqual(versionsOf('vendor', { known_affected: ['X'] }), [{ kind: 'unstated' }]);
  assert.deepEqual(versionsOf('user', { known_not_affected: ['X'] }), [{ kind: 'unstated' }]);
  for (const text of ['3.1 (only with  old  radio)', '* (only x86)']) {
    const range = readRange(text);
    assert.ok(range !== null);
    assert.equal(contains(range, readVersion('3.1')).truth, null);
  }
});

test('readCsaf() gives the reason why a product is not affected: its flag, or the impact in words', () => {
  const tree = {
    full_product_names: [product('A'), product('B'), product('C')],
    product_groups: [{ group_id: 'G', product_ids: ['A'] }],
  };
  const { record } = read(
    aDocument({
      tree,
      vulnerabilities: [
        {
          cve: 'CVE-2026-0001',
          product_status: { known_not_affected: ['A', 'B', 'C'] },
          flags: [{ label: 'component_not_present', group_ids: ['G'] }],
          threats: [{ category: 'impact', details: 'The service is off', product_ids: ['A', 'B'] }],
        },
      ],
    }),
  );
  assert.deepEqual(
    record.vulnerabilities[0]?.statuses.map((it) => it.justification),
    ['component_not_present', 'The service is off', null],
  );
});

test('readCsaf() reads remediations with the products they are for and the restart they need', () => {
  const tree = {
    full_product_names: [product('A'), product('B')],
    product_groups: [{ group_id: 'G', product_ids: ['A', 'B'] }],
  };
  const remediation = (over: object) => ({ category: 'vendor_fix', details: 'Update', ...over });
  const { record, warned } = read(
    aDocument({
      tree,
      vulnerabilities: [
        {
          cve: 'CVE-2026-0001',
          remediations: [
            remediation({
              group_ids: ['G'],
              restart_required: { category: 'machine' },
              url: 'https://acme.example/fix',
            }),
            remediation({ category: 'no_fix_planned', details: 'None' }),
            remediation({ product_ids: ['GONE'] }),
            remediation({ category: 'prayer' }),
          ],
        },
      ],
    }),
  );
  assert.deepEqual(record.vulnerabilities[0]?.remediations, [
    {
      category: 'vendor-fix',
      details: 'Update Restart required: machine.',
      url: 'https://acme.example/fix',
      productIds: ['A', 'B'],
      date: null,
    },
    { category: 'no-fix-planned', details: 'None', url: null, productIds: [], date: null },
  ]);
  assert.deepEqual(
    warned.map((it) => it.reason),
    ['Product "GONE" is not in the product tree'],
  );
});

test('readCsaf() reads CVSS of both document versions, per product, and refuses a vector that is none', () => {
  const v3 = 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H';
  const v2 = 'AV:N/AC:L/Au:N/C:C/I:C/A:C';
  const tree = { full_product_names: [product('A')] };
  const { record, warned } = read(
    aDocument({
      tree,
      vulnerabilities: [
        {
          cve: 'CVE-2026-0001',
          scores: [
            { cvss_v3: { vectorString: v3, baseScore: 1 }, cvss_v2: { vectorString: v2 }, products: ['A'] },
          ],
          metrics: [{ content: { cvss_v4: { vectorString: 'CVSS:4.0/AV:N' } }, products: ['A'] }],
        },
      ],
    }),
  );
  assert.deepEqual(
    record.vulnerabilities[0]?.cvss.map((it) => [it.version, it.vector, it.baseScore, it.by, it.productIds]),
    [
      ['2.0', v2, 10, 'ACME-1', ['A']],
      ['3.1', v3, 9.8, 'ACME-1', ['A']],
    ],
  );
  assert.equal(warned[0]?.field, '/vulnerabilities/0/metrics/0/content/cvss_v4/vectorString');
});

test('readCsaf() names a vulnerability by its CVE or else by its first id, with the others as aliases', () => {
  const ids = [
    { system_name: 'GitHub', text: 'ghsa-2345-CFGH-jmpq' },
    { system_name: 'Acme', text: 'ACME-V-7' },
  ];
  const { record, rejected } = read(
    aDocument({ vulnerabilities: [{ cve: 'cve-2026-0001', ids }, { ids }, { title: 'Nameless' }, 7] }),
  );
  assert.deepEqual(
    record.vulnerabilities.map((it) => [it.id, it.aliases]),
    [
      ['CVE-2026-0001', ['GHSA-2345-cfgh-jmpq', 'ACME-V-7']],
      ['GHSA-2345-cfgh-jmpq', ['ACME-V-7']],
    ],
  );
  assert.deepEqual(
    rejected.map((it) => [it.field, it.reason]),
    [
      ['/vulnerabilities/2', 'Vulnerability has neither a cve nor ids'],
      ['/vulnerabilities/3', 'Vulnerability is not an object'],
    ],
  );
});

test('readCsaf() passes on what a 2.1 document knows of exploitation', () => {
  const ssvc = { selections: [{ key: 'E', values: [{ key: 'P' }] }], timestamp: '2026-01-02T00:00:00Z' };
  const { accepted } = read(
    aDocument({
      vulnerabilities: [
        { cve: 'CVE-2026-0001', metrics: [{ content: { ssvc_v2: ssvc } }] },
        { cve: 'CVE-2026-0002', first_known_exploitation_dates: [{ date: '2026-01-03T00:00:00Z' }] },
      ],
    }),
  );
  assert.deepEqual(
    accepted.flatMap((it) => (it.kind === 'ssvc' ? [[it.id, it.exploitation, it.decidedAt]] : [])),
    [
      ['CVE-2026-0001', 'poc', '2026-01-02T00:00:00Z'],
      ['CVE-2026-0002', 'active', '2026-01-03T00:00:00Z'],
    ],
  );
});

test('readCsaf() rejects a document without an id and warns of a tree that does not hold together', () => {
  const { rejected } = read({ document: { csaf_version: '2.0' } });
  assert.deepEqual(rejected, [
    { file: 'advisory.json', field: '/document/tracking/id', reason: 'CSAF document has no tracking id' },
  ]);
  const tree = {
    full_product_names: [product('A'), product('A'), { name: 'No id' }],
    relationships: [
      { product_reference: 'A', relates_to_product_reference: 'GONE', full_product_name: product('B') },
    ],
  };
  assert.deepEqual(
    read(aDocument({ tree })).warned.map((it) => [it.field, it.reason]),
    [
      ['/product_tree/full_product_names/1', 'Product "A" is defined more than once: the first counts'],
      ['/product_tree/full_product_names/2', 'Product has no product_id'],
      ['/product_tree/relationships/0', 'Relationship "B" refers to what is no product of the tree: GONE'],
    ],
  );
});

// Statuses as the README of the OASIS examples states them for each use case.
const VEX_EXAMPLES: Record<string, Record<string, number>> = {
  '2022-evd-uc-01-a-001.json': { affected: 1 },
  '2022-evd-uc-01-f-001.json': { fixed: 1 },
  '2022-evd-uc-01-na-001.json': { 'not-affected': 1 },
  '2022-evd-uc-01-ui-001.json': { 'under-investigation': 1 },
  '2022-evd-uc-02-na-001.json': { 'not-affected': 19 },
  '2022-evd-uc-03-ms-001.json': { 'under-investigation': 5, 'not-affected': 6, affected: 5, fixed: 3 },
};

test('readCsaf() rejects, and still keeps, what is said of products that the document does not know', () => {
  const { accepted, rejected } = read(
    aDocument({
      vulnerabilities: [
        { cve: 'CVE-2026-0001', product_status: { known_affected: ['A', 'B'] } },
        { cve: 'CVE-2026-0002' },
      ],
    }),
  );
  assert.equal(accepted.length, 1);
  assert.deepEqual(
    rejected.map((it) => it.reason),
    ['Product "A" is not in the product tree'],
  );
});

test('readCsaf() reads the VEX examples of both versions with the statuses their use cases state', (t) => {
  const folder = sharedOrSkip(t, 'suites/csaf/vex-examples');
  if (folder === null) return;
  for (const version of ['csaf_2.0', 'csaf_2.1'])
    for (const [file, expected] of Object.entries(VEX_EXAMPLES)) {
      const path = join(folder, version, 'examples/csaf/csaf_vex', file);
      const { record, rejected, warned } = read(JSON.parse(readFileSync(path, 'utf8')));
      assert.deepEqual([rejected, warned], [[], []], file);
      assert.equal(record.isVex, true);
      const statuses = record.vulnerabilities.flatMap((it) => it.statuses.map(({ status }) => status));
      const counts = Object.entries(Object.groupBy(statuses, (it) => it)).map(([it, all]) => [
        it,
        all?.length,
      ]);
      assert.deepEqual(Object.fromEntries(counts), expected, `${version} ${file}`);
    }
});

test('readCsaf() reads every medical advisory of CISA whole', (t) => {
  const folder = sharedOrSkip(t, 'data/csaf/icsma');
  if (folder === null) return;
  const cves = new Set<string>();
  const files = globSync(`${folder}/*/*.json`);
  let products = 0;
  for (const file of files) {
    const { record, rejected, warned } = read(JSON.parse(readFileSync(file, 'utf8')));
    assert.deepEqual([rejected, warned], [[], []], file);
    products += record.products.length;
    for (const it of record.vulnerabilities) cves.add(it.id);
    assert.ok(
      record.vulnerabilities.every((it) => it.statuses.length > 0),
      file,
    );
  }
  assert.deepEqual([files.length, cves.size, products], [153, 447, 629]);
});

const REAL = aDocument({
  tree: {
    branches: [
      branch('vendor', 'Acme', [
        branch('product_name', 'Pump', [
          branch('product_version_range', '<2', product('A', { model_numbers: ['1'] })),
          branch('product_version', '2', product('B')),
        ]),
      ]),
    ],
    full_product_names: [product('OS')],
    relationships: [
      {
        category: 'installed_on',
        full_product_name: product('AB'),
        product_reference: 'A',
        relates_to_product_reference: 'OS',
      },
    ],
    product_groups: [{ group_id: 'G', product_ids: ['A', 'B'] }],
  },
  vulnerabilities: [
    {
      cve: 'CVE-2026-0001',
      ids: [{ text: 'X-1' }],
      cwe: { id: 'CWE-79' },
      product_status: { known_affected: ['A', 'AB'], fixed: ['B'] },
      flags: [{ label: 'inline_mitigations_already_exist', group_ids: ['G'] }],
      scores: [
        { cvss_v3: { vectorString: 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H' }, products: ['A'] },
      ],
      remediations: [{ category: 'mitigation', details: 'Wait', group_ids: ['G'] }],
    },
  ],
});

test('readCsaf() answers on any JSON and any damage, and loses neither document nor vulnerability', () => {
  fc.assert(
    fc.property(fc.oneof(fc.jsonValue(), mutatedJson(REAL)), (document) => {
      const { accepted, rejected } = read(document);
      assert.equal(accepted.length > 0, !rejected.some((it) => it.field === '/document/tracking/id'));
      const record = accepted.find((it): it is AdvisoryRecord => it.kind === 'advisory');
      if (record === undefined) return;
      const { vulnerabilities } = document as { vulnerabilities?: unknown };
      const seen = Array.isArray(vulnerabilities) ? vulnerabilities.length : 0;
      const refused = rejected.filter((it) => /^\/vulnerabilities\/\d+$/.test(it.field ?? '')).length;
      assert.equal(record.vulnerabilities.length + refused, seen);
      const known = new Set(record.products.map((it) => it.productId));
      for (const it of record.vulnerabilities)
        for (const { productId } of it.statuses) assert.ok(known.has(productId));
    }),
  );
});
