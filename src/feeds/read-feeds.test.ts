import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test, type TestContext } from 'node:test';
import { gzipSync } from 'node:zlib';
import { zipSync } from 'fflate';
import fc from 'fast-check';
import { collectingSink } from '#test/collecting-sink';
import { sharedOrSkip } from '#test/shared';
import { readFeeds, type ReadFeedsOptions } from './read-feeds.ts';

/** A folder of its own with the given files, gone after the test. */
function aFolder(t: TestContext, files: Record<string, string | Uint8Array>): string {
  const folder = mkdtempSync(join(tmpdir(), 'patchward-feeds-'));
  t.after(() => rmSync(folder, { recursive: true }));
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(join(folder, name, '..'), { recursive: true });
    writeFileSync(join(folder, name), content);
  }
  return folder;
}

async function read(paths: string[], options: ReadFeedsOptions = {}) {
  const sink = collectingSink();
  const report = await readFeeds(paths, sink, options);
  assert.equal(report.rejected, sink.rejected.length);
  return { ...sink, report, ids: sink.accepted.map((it) => it.id) };
}

const kev = (...ids: string[]) =>
  JSON.stringify({
    catalogVersion: '1',
    vulnerabilities: ids.map((cveID) => ({ cveID, dateAdded: '2026-01-02' })),
  });
const epss = (...ids: string[]) => `cve,epss,percentile\n${ids.map((it) => `${it},0.1,0.2\n`).join('')}`;
const cve = (id: string) =>
  JSON.stringify({ dataType: 'CVE_RECORD', cveMetadata: { cveId: id, state: 'PUBLISHED' } });
const utf16 = (text: string): Uint8Array => Uint8Array.from(Buffer.from(`\ufeff${text}`, 'utf16le'));

test('readFeeds() reads files, folders and archives by content, whatever their names', async (t) => {
  const folder = aFolder(t, {
    'a.txt': kev('CVE-2026-0001'),
    'b/a.bin': gzipSync(epss('CVE-2026-0002')),
    'b/c.bin': zipSync({
      'x/1.json': Buffer.from(cve('CVE-2026-0003')),
      'x/2.json': Buffer.from(cve('CVE-2026-0004')),
    }),
    'd.json': `[${cve('CVE-2026-0005')},${cve('CVE-2026-0006')}]`,
    'e.jsonl': `${cve('CVE-2026-0007')}\n${cve('CVE-2026-0008')}\n`,
  });
  const { ids, rejected, report } = await read([folder]);
  assert.deepEqual(rejected, []);
  assert.deepEqual(
    ids,
    ['1', '2', '3', '4', '5', '6', '7', '8'].map((it) => `CVE-2026-000${it}`),
  );
  assert.deepEqual(report.formats, {
    kev: { files: 1, accepted: 1, rejected: 0 },
    epss: { files: 1, accepted: 1, rejected: 0 },
    cve: { files: 4, accepted: 6, rejected: 0 },
  });
  assert.deepEqual(report.skipped, []);
});

test('readFeeds() names each file that is no feed once and passes over it', async (t) => {
  const folder = aFolder(t, {
    'devices.csv': 'id,manufacturer,model\n1,Acme,Pump\n',
    'empty.json': '',
    'kev.json': kev('CVE-2026-0001'),
    'nvd11.json': '{"CVE_data_type":"CVE","CVE_Items":[]}',
    '.hidden.json': kev('CVE-2026-0009'),
  });
  const { ids, rejected, report } = await read([folder]);
  assert.deepEqual([ids, rejected], [['CVE-2026-0001'], []]);
  assert.deepEqual(
    report.skipped.map((it) => [it.file.slice(folder.length + 1), it.because]),
    [
      ['devices.csv', 'text of no known feed'],
      ['empty.json', 'empty file'],
      ['nvd11.json', 'NVD feed 1.1, which NVD has retired: use feed or API 2.0'],
    ],
  );
});

test('readFeeds() names a path that is not there', async () => {
  const { rejected } = await read(['/nowhere/feeds']);
  assert.deepEqual(rejected, [{ file: '/nowhere/feeds', reason: 'Cannot read: no such file or folder' }]);
});

