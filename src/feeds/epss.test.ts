import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { EpssRecord } from '#engine/words';
import { collectingSink } from '#test/collecting-sink';
import { readEpssComment, readEpssEntry, readEpssHeader, readEpssLine } from './epss.ts';
import { READERS } from './readers.ts';

async function readFile(text: string) {
  const sink = collectingSink();
  async function* bytes() {
    yield new TextEncoder().encode(text);
  }
  await READERS.epss?.(bytes(), 'epss.csv', sink);
  return { ...sink, scores: sink.accepted as EpssRecord[] };
}

test('an EPSS file is read with and without its comment line and percentiles', async () => {
  const cases: [text: string, expected: [string, number, number, string | null][]][] = [
    [
      '#model_version:v2025.03.14,score_date:2026-01-30T12:55:00Z\ncve,epss,percentile\nCVE-2026-0001,0.5,0.99\n',
      [['CVE-2026-0001', 0.5, 0.99, '2026-01-30']],
    ],
    ['cve,epss,percentile\r\nCVE-2026-0001,5e-05,0.1\r\n', [['CVE-2026-0001', 0.00005, 0.1, null]]],
    ['cve,epss\nCVE-2026-0001,1', [['CVE-2026-0001', 1, 0, null]]],
    ['percentile,cve,epss\n1,cve-2026-0001,0\n\n', [['CVE-2026-0001', 0, 1, null]]],
  ];
  for (const [text, expected] of cases) {
    const { scores, rejected } = await readFile(text);
    assert.deepEqual(rejected, []);
    assert.deepEqual(
      scores.map((it) => [it.id, it.probability, it.percentile, it.scoredOn]),
      expected,
    );
  }
});

test('a bad line of an EPSS file is rejected with its number, and the rest is read', async () => {
  const { scores, rejected } = await readFile(
    'cve,epss,percentile\nCVE-2026-0001,1.5,0.1\nCVE-2026-0002\nnonsense,0.1,0.1\nCVE-2026-0003,0.1,0.2\n',
  );
  assert.deepEqual(
    scores.map((it) => it.id),
    ['CVE-2026-0003'],
  );
  assert.deepEqual(
    rejected.map((it) => [it.line, it.field, it.reason]),
    [
      [2, 'epss', 'EPSS score of CVE-2026-0001 is not a number from 0 to 1'],
      [3, undefined, 'EPSS line has 1 cell where the header has 3'],
      [4, 'cve', 'EPSS score has no CVE id'],
    ],
  );
});

test('an answer of the EPSS API gives its scores as texts', () => {
  const sink = collectingSink();
  readEpssEntry(
    { cve: 'CVE-2026-0001', epss: '0.25', percentile: '0.9', date: '2026-01-30' },
    { file: 'epss.json' },
    sink,
  );
  assert.deepEqual(sink.accepted, [
    {
      kind: 'epss',
      feed: 'epss',
      id: 'CVE-2026-0001',
      probability: 0.25,
      percentile: 0.9,
      scoredOn: '2026-01-30',
    },
  ]);
});

test('every line below the header of an EPSS file is accepted or rejected', () => {
  const layout = readEpssHeader('cve,epss,percentile');
  assert.ok(layout !== null);
  const cells = fc.array(
    fc.oneof(fc.string(), fc.constantFrom('CVE-2026-0001', '0.5', '-1', 'NaN', '1e-400')),
    { maxLength: 5 },
  );
  fc.assert(
    fc.property(cells, (it) => {
      const sink = collectingSink();
      readEpssLine(it.join(','), layout, null, { file: 'epss.csv', line: 2 }, sink);
      assert.equal(sink.accepted.length + sink.rejected.length, 1);
    }),
  );
  assert.equal(readEpssComment('#model_version:v1,score_date:soon'), null);
  assert.equal(readEpssHeader('cve,score'), null);
});
