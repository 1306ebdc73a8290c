import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import {
  afterAttempt,
  ATTEMPTS_MAX,
  isMailAddress,
  ownerAddress,
  retryAfterOf,
  standingAfter,
} from '#engine/destinations';

const HOUR_MS = 3_600_000;
const inVain = { isDelivered: false, retryAfterMs: null };

test('a delivery in vain is tried for some three days, later each time, and then given up', () => {
  for (const chance of [0, 0.5, 0.999]) {
    let nowMs = 0;
    let pauseMs = 0;
    for (let attempts = 1; attempts < ATTEMPTS_MAX; attempts++) {
      const { state, nextAttemptMs } = afterAttempt(inVain, { attempts, nowMs, chance });
      assert.equal(state, 'failed');
      assert((nextAttemptMs ?? 0) - nowMs > pauseMs, `pause ${attempts}`);
      pauseMs = (nextAttemptMs ?? 0) - nowMs;
      nowMs = nextAttemptMs ?? 0;
    }
    assert(nowMs > 60 * HOUR_MS && nowMs < 96 * HOUR_MS, `${nowMs / HOUR_MS} hours`);
    const last = afterAttempt(inVain, { attempts: ATTEMPTS_MAX, nowMs, chance });
    assert.deepEqual(last, { state: 'given-up', nextAttemptMs: null });
  }
});

test('a server is never asked sooner than it wants, nor later than a day because it says so', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: ATTEMPTS_MAX - 1 }),
      fc.integer({ min: 0, max: 100 * 24 * HOUR_MS }),
      fc.double({ min: 0, max: 0.999, noNaN: true }),
      (attempts, retryAfterMs, chance) => {
        const at = { attempts, nowMs: 0, chance };
        const own = afterAttempt(inVain, at).nextAttemptMs ?? 0;
        const asked = afterAttempt({ isDelivered: false, retryAfterMs }, at).nextAttemptMs ?? 0;
        assert.equal(asked, Math.max(own, Math.min(retryAfterMs, 24 * HOUR_MS)));
      },
    ),
  );
});

test('a destination is switched off after ten failures over two days, and never while something gets through', () => {
  const failed = { isDelivered: false, isGone: false };
  const since = { failures: 9, failingSinceMs: 0 };
  assert.equal(
    standingAfter(failed, since, 47 * HOUR_MS).disabledBecause,
    null,
    'a server that is down for a day',
  );
  assert.equal(
    standingAfter(failed, { ...since, failures: 8 }, 72 * HOUR_MS).disabledBecause,
    null,
    'few attempts',
  );
  assert.equal(
    standingAfter(failed, since, 48 * HOUR_MS).disabledBecause,
    'Nothing got through for 48 hours, in 10 attempts',
  );
  assert.deepEqual(standingAfter({ isDelivered: true, isGone: false }, since, 72 * HOUR_MS), {
    failing: { failures: 0, failingSinceMs: null },
    disabledBecause: null,
  });
  assert.match(
    standingAfter({ isDelivered: false, isGone: true }, { failures: 0, failingSinceMs: null }, 0)
      .disabledBecause ?? '',
    /gone for good/,
  );
});

test('Retry-After is read as seconds or as a date', () => {
  const nowMs = Date.parse('2026-03-01T08:00:00Z');
  for (const [header, ms] of [
    [null, null],
    ['120', 120_000],
    [' 0 ', 0],
    ['Sun, 01 Mar 2026 08:01:00 GMT', 60_000],
    ['Sun, 01 Mar 2026 07:00:00 GMT', 0],
    ['soon', null],
    ['-5', null],
  ] as const)
    assert.equal(retryAfterOf(header, nowMs), ms, String(header));
});

test('the owner of a department is told, else the manager, else the contact', () => {
  const accounts = new Map([['grace hopper', 'grace@hospital.example']]);
  for (const [responsible, address] of [
    [{}, null],
    [{ owner: 'Ada Byron' }, null],
    [{ owner: 'Ada Byron <Ada@Hospital.example>' }, 'ada@hospital.example'],
    [{ owner: 'Ada Byron', manager: 'm@hospital.example' }, 'm@hospital.example'],
    [{ owner: 'ada@hospital.example', manager: 'm@hospital.example' }, 'ada@hospital.example'],
    [{ owner: ' Grace Hopper ' }, 'grace@hospital.example'],
    [{ contact: 'ext. 4711, icu@hospital.example' }, 'icu@hospital.example'],
    [{ contact: 'ext. 4711' }, null],
  ] as const)
    assert.equal(ownerAddress(responsible, accounts), address, JSON.stringify(responsible));
});

test('a mail address is one address and nothing else', () => {
  for (const it of ['a@b.example', "o'neil+x@mail.hospital.example", 'root@localhost'])
    assert(isMailAddress(it), it);
  for (const it of [
    '',
    'a',
    'a@',
    '@b',
    'a@b c',
    'a@b.example, c@d.example',
    'a@b.example\r\nBcc: c@d.example',
    'A <a@b.example>',
    'a@-b.example',
  ])
    assert(!isMailAddress(it), it);
});
