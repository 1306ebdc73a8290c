import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { nextRunAt, retryAt, type Schedule } from '#engine/schedule';

const BERLIN = 'Europe/Berlin';

test('a schedule names the next time by the clocks of the hospital', () => {
  const cases: readonly (readonly [Schedule, string, string])[] = [
    [{ kind: 'every', minutes: 15 }, '2026-03-01T08:00:00Z', '2026-03-01T08:15:00Z'],
    [{ kind: 'daily', at: '02:30' }, '2026-03-01T00:00:00Z', '2026-03-01T01:30:00Z'],
    [{ kind: 'daily', at: '02:30' }, '2026-03-01T01:30:00Z', '2026-03-02T01:30:00Z'],
    // 2026-03-29: clocks go from 02:00 to 03:00, so 02:30 is 03:30 that day.
    [{ kind: 'daily', at: '02:30' }, '2026-03-28T02:00:00Z', '2026-03-29T01:30:00Z'],
    // 2026-10-25: 02:30 comes twice, and counts once.
    [{ kind: 'daily', at: '02:30' }, '2026-10-24T02:00:00Z', '2026-10-25T00:30:00Z'],
    [{ kind: 'daily', at: '02:30' }, '2026-10-25T00:30:00Z', '2026-10-26T01:30:00Z'],
    [{ kind: 'weekly', weekday: 7, at: '23:59' }, '2026-03-01T22:58:00Z', '2026-03-01T22:59:00Z'],
    [{ kind: 'weekly', weekday: 7, at: '23:59' }, '2026-03-01T22:59:00Z', '2026-03-08T22:59:00Z'],
    [{ kind: 'weekly', weekday: 1, at: '06:00' }, '2026-03-01T08:00:00Z', '2026-03-02T05:00:00Z'],
  ];
  for (const [schedule, after, next] of cases)
    assert.equal(
      nextRunAt(schedule, new Date(after), BERLIN).toISOString(),
      new Date(next).toISOString(),
      `${JSON.stringify(schedule)} after ${after}`,
    );
});

test('the next time is always later, and within the period', () => {
  const at = fc
    .tuple(fc.nat(23), fc.nat(59))
    .map(([hour, minute]) => `${String(hour).padStart(2, '0')}:${String(minute).padStart(2, '0')}`);
  const schedule: fc.Arbitrary<Schedule> = fc.oneof(
    fc.integer({ min: 1, max: 1440 }).map((minutes) => ({ kind: 'every' as const, minutes })),
    at.map((it) => ({ kind: 'daily' as const, at: it })),
    fc
      .tuple(fc.integer({ min: 1, max: 7 }), at)
      .map(([weekday, it]) => ({ kind: 'weekly' as const, weekday, at: it })),
  );
  const days = { every: 1, daily: 1, weekly: 7 };
  const instant = fc.date({ min: new Date('2026-01-01'), max: new Date('2027-12-31'), noInvalidDate: true });
  const zone = fc.constantFrom('UTC', BERLIN, 'America/New_York', 'Australia/Lord_Howe', 'Asia/Kathmandu');
  fc.assert(
    fc.property(schedule, instant, zone, (it, after, where) => {
      const waitMs = nextRunAt(it, after, where).getTime() - after.getTime();
      // A day is an hour longer where clocks are put back.
      assert(waitMs > 0 && waitMs <= days[it.kind] * 86_400_000 + 3_600_000);
    }),
  );
});

test('what fails is tried again ever later, an hour at most', () => {
  const after = new Date('2026-03-01T08:00:00Z');
  const minutes = [1, 2, 3, 4, 5, 6, 7, 8, 500].map(
    (failures) => (retryAt(failures, after).getTime() - after.getTime()) / 60_000,
  );
  assert.deepEqual(minutes, [1, 2, 4, 8, 16, 32, 60, 60, 60]);
});
