import { createHash } from 'node:crypto';
import { clearTally, lockTally, type Tally, writeTally } from '#store/attempts';
import type { Instance } from '../context.ts';
import { Refused } from '../refusal.ts';

/** How many proofs of identity may fail in a row before each further one has to wait, and how long. */
interface Patience {
  readonly failuresMax: number;
  readonly waitSecondsFirst: number;
  readonly waitSecondsMax: number;
}

// ASVS 6.3.1 asks for at most 100 guesses an hour on one account; with these numbers it is nine. The cap keeps a
// stranger from locking a colleague out for longer than a quarter of an hour.
const PER_ACCOUNT: Patience = { failuresMax: 5, waitSecondsFirst: 60, waitSecondsMax: 900 };
// A whole hospital may come from one address.
const PER_ADDRESS: Patience = { failuresMax: 50, waitSecondsFirst: 60, waitSecondsMax: 900 };

/** Failures this long ago say nothing any more. */
const FORGET_MS = 24 * 3_600_000;

export interface Attempt {
  /** Null: nobody has the name that was given, or none was. */
  readonly personId: string | null;
  /** The sign-in name that was given; left out: none was. A name that nobody has waits like one that somebody has. */
  readonly login?: string;
  readonly address: string;
}

/**
 * Counts an attempt as failed before it is looked at, so that guesses made at the same time are all counted; success
 * takes the count back.
 * @throws Refused with `too-many` while the account or the address has to wait
 */
export async function countAttempt({ store, now }: Instance, attempt: Attempt): Promise<void> {
  const at = now();
  await store.db.transaction().execute(async (tx) => {
    for (const [key, patience] of keysOf(attempt)) {
      const tally = await lockTally(tx, key, at);
      refuseWhileBlocked(tally, at);
      await writeTally(tx, key, afterFailure(tally, patience, at));
    }
  });
}

/** Takes a counted attempt back that succeeded: the account starts afresh, the address is as it was before. */
export async function takeBackAttempt(
  { store, now }: Instance,
  { personId, address }: { readonly personId: string; readonly address: string },
): Promise<void> {
  const at = now();
  await store.db.transaction().execute(async (tx) => {
    const key = `address:${address}`;
    const tally = await lockTally(tx, key, at);
    const failures = Math.max(0, tally.failures - 1);
    const blockedUntil = failures < PER_ADDRESS.failuresMax ? null : tally.blockedUntil;
    await writeTally(tx, key, { failures, blockedUntil, changedAt: at });
    await clearTally(tx, `person:${personId}`, new Date(at.getTime() - FORGET_MS));
  });
}

function keysOf({ personId, login, address }: Attempt): [string, Patience][] {
  const byAddress: [string, Patience] = [`address:${address}`, PER_ADDRESS];
  if (personId !== null) return [byAddress, [`person:${personId}`, PER_ACCOUNT]];
  return login === undefined ? [byAddress] : [byAddress, [`name:${hashOf(login)}`, PER_ACCOUNT]];
}

/** What is typed as a name may be a password: it is not kept. */
function hashOf(login: string): string {
  return createHash('sha256').update(login.trim().toLowerCase()).digest('base64url');
}

function refuseWhileBlocked({ blockedUntil }: Tally, at: Date): void {
  if (blockedUntil === null || blockedUntil <= at) return;
  const retryAfterSeconds = Math.ceil((blockedUntil.getTime() - at.getTime()) / 1000);
  throw new Refused({
    code: 'too-many',
    because: `Cannot check who you are: too many attempts failed, try again in ${waitWords(retryAfterSeconds)}`,
    retryAfterSeconds,
  });
}

function waitWords(seconds: number): string {
  return seconds > 90 ? `${Math.ceil(seconds / 60)} minutes` : `${seconds} seconds`;
}

function afterFailure(tally: Tally, patience: Patience, at: Date): Tally {
  const forgotten = at.getTime() - tally.changedAt.getTime() > FORGET_MS;
  const failures = (forgotten ? 0 : tally.failures) + 1;
  const over = failures - patience.failuresMax;
  if (over < 0) return { failures, blockedUntil: null, changedAt: at };
  const waitSeconds = Math.min(patience.waitSecondsFirst * 2 ** over, patience.waitSecondsMax);
  return { failures, blockedUntil: new Date(at.getTime() + waitSeconds * 1000), changedAt: at };
}
