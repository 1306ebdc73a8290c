import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  capital,
  countOf,
  day,
  midSentence,
  moment,
  percent,
  tenths,
  since,
  size,
  span,
  tellTimeIn,
  whole,
} from './words.ts';

test('numbers, sizes and shares read as people write them', () => {
  const cases: readonly (readonly [string, string])[] = [
    [whole(11_862), '11,862'],
    [percent(0.914), '91 %'],
    [percent(0.004), '< 1 %'],
    [percent(0), '0 %'],
    [countOf(1, 'device'), '1 device'],
    [countOf(2, 'vulnerability', 'vulnerabilities'), '2 vulnerabilities'],
    [tenths(82), '82.0'],
    [midSentence('Clinical engineer (HTM)'), 'clinical engineer (HTM)'],
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

test('moment() names the zone, also on either side of a clock change', () => {
  tellTimeIn('Europe/London');
  assert.equal(moment('2026-11-24T08:40:00Z'), '24 Nov 2026, 08:40 GMT');
  assert.equal(moment('2026-06-24T08:40:00Z'), '24 Jun 2026, 09:40 BST');
  tellTimeIn('America/Chicago');
  assert.match(moment('2026-11-24T08:40:00Z'), /^24 Nov 2026, 02:40 (GMT-6|CST)$/);
});

test('since() counts in the largest whole step, both ways', () => {
  const now = new Date('2026-11-24T08:00:00Z');
  const cases: readonly (readonly [string, string])[] = [
    ['2026-11-24T07:59:30Z', 'just now'],
    ['2026-11-24T07:58:30Z', '1 min ago'],
    ['2026-11-24T05:10:00Z', '2 hr ago'],
    ['2026-11-23T08:00:00Z', 'yesterday'],
    ['2026-11-26T09:00:00Z', 'in 2 days'],
    ['2025-11-20T08:00:00Z', 'last yr'],
  ];
  for (const [iso, wanted] of cases) assert.equal(since(iso, now), wanted, iso);
});
