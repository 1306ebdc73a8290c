import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { addDays, daysBetween, readCivilDate } from './civil-date.ts';

test('readCivilDate() takes dates and instants as feeds write them, in UTC', () => {
  const cases: [string | null | undefined, string | null][] = [
    ['2026-11-24', '2026-11-24'],
    [' 2026-11-24 ', '2026-11-24'],
    ['2018-05-01T13:29:00.207', '2018-05-01'],
    ['2018-05-01T23:30:00Z', '2018-05-01'],
    ['2018-05-01T23:30:00-05:00', '2018-05-02'],
    ['2018-05-01T00:30:00+02:00', '2018-04-30'],
    ['2024-02-29', '2024-02-29'],
    ['2023-02-29', null],
    ['2026-13-01', null],
    ['24.11.2026', null],
    ['', null],
    [null, null],
    [undefined, null],
  ];
  for (const [text, date] of cases) assert.equal(readCivilDate(text), date, String(text));
});

test('addDays() and daysBetween() undo each other, across leap days and clock changes', () => {
  assert.equal(addDays('2028-02-28', 1), '2028-02-29');
  assert.equal(addDays('2026-03-28', 7), '2026-04-04');
  assert.equal(daysBetween('2026-11-24', '2026-11-21'), -3);
  const date = fc.date({
    min: new Date('1999-01-01'),
    max: new Date('2099-12-31'),
    noInvalidDate: true,
  });
  fc.assert(
    fc.property(date, fc.integer({ min: -3000, max: 3000 }), (when, days) => {
      const from = when.toISOString().slice(0, 10);
      assert.equal(daysBetween(from, addDays(from, days)), days);
    }),
  );
});
