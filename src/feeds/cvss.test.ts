import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import fc from 'fast-check';
import { environmentalScore3 } from '#engine/cvss';
import { sharedOrSkip } from '#test/shared';
import { readVector, scoreVector } from './cvss.ts';

const BASE_31 = 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H';
const BASE_40 = 'CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:H/VI:H/VA:H/SC:N/SI:N/SA:N';
const BASE_20 = 'AV:N/AC:L/Au:S/C:C/I:C/A:C';

for (const file of ['vectors_simple2', 'vectors_simple31', 'vectors_simple4', 'vectors_calculator2'])
  test(`every vector of ${file} scores exactly`, (t) => {
    const path = sharedOrSkip(t, `suites/cvss/redhat/${file}`);
    if (path === null) return;
    const lines = readFileSync(path, 'utf8').trim().split('\n');
    const wrong = lines.filter((line) => {
      const [vector = '', tuple = ''] = line.split(' - ');
      const stated = tuple.replaceAll(/[()]/g, '').split(',').filter(Boolean);
      const expected = stated.map(
        (it) => (it.trim() === 'None' ? null : Number(it) + 0) /* the suite writes -0.0 */,
      );
      const scored = scoreVector(vector);
      if ('problem' in scored) return true;
      const got = [scored.base, scored.temporal, scored.environmental];
      return expected.some((it, index) => it !== got[index]);
    });
    assert.deepEqual(wrong, []);
  });

test('readVector() gives version, vector and computed base score', () => {
  const cases: [string, string, number][] = [
    [BASE_20, '2.0', 9],
    ['CVSS:3.0/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H', '3.0', 9.8],
    [BASE_31, '3.1', 9.8],
    [`${BASE_31}/E:U/RL:O`, '3.1', 9.8],
    ['CVSS:3.1/A:H/C:H/I:H/S:U/UI:N/PR:N/AC:L/AV:N', '3.1', 9.8],
    [BASE_40, '4.0', 9.3],
    [`${BASE_40}/E:U/CR:L`, '4.0', 9.3],
    [`${BASE_40}/U:Amber`, '4.0', 9.3],
  ];
  for (const [vector, version, baseScore] of cases)
    assert.deepEqual(readVector(vector), { version, vector, baseScore });
});

test('readVector() refuses what a lenient calculator would read as something else', () => {
  const refused: [string, RegExp][] = [
    ['', /it is empty/],
    ['7.5', /no metric "7.5"/],
    ['CVSS:9.9/AV:N', /unknown CVSS version/],
    ['CVSS:3.1/AV:N', /base metrics missing: AC, PR, UI, S, C, I, A/],
    ['CVSS:3.1/', /no metric ""/],
    [`${BASE_31}/AV:L`, /metric AV stands twice/],
    [`${BASE_31}/`, /no metric ""/],
    [BASE_31.replace('PR:N', 'PR:U'), /metric PR cannot be "U"/],
    [BASE_31.replace('AV:N', 'AV:n'), /metric AV cannot be "n"/],
    [BASE_31.replace('AV:N', 'AV'), /metric AV cannot be ""/],
    [BASE_31.replace('AV:N', 'AV:N:N'), /metric AV cannot be "N:N"/],
    [BASE_31.replace('CVSS:3.1', 'CVSS:3.2'), /unknown CVSS version/],
    [BASE_31.replace('CVSS:3.1/', ''), /no metric "PR"/],
    [BASE_31.toLowerCase(), /no metric/],
    [` ${BASE_31}`, /no metric/],
    [`${BASE_31}/constructor:N`, /no metric "constructor"/],
    [`(${BASE_20})`, /no metric "\(AV"/],
    [BASE_20.replace('/A:C', ''), /base metrics missing: A/],
    [BASE_40.replace('AV:N/AC:L', 'AC:L/AV:N'), /metric AV is out of order/],
    [`${BASE_40}/CR:L/E:U`, /metric E is out of order/],
    [`${BASE_40}/E:F`, /metric E cannot be "F"/],
  ];
  for (const [vector, state] of refused) {
    const read = readVector(vector);
    assert.ok('problem' in read, vector);
    assert.match(read.problem, /^Cannot read CVSS vector/);
    assert.match(read.problem, state);
  }
});