test('readFeeds() follows a link within the folder and none out of it', async (t) => {
  const outside = aFolder(t, { 'secret.json': kev('CVE-2026-0009') });
  const folder = aFolder(t, { 'inside/kev.json': kev('CVE-2026-0001') });
  symlinkSync(join(folder, 'inside/kev.json'), join(folder, 'again.json'));
  symlinkSync(join(outside, 'secret.json'), join(folder, 'out.json'));
  symlinkSync(outside, join(folder, 'out'));
  symlinkSync(folder, join(folder, 'round'));
  const { ids } = await read([folder]);
  assert.deepEqual(ids, ['CVE-2026-0001', 'CVE-2026-0001']);
});

test('readFeeds() keeps what was good before a file breaks, and reads the next', async (t) => {
  const long = epss(...Array.from({ length: 20_000 }, (_, index) => `CVE-2026-${10_000 + index}`));
  const gzip = gzipSync(long);
  const zipped = zipSync({ 'a.csv': Buffer.from(long), 'b.csv': Buffer.from(long) });
  const cases: [name: string, content: string | Uint8Array, ids: number, reason: RegExp][] = [
    ['cut.gz', gzip.subarray(0, gzip.length / 2), 5000, /gzip data is damaged or cut off/],
    ['cut.zip', zipped.subarray(0, zipped.length / 2), 5000, /zip data is damaged or cut off/],
    ['cut.json', kev('CVE-2026-0001', 'CVE-2026-0002').slice(0, -20), 1, /ends inside this record/],
    [
      'deep.json',
      `{"catalogVersion":"1","vulnerabilities":[${'['.repeat(1e5)}`,
      0,
      /ends inside this record/,
    ],
    [
      'deeper.json',
      `{"dataType":"CVE_RECORD","x":${'['.repeat(1e5)}${']'.repeat(1e5)}}`,
      0,
      /nested deeper than 200/,
    ],
    [
      'latin1.json',
      Buffer.from(kev('CVE-2026-0001').replace('dateAdded', 'dat\xe9'), 'latin1'),
      0,
      /not valid UTF-8/,
    ],
    [
      'latin1.csv',
      Buffer.concat([Buffer.from(epss('CVE-2026-0001')), Buffer.from([0xff, 0x0a])]),
      0,
      /not valid UTF-8/,
    ],
    ['line.csv', `cve,epss,percentile\n${'9'.repeat(3 * 2 ** 20)}`, 0, /line is longer than/],
  ];
  for (const [name, content, atLeast, reason] of cases) {
    const folder = aFolder(t, { [name]: content, 'z.json': kev('CVE-2026-9999') });
    const { ids, rejected } = await read([folder]);
    assert.equal(ids.at(-1), 'CVE-2026-9999', name);
    assert.ok(ids.length > atLeast, `${name}: ${ids.length} records`);
    assert.equal(rejected.length, 1, name);
    assert.match(rejected[0]?.reason ?? '', reason);
    assert.equal(rejected[0]?.file, join(folder, name));
  }
});

test('readFeeds() reads UTF-16 and a byte order mark like any other file', async (t) => {
  const folder = aFolder(t, {
    '1.json': utf16(kev('CVE-2026-0001')),
    '2.csv': utf16(epss('CVE-2026-0002')),
    '3.json': `\ufeff${kev('CVE-2026-0003')}`,
    '4.csv': gzipSync(`\ufeff${epss('CVE-2026-0004')}`),
  });
  const { ids, rejected } = await read([folder]);
  assert.deepEqual(rejected, []);
  assert.deepEqual(ids, ['CVE-2026-0001', 'CVE-2026-0002', 'CVE-2026-0003', 'CVE-2026-0004']);
});

test('readFeeds() finds the format of a file whose telling part comes late', async (t) => {
  const late = JSON.stringify({
    product_tree: { notes: 'x'.repeat(300_000) },
    document: { csaf_version: '2.0', tracking: { id: 'ACME-1' } },
  });
  assert.deepEqual((await read([aFolder(t, { 'late.json': late })])).ids, ['ACME-1']);
});

test('readFeeds() lists a thousand rejects of a file and counts the others', async (t) => {
  const folder = aFolder(t, { 'bad.csv': `cve,epss,percentile\n${'x,0,0\n'.repeat(1500)}` });
  const sink = collectingSink();
  const report = await readFeeds([folder], sink);
  assert.equal(report.rejected, 1500);
  assert.equal(sink.rejected.length, 1001);
  assert.equal(sink.rejected.at(-1)?.reason, '500 more records of this file were rejected');
});

