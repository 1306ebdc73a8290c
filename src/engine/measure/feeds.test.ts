import assert from 'node:assert/strict';
import { test } from 'node:test';
import { feedStateOf, implausibleBecause, isInDoubt } from './mod.ts';

const HOUR_MS = 3_600_000;
const NOW = Date.parse('2026-03-01T08:00:00Z');

test('a feed is fresh only while it answers and what it brought is young', () => {
  const standing = { isEnabled: true, asOfMs: NOW - 2 * HOUR_MS, problem: null, ageHoursMax: 24 };
  const cases = [
    [standing, 'fresh'],
    [{ ...standing, asOfMs: NOW - 24 * HOUR_MS }, 'fresh'],
    [{ ...standing, asOfMs: NOW - 24 * HOUR_MS - 1 }, 'stale'],
    [{ ...standing, problem: 'It answered 503' }, 'failing'],
    [{ ...standing, problem: 'It answered 503', asOfMs: NOW - 25 * HOUR_MS }, 'stale'],
    [{ ...standing, asOfMs: null }, 'never'],
    [{ ...standing, asOfMs: null, isEnabled: false }, 'off'],
    [{ ...standing, asOfMs: null, isEnabled: false, problem: 'Cannot read' }, 'never'],
    // Paused, its word still counts, and ages.
    [{ ...standing, isEnabled: false, asOfMs: NOW - 25 * HOUR_MS }, 'stale'],
    [{ ...standing, ageHoursMax: null, asOfMs: 0 }, 'fresh'],
    // A clock that was wrong must not make a feed old.
    [{ ...standing, asOfMs: NOW + HOUR_MS }, 'fresh'],
  ] as const;
  for (const [it, state] of cases) assert.equal(feedStateOf(it, NOW), state, JSON.stringify(it));
  assert.deepEqual(
    ['off', 'never', 'fresh', 'failing', 'stale'].map((it) => isInDoubt(it as 'off')),
    [false, true, false, true, true],
  );
});

test('an answer that is short of what it announces, or of what there was, replaces nothing', () => {
  const whole = { expected: null, loaded: 1542, quarantined: 0, before: 1540 };
  assert.equal(implausibleBecause(whole), null);
  assert.equal(implausibleBecause({ ...whole, expected: 1542 }), null);
  assert.equal(implausibleBecause({ ...whole, expected: 1543, quarantined: 1 }), null);
  assert.match(implausibleBecause({ ...whole, expected: 1543 }) ?? '', /1542 of the 1543/);
  assert.match(implausibleBecause({ ...whole, loaded: 0 }) ?? '', /nothing that can be read/);
  assert.match(implausibleBecause({ ...whole, loaded: 700 }) ?? '', /700 records where there were 1540/);
  assert.equal(implausibleBecause({ ...whole, loaded: 1232 }), null);
  assert.equal(implausibleBecause({ ...whole, loaded: 3, before: 19 }), null);
  assert.equal(implausibleBecause({ ...whole, loaded: 0, before: 0 }), null);
});