test('scoreVector() rounds a v2 temporal tie up', () => {
  // 9.0 × 0.95 = 8.55 exactly
  const scored = scoreVector(`${BASE_20}/E:F/RL:U/RC:C`);
  assert.ok(!('problem' in scored));
  assert.equal(scored.temporal, 8.6);
});

test('readVector() answers any text', () => {
  const parts = fc.constantFrom(
    'CVSS:3.1',
    'CVSS:4.0',
    'AV:N',
    'AC:L',
    'Au:N',
    'C:H',
    'S:U',
    '__proto__:N',
    ':',
    '',
  );
  const texts = fc.oneof(
    fc.string(),
    fc.array(parts).map((it) => it.join('/')),
  );
  fc.assert(
    fc.property(texts, (text) => {
      const read = readVector(text);
      assert.ok('problem' in read || (read.baseScore >= 0 && read.baseScore <= 10));
    }),
  );
});

/** Every vector that takes one value of each metric, or each n-th of them. */
function* vectorsOf(prefix: string, metrics: string, every = 1): Generator<string> {
  const choices = metrics.split(' ').map((it) => it.split(':') as [string, string]);
  const count = choices.reduce((product, [, values]) => product * values.length, 1);
  for (let i = 0; i < count; i += every) {
    let rest = i;
    const parts = choices.map(([name, values]) => {
      const value = values[rest % values.length];
      rest = Math.floor(rest / values.length);
      return `${name}:${value}`;
    });
    yield prefix + parts.join('/');
  }
}

const METRICS_3 = 'AV:NALP AC:LH PR:NLH UI:NR S:UC C:NLH I:NLH A:NLH';
const METRICS_4 = 'AV:NALP AC:LH AT:NP PR:NLH UI:NPA VC:HLN VI:HLN VA:HLN SC:HLN SI:HLN SA:HLN';

for (const [version, vectors] of [
  ['2.0', vectorsOf('', 'AV:NAL AC:LMH Au:MSN C:NPC I:NPC A:NPC')],
  ['3.0', vectorsOf('CVSS:3.0/', METRICS_3)],
  ['3.1', vectorsOf('CVSS:3.1/', METRICS_3)],
  ['4.0', vectorsOf('CVSS:4.0/', METRICS_4, 101)],
] as const)
  test(`base scores of version ${version} are the calculator's`, () => {
    for (const vector of vectors) {
      const [read, scored] = [readVector(vector), scoreVector(vector)];
      assert.ok(!('problem' in read) && !('problem' in scored), vector);
      assert.equal(read.baseScore, scored.base + 0, vector); // the calculator has a -0
    }
  });

const oneOf = (letters: string) => fc.constantFrom(...letters.split(''));

test('environmental scores of version 3.1 by security requirements are the calculator’s', () => {
  const metrics = fc.record({
    AV: oneOf('NALP'),
    AC: oneOf('LH'),
    PR: oneOf('NLH'),
    UI: oneOf('NR'),
    S: oneOf('UC'),
    C: oneOf('NLH'),
    I: oneOf('NLH'),
    A: oneOf('NLH'),
    CR: oneOf('XLMH'),
    IR: oneOf('XLMH'),
    AR: oneOf('XLMH'),
  });
  fc.assert(
    fc.property(metrics, (it) => {
      const vector = `CVSS:3.1/${Object.entries(it)
        .map(([name, value]) => `${name}:${value}`)
        .join('/')}`;
      const scores = scoreVector(vector);
      assert(!('problem' in scores));
      assert.equal(
        environmentalScore3((name) => it[name as keyof typeof it]),
        scores.environmental,
        vector,
      );
    }),
    { numRuns: 2000 },
  );
});
