import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { gunzipSync } from 'node:zlib';
import fc from 'fast-check';
import { type Catalogue, createCatalogueBuilder, encodeTables } from '#engine/catalogue';
import type { CpeConfiguration, Reject } from '#engine/words';
import { sharedOrSkip } from '../../test/shared.ts';
import { readNvd } from './nvd.ts';

interface NvdMatch {
  readonly vulnerable: boolean;
  readonly criteria: string;
  readonly [bound: string]: unknown;
}

interface NvdCve {
  readonly id: string;
  readonly published: string;
  readonly lastModified: string;
  readonly vulnStatus: string;
  readonly configurations?: readonly {
    readonly operator?: 'AND' | 'OR';
    readonly negate?: boolean;
    readonly nodes: readonly {
      readonly operator: 'AND' | 'OR';
      readonly negate: boolean;
      readonly cpeMatch: readonly NvdMatch[];
    }[];
  }[];
}

const BOUNDS = [
  'versionStartIncluding',
  'versionStartExcluding',
  'versionEndIncluding',
  'versionEndExcluding',
] as const;

async function* chunksOf(bytes: Uint8Array, size: number): AsyncIterable<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

async function read(bytes: Uint8Array, chunkBytes = 1 << 16) {
  const builder = createCatalogueBuilder();
  const rejected: Reject[] = [];
  const report = await readNvd(chunksOf(bytes, chunkBytes), 'nvd.json', builder.intake, {
    reject: (it) => rejected.push(it),
  });
  return { catalogue: builder.finish(), rejected, report };
}

/** What JSON.parse says of where a weakness applies, in our words. Vendors and products count in lower case. */
function configurationsOf(cve: NvdCve): CpeConfiguration[] {
  return (cve.configurations ?? []).map((it) => ({
    operator: it.operator ?? 'OR',
    negate: it.negate ?? false,
    nodes: it.nodes.map((node) => ({
      operator: node.operator,
      negate: node.negate,
      matches: node.cpeMatch.map((match) => ({
        vulnerable: match.vulnerable,
        criteria: match.criteria,
        ...Object.fromEntries(BOUNDS.filter((bound) => bound in match).map((bound) => [bound, match[bound]])),
      })),
    })),
  }));
}

function folded(configurations: readonly CpeConfiguration[]): string {
  return JSON.stringify(configurations, (key, value: unknown) =>
    key === 'criteria' ? (value as string).toLowerCase() : value,
  );
}

function assertSame(catalogue: Catalogue, cve: NvdCve): void {
  const index = catalogue.indexOf(cve.id);
  assert.notEqual(index, -1, cve.id);
  const held = catalogue.vulnerability(index);
  assert.equal(held.state === 'rejected', cve.vulnStatus === 'Rejected', cve.id);
  assert.equal(held.modifiedAt?.slice(0, 19), cve.lastModified.slice(0, 19), cve.id);
  if (cve.vulnStatus === 'Rejected') return;
  const expected = configurationsOf(cve).map((it) => ({ ...it, nodes: it.nodes.map((node) => node) }));
  assert.deepEqual(JSON.parse(folded(catalogue.configurations(index))), JSON.parse(folded(expected)), cve.id);
}

for (const file of [
  'nvd/api2/cves-startIndex-00000.json.gz',
  'nvd/api2/cves-startIndex-08000.json.gz',
  'nvd/feed20-original/nvdcve-modified.json.gz',
])
  test(`bytes are read as JSON.parse reads them: ${file}`, async (t) => {
    const path = sharedOrSkip(t, `data/${file}`);
    if (path === null) return;
    const bytes = gunzipSync(readFileSync(path));
    const { vulnerabilities } = JSON.parse(bytes.toString()) as { vulnerabilities: { cve: NvdCve }[] };
    const { catalogue, rejected, report } = await read(bytes);
    assert.deepEqual(rejected, []);
    assert.equal(report.records, vulnerabilities.length);
    for (const { cve } of vulnerabilities) assertSame(catalogue, cve);
  });

const text = fc.string({ unit: 'grapheme', maxLength: 12 });
const cpe = fc
  .tuple(
    fc.constantFrom('a', 'o', 'h'),
    fc.constantFrom('acme', 'b\\&b', 'x\\"y'),
    fc.constantFrom('pump', 'mon\\/2', 'é'),
    fc.constantFrom('*', '-', '1.2', '3\\:4', '3\\\\4'),
  )
  .map(([part, vendor, product, version]) => `cpe:2.3:${part}:${vendor}:${product}:${version}:*:*:*:*:*:*:*`);
