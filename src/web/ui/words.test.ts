import assert from 'node:assert/strict';
import { test } from 'node:test';
import { capital, countOf, day, percent, size, span, whole } from './words.ts';

test('numbers, sizes and shares read as people write them', () => {
  const cases: readonly (readonly [string, string])[] = [
    [whole(11_862), '11,862'],
    [percent(0.914), '91 %'],
    [percent(0.004), '< 1 %'],
    [percent(0), '0 %'],
    [countOf(1, 'device'), '1 device'],
    [countOf(2, 'vulnerability', 'vulnerabilities'), '2 vulnerabilities'],
    [size(812), '812 B'],
    [size(3_268_887), '3.3 MB'],
    [capital('life-sustaining'), 'Life-sustaining'],
  ];
  for (const [said, wanted] of cases) assert.equal(said, wanted);
});

test('span() keeps days while days matter, then months, then years', () => {
  assert.deepEqual([0, 1, 60, 61, 548, 549, 1_700].map(span), [
    '0 d',
    '1 d',
    '60 d',
    '2 mo',
    '18 mo',
    '1.5 y',
    '4.7 y',
  ]);
});

test('day() says an ISO date in words and leaves other text alone', () => {
  assert.equal(day('2026-11-24'), '24 Nov 2026');
  assert.equal(day('soon'), 'soon');
});
