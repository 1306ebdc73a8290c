import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { DEVICE_FILTER_FIELDS, readFilter } from '#engine/filter';
import {
  foldHorizon,
  HORIZON_ENDS,
  HORIZON_GROUPS,
  HORIZON_STEPS,
  type HorizonCell,
  horizonFilter,
  periodsFrom,
} from './mod.ts';

const cell = (quarter: string, devices: number, over: Partial<HorizonCell> = {}): HorizonCell => ({
  group: 'ICU',
  modelId: null,
  quarter,
  devices,
  cost: 0,
  costUnknown: 0,
  ...over,
});

test('periodsFrom() begins today, and leaves no day between two periods', () => {
  assert.deepEqual(periodsFrom('2026-11-27', 'quarter', 2), [
    { key: 'past', from: null, until: '2026-11-27' },
    { key: '2026-Q4', from: '2026-11-27', until: '2027-01-01' },
    { key: '2027-Q1', from: '2027-01-01', until: '2027-04-01' },
    { key: 'later', from: '2027-04-01', until: null },
    { key: 'undetermined', from: null, until: null },
  ]);
  assert.deepEqual(
    periodsFrom('2026-03-01', 'year', 2).map((it) => [it.key, it.from]),
    [
      ['past', null],
      ['2026', '2026-03-01'],
      ['2027', '2027-01-01'],
      ['later', '2028-01-01'],
      ['undetermined', null],
    ],
  );
});

test('foldHorizon() puts quarters into years, and what is not known apart', () => {
  const periods = periodsFrom('2026-03-01', 'year', 2);
  const { rows, total } = foldHorizon(
    [
      cell('past', 2, { cost: 100 }),
      cell('2026-Q1', 1, { costUnknown: 1 }),
      cell('2026-Q4', 3, { cost: 30 }),
      cell('2031-Q2', 5),
      cell('undetermined', 7, { costUnknown: 7 }),
      cell('2026-Q2', 40, { group: null }),
      cell('2027-Q1', 9, { group: 'ER' }),
    ],
    periods,
  );
  assert.deepEqual(
    rows.map((it) => [it.group, it.sums.map((sum) => sum.devices)]),
    [
      ['ER', [0, 0, 9, 0, 0]],
      ['ICU', [2, 4, 0, 5, 7]],
      [null, [0, 40, 0, 0, 0]],
    ],
  );
  assert.deepEqual(rows[1]?.sums[1], { devices: 4, cost: 30, costUnknown: 1 });
  assert.deepEqual(total.total, { devices: 67, cost: 130, costUnknown: 8 });
});

const anyQuarter = fc.oneof(
  fc.constantFrom('past', 'undetermined'),
  fc
    .tuple(fc.integer({ min: 2026, max: 2040 }), fc.integer({ min: 1, max: 4 }))
    .filter(([year, quarter]) => year > 2026 || quarter === 4)
    .map(([year, quarter]) => `${year}-Q${quarter}`),
);

test('no device falls out of the horizon or into two periods of it', () => {
  fc.assert(
    fc.property(
      fc.array(fc.tuple(anyQuarter, fc.integer({ min: 1, max: 9 }), fc.constantFrom('ICU', 'ER', null))),
      fc.constantFrom(...HORIZON_STEPS),
      fc.integer({ min: 1, max: 12 }),
      (its, step, count) => {
        const periods = periodsFrom('2026-11-27', step, count);
        const cells = its.map(([quarter, devices, group]) => cell(quarter, devices, { group }));
        const { rows, total } = foldHorizon(cells, periods);
        const all = its.reduce((sum, [, devices]) => sum + devices, 0);
        assert.equal(total.total.devices, all);
        assert.equal(
          rows.reduce((sum, it) => sum + it.total.devices, 0),
          all,
        );
        for (const row of rows)
          assert.equal(
            row.sums.reduce((sum, it) => sum + it.devices, 0),
            row.total.devices,
          );
      },
    ),
  );
});

test('the rows behind every number can be asked for in the grammar of lists', () => {
  for (const end of HORIZON_ENDS)
    for (const kind of HORIZON_GROUPS)
      for (const period of [null, ...periodsFrom('2026-11-27', 'quarter', 2)])
        for (const group of ['ICU "north"', null]) {
          const text = horizonFilter(end, period, { kind, group, modelId: group });
          const read = readFilter(text, DEVICE_FILTER_FIELDS, { nowMs: 0 });
          assert('filter' in read && read.filter !== null, `${text}: ${JSON.stringify(read)}`);
        }
  assert.equal(horizonFilter('support', null, null), '');
});