const match = fc.record(
  {
    vulnerable: fc.boolean(),
    criteria: cpe,
    versionStartIncluding: fc.constantFrom('1.0', '2', '0"9'),
    versionEndExcluding: fc.constantFrom('1.9', 'U61', '\u00e9'),
    matchCriteriaId: fc.uuid(),
  },
  { requiredKeys: ['vulnerable', 'criteria'] },
);
const node = fc.record({
  operator: fc.constantFrom('AND' as const, 'OR' as const),
  negate: fc.boolean(),
  cpeMatch: fc.array(match, { minLength: 1, maxLength: 3 }),
});
const cves = fc
  .uniqueArray(fc.integer({ min: 1000, max: 99_999 }), { minLength: 1, maxLength: 4 })
  .chain((numbers) =>
    fc.tuple(
      ...numbers.map((number) =>
        fc.record({
          id: fc.constant(`CVE-2025-${number}`),
          published: fc.constant('2025-01-02T03:04:05.678'),
          lastModified: fc.constant('2025-02-03T04:05:06.789'),
          vulnStatus: fc.constantFrom('Analyzed', 'Received', 'Rejected'),
          descriptions: fc.array(fc.record({ lang: fc.constantFrom('en', 'es'), value: text }), {
            maxLength: 2,
          }),
          configurations: fc.array(fc.record({ nodes: fc.array(node, { minLength: 1, maxLength: 2 }) }), {
            maxLength: 2,
          }),
          references: fc.array(fc.record({ url: text }), { maxLength: 2 }),
        }),
      ),
    ),
  );

test('layout does not matter: compact, indented, one to a line, cut anywhere', async () => {
  await fc.assert(
    fc.asyncProperty(cves, fc.integer({ min: 1, max: 300 }), async (records, chunkBytes) => {
      const page = { resultsPerPage: records.length, vulnerabilities: records.map((cve) => ({ cve })) };
      const layouts = [
        JSON.stringify(page),
        JSON.stringify(page, null, 2),
        records.map((it) => JSON.stringify(it)).join('\n'),
        // Every character of a string may be written as an escape.
        JSON.stringify(page).replaceAll('é', '\\u00e9').replaceAll('/', '\\/'),
      ];
      for (const layout of layouts) {
        const { catalogue, rejected } = await read(Buffer.from(layout), chunkBytes);
        assert.deepEqual(rejected, []);
        for (const cve of records) assertSame(catalogue, cve as unknown as NvdCve);
      }
    }),
    { numRuns: 60 },
  );
});

const escaping = fc.constantFrom(
  'plain',
  'with "quotes"',
  'a\\\\b',
  'ends }',
  '{"id":"CVE-1',
  '}],"metrics":{',
  'é',
  '',
);
const usual = fc.record({
  status: fc.constantFrom('Analyzed', 'Received', 'Rejected', 'Modified'),
  tags: fc.constantFrom([], [{ tags: ['disputed'] }]),
  summary: fc.tuple(escaping, fc.nat(90)).map(([it, size]) => it + 'x'.repeat(size) + it),
  metrics: fc.constantFrom(
    {},
    {
      cvssMetricV2: [
        { source: 'nvd@nist.gov', type: 'Primary', cvssData: cvss('2.0', 'AV:N/AC:L/Au:N/C:P/I:P/A:P') },
      ],
    },
    {
      cvssMetricV31: [
        { source: 'x', type: 'Primary', cvssData: cvss('3.1', 'CVSS:3.1/AV:N'), impactScore: 1 },
      ],
    },
    { cvssMetricV31: [], other: [{ cvssData: { vectorString: 'AV:N/AC:L/Au:N/C:C/I:P/A:P' } }] },
  ),
  weaknesses: fc.option(
    fc
      .array(fc.constantFrom('CWE-79', 'NVD-CWE-noinfo', 'CWE-20'), { maxLength: 3 })
      .map((cwes) => [
        { source: 'x', type: 'Primary', description: cwes.map((value) => ({ lang: 'en', value })) },
      ]),
  ),
  configurations: fc.option(
    fc.array(fc.record({ operator: fc.constantFrom('AND', 'OR'), nodes: fc.array(node, { maxLength: 2 }) }), {
      maxLength: 2,
    }),
  ),
  late: fc.boolean(),
});

function cvss(version: string, vectorString: string) {
  return { version, vectorString, baseScore: 7.5 };
}

