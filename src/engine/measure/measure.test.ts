import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { DEVICE_FILTER_FIELDS, readFilter } from '#engine/filter';
import { FIGURE_KEYS, METRIC_DESCRIPTIONS, METRICS, NO_FIGURES, punctualityOf, sumOf } from './mod.ts';

const DAY = 86_400_000;
const NOW = Date.parse('2026-11-27T06:00:00Z');
const daysAgo = (...days: number[]) => days.map((it) => NOW - it * DAY);

test('a source is judged by its own usual step', () => {
  const CASES: readonly (readonly [number[], string, number | null])[] = [
    [daysAgo(0, 7, 14, 21), 'fresh', 7],
    [daysAgo(10, 17, 24, 31), 'fresh', 7],
    [daysAgo(11, 18, 25, 32), 'late', 7],
    [daysAgo(22, 29, 36), 'stale', 7],
    [daysAgo(40, 70, 100), 'fresh', 30],
    // One long gap among short ones is no new rhythm.
    [daysAgo(2, 3, 4, 60, 61), 'late', 1],
    [daysAgo(300, 301), 'no-rhythm', null],
    [[], 'no-rhythm', null],
    // Twice within an hour, and now silent for a day.
    [daysAgo(1, 1.01, 1.02), 'fresh', 1],
  ];
  for (const [words, state, everyDays] of CASES)
    assert.deepEqual(punctualityOf(words, NOW), { state, everyDays });
});

test('time makes no source fresher', () => {
  const RANKS = ['fresh', 'late', 'stale'];
  const day = fc.integer({ min: 0, max: 400 });
  fc.assert(
    fc.property(fc.array(day, { minLength: 3 }), day, (days, more) => {
      const words = daysAgo(...days);
      const rank = (nowMs: number) => RANKS.indexOf(punctualityOf(words, nowMs).state);
      assert(rank(NOW + more * DAY) >= rank(NOW));
    }),
  );
});

test('the parts of figures add up, and no share leaves its bounds', () => {
  const one = { ...NO_FIGURES, devices: 10, complete: 4, supported: 3, supportEnded: 2 };
  const sum = sumOf([one, one, NO_FIGURES]);
  assert.deepEqual([sum.devices, sum.complete, sum.supported], [20, 8, 6]);
  assert.deepEqual(sumOf([]), NO_FIGURES);
  assert.equal(METRIC_DESCRIPTIONS.supported.whole(one), 5);
  assert.equal(METRIC_DESCRIPTIONS.supported.excluded?.(one), 5);
  for (const it of METRICS) {
    const { floor, target } = METRIC_DESCRIPTIONS[it];
    assert(floor < target && target <= 1, it);
  }
  assert.equal(new Set(FIGURE_KEYS).size, FIGURE_KEYS.length);
});

test('the rows behind every metric can be asked for in the grammar of lists', () => {
  for (const it of METRICS) {
    const read = readFilter(METRIC_DESCRIPTIONS[it].rows, DEVICE_FILTER_FIELDS, { nowMs: NOW });
    assert('filter' in read && read.filter !== null, `${it}: ${JSON.stringify(read)}`);
  }
});