test('readFeeds() tells how far it is and stops when asked to', async (t) => {
  const folder = aFolder(t, {
    '1.json': kev('CVE-2026-0001'),
    '2.json': kev('CVE-2026-0002'),
    '3.json': kev('CVE-2026-0003'),
  });
  const seen: number[] = [];
  const { report } = await read([folder], {
    onProgress: ({ bytesRead, bytesTotal }) => seen.push(bytesRead / bytesTotal),
  });
  assert.equal(report.accepted, 3);
  assert.deepEqual(
    seen,
    seen.toSorted((a, b) => a - b),
  );
  assert.equal(seen.at(-1), 1);

  const stop = new AbortController();
  const sink = collectingSink();
  const reading = readFeeds([folder], sink, {
    signal: stop.signal,
    onProgress: ({ records }) => {
      if (records === 1) stop.abort(new Error('Enough'));
    },
  });
  await assert.rejects(reading, /Enough/);
  assert.equal(sink.accepted.length, 1);
});

test('readFeeds() lets the process hear a request to stop while it walks a tree of small files', async (t) => {
  const large = JSON.stringify({ catalogVersion: 'x'.repeat(600_000), vulnerabilities: [] });
  const folder = aFolder(t, { '1.json': large, '2.json': large, '3.json': large, '4.json': large });
  const stop = new AbortController();
  setImmediate(() => stop.abort(new Error('Enough')));
  await assert.rejects(readFeeds([folder], collectingSink(), { signal: stop.signal }), /Enough/);
});

test('readFeeds() hands a format to the reader it is given, and counts what that took elsewhere', async (t) => {
  const page = '{"format":"NVD_CVE","vulnerabilities":[{"cve":{"id":"CVE-2026-0001"}}]}';
  const { report } = await read([aFolder(t, { 'nvd.json': gzipSync(page) })], {
    readers: {
      nvd: async (bytes) => {
        assert.equal(Buffer.concat(await Array.fromAsync(bytes)).toString(), page);
        return 1;
      },
    },
  });
  assert.deepEqual(report.formats.nvd, { files: 1, accepted: 1, rejected: 0 });
});

test('readFeeds() judges CSAF documents by their specification when asked to', async (t) => {
  const folder = aFolder(t, { '1.json': '{"document":{"csaf_version":"2.0","tracking":{"id":"ACME-1"}}}' });
  assert.deepEqual((await read([folder])).warned, []);
  const { warned, ids } = await read([folder], { validateCsaf: true });
  assert.deepEqual(ids, ['ACME-1']);
  assert.ok(warned.some((it) => it.reason.startsWith('CSAF test schema: ')));
});

test('readFeeds() answers on files of any bytes', async (t) => {
  const folder = aFolder(t, {});
  const starts = [
    '',
    '{"dataType":"CVE_RECORD",',
    '{"catalogVersion":1,"vulnerabilities":[',
    'cve,epss\n',
    'cveID,dateAdded\n',
    '\x1f\x8b\x08',
    'PK\x03\x04',
  ];
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(...starts),
      fc.oneof(
        fc.uint8Array({ maxLength: 300 }),
        fc.json().map((it) => Buffer.from(it)),
      ),
      async (start, rest) => {
        writeFileSync(join(folder, 'any'), Buffer.concat([Buffer.from(start, 'latin1'), rest]));
        const { report } = await read([folder]);
        const files = Object.values(report.formats).reduce((sum, it) => sum + it.files, 0);
        assert.ok(files + report.skipped.length + report.rejected > 0);
      },
    ),
  );
});

test('readFeeds() reads the public feeds whole', async (t) => {
  const data = [
    'csaf/icsma',
    'csaf/icsa-hospital.tar.gz',
    'kev/known_exploited_vulnerabilities.json',
    'epss',
    'cve5',
  ];
  const paths = data.map((it) => sharedOrSkip(t, `data/${it}`)).filter((it) => it !== null);
  if (paths.length < data.length) return;
  const { report, rejected } = await read(paths);
  assert.deepEqual(rejected, []);
  const counts = Object.entries(report.formats).map(([format, it]) => [format, it.files, it.accepted]);
  assert.deepEqual(counts, [
    ['csaf', 446, 446],
    ['kev', 1, 1542],
    ['epss', 1, 313_089],
    // 988 records: each a weakness with its decision, most with products, 222 with the exploited flag
    ['cve', 988, 3167],
  ]);
});