test('a record in the usual order and layout is read as in any other', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(usual, { minLength: 1, maxLength: 4 }), async (drawn) => {
      const records = drawn.map(({ status, tags, summary, metrics, weaknesses, configurations, late }, i) => {
        const sections = { ...(weaknesses && { weaknesses }), ...(configurations && { configurations }) };
        return {
          id: `CVE-2025-${1000 + i}`,
          sourceIdentifier: 'cve@mitre.org',
          published: '2025-01-02T03:04:05.678',
          lastModified: '2025-02-03T04:05:06.789',
          vulnStatus: status,
          cveTags: tags,
          descriptions: [
            { lang: 'en', value: summary },
            { lang: 'es', value: 'otra' },
          ],
          metrics,
          ...(!late && sections),
          references: [{ url: summary, source: 'x' }],
          ...(late && sections),
        };
      });
      const page = { vulnerabilities: records.map((cve) => ({ cve })) };
      const expected = await tablesOf(JSON.stringify(page, null, 1));
      assert.deepEqual(await tablesOf(JSON.stringify(page)), expected);
      assert.deepEqual(await tablesOf(records.map((it) => `${JSON.stringify(it)}\n`).join('')), expected);
    }),
    { numRuns: 150 },
  );
});

async function tablesOf(text: string): Promise<Buffer> {
  const { catalogue, rejected } = await read(Buffer.from(text));
  assert.deepEqual(rejected, []);
  return Buffer.concat(encodeTables(catalogue.tables));
}

test('damaged bytes never throw, and a bad record does not take its neighbours along', async () => {
  await fc.assert(
    fc.asyncProperty(cves, fc.nat(), fc.nat(255), async (records, place, byte) => {
      const bytes = Buffer.from(JSON.stringify({ vulnerabilities: records.map((cve) => ({ cve })) }));
      bytes[place % bytes.length] = byte;
      await read(bytes, 64);
    }),
    { numRuns: 300 },
  );
  const good = { id: 'CVE-2025-2000', lastModified: '2025-02-03T04:05:06.789', vulnStatus: 'Analyzed' };
  const bad = { id: 'not a CVE' };
  const { catalogue, rejected, report } = await read(
    Buffer.from(JSON.stringify({ vulnerabilities: [{ cve: bad }, { cve: good }] })),
  );
  assert.equal(report.records, 1);
  assert.equal(rejected.length, 1);
  assert.equal(rejected[0]?.line, 1);
  assert.notEqual(catalogue.indexOf('CVE-2025-2000'), -1);
});

test('a file that ends early keeps what was whole and says so', async () => {
  const line = (id: string) =>
    JSON.stringify({ id, lastModified: '2025-02-03T04:05:06.789', vulnStatus: 'Analyzed' });
  const whole = `${line('CVE-2025-2000')}\n${line('CVE-2025-2001')}`;
  const { catalogue, rejected } = await read(Buffer.from(whole.slice(0, -9)));
  assert.notEqual(catalogue.indexOf('CVE-2025-2000'), -1);
  assert.equal(rejected.length, 1);
  assert.match(rejected[0]?.reason ?? '', /ends within/);
});

test('records that nobody asks for leave no trace, however they are written', async () => {
  const records = ['1', '2', '3', '4'].map((it) => ({
    id: `CVE-2026-000${it}`,
    published: '2026-01-01T00:00:00.000',
    lastModified: '2026-01-02T00:00:00.000',
    vulnStatus: 'Analyzed',
    descriptions: [{ lang: 'en', value: `Says "}" and {"id":"CVE-2026-0009"} of pump ${it}` }],
    configurations: [
      {
        nodes: [
          {
            operator: 'OR',
            negate: false,
            cpeMatch: [{ vulnerable: true, criteria: `cpe:2.3:a:acme:pump_${it}:*:*:*:*:*:*:*:*` }],
          },
        ],
      },
    ],
  }));
  const lines = (all: readonly object[]) => all.map((it) => `${JSON.stringify(it)}\n`).join('');
  const idLast = ({ id, ...it }: (typeof records)[number]) => ({ ...it, id });
  const page = (all: readonly object[]) => JSON.stringify({ vulnerabilities: all.map((cve) => ({ cve })) });
  const only = new Set(['CVE-2026-0002', 'CVE-2026-0004']);
  const asked = records.filter((it) => only.has(it.id));
  const forms: readonly [string, (all: typeof records) => string][] = [
    ['one to a line', lines],
    ['a page', page],
    ['a page with space', (all) => JSON.stringify(JSON.parse(page(all)), null, 2)],
    ['id last', (all) => page(all.map(idLast))],
    ['a list', (all) => JSON.stringify(all)],
  ];
  for (const [name, form] of forms)
    for (const chunkBytes of [7, 1 << 16]) {
      const builder = createCatalogueBuilder();
      const sink = { reject: (it: Reject) => assert.fail(it.reason), only };
      await readNvd(chunksOf(Buffer.from(form(records)), chunkBytes), 'nvd.json', builder.intake, sink);
      const { catalogue } = await read(Buffer.from(form(asked)));
      assert.deepEqual(encodeTables(builder.finish().tables), encodeTables(catalogue.tables), name);
    }
});
