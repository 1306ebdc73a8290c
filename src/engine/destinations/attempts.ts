import type { DeliveryState } from './words.ts';

/** What came of one attempt. */
export interface Attempted {
  readonly isDelivered: boolean;
  /** The other side wants nothing more, ever. */
  readonly isGone: boolean;
  /** How long it asks to be left alone. */
  readonly retryAfterMs: number | null;
}

/** A destination's failures since something last got through. */
export interface Failing {
  readonly failures: number;
  readonly failingSinceMs: number | null;
}

export interface AfterAttempt {
  readonly state: Exclude<DeliveryState, 'waiting'>;
  /** Null: not by itself. */
  readonly nextAttemptMs: number | null;
}

export interface Standing {
  readonly failing: Failing;
  /** Why the destination is switched off; null: it is not. */
  readonly disabledBecause: string | null;
}

const SECOND_MS = 1000;
const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

/** Between attempts, in seconds: three days in all. Source: Standard Webhooks 1.0, "Deliverability and reliability", rounded up. */
const PAUSES_SECONDS = [10, 60, 300, 1800, 7200, 18_000, 36_000, 50_400, 72_000, 86_400] as const;
export const ATTEMPTS_MAX = PAUSES_SECONDS.length + 1;

/** A server that is down over a weekend is no reason to be switched off; one that nobody repairs is. */
const FAILURES_MAX = 10;
const FAILING_MS_MIN = 2 * DAY_MS;

/**
 * What becomes of a delivery after one more attempt.
 * @param attempts how many there were, this one included
 * @param chance from 0 up to 1: spreads attempts, so that a server that comes back is not met by all at once
 */
export function afterAttempt(
  { isDelivered, retryAfterMs }: Pick<Attempted, 'isDelivered' | 'retryAfterMs'>,
  { attempts, nowMs, chance }: { readonly attempts: number; readonly nowMs: number; readonly chance: number },
): AfterAttempt {
  if (isDelivered) return { state: 'delivered', nextAttemptMs: null };
  const pauseSeconds = PAUSES_SECONDS[attempts - 1];
  if (pauseSeconds === undefined) return { state: 'given-up', nextAttemptMs: null };
  const ownMs = pauseSeconds * SECOND_MS * (0.8 + 0.4 * chance);
  const pauseMs = Math.max(ownMs, Math.min(retryAfterMs ?? 0, DAY_MS));
  return { state: 'failed', nextAttemptMs: nowMs + Math.round(pauseMs) };
}

/** How a destination stands after one more attempt. */
export function standingAfter(
  { isDelivered, isGone }: Pick<Attempted, 'isDelivered' | 'isGone'>,
  { failures, failingSinceMs }: Failing,
  nowMs: number,
): Standing {
  if (isDelivered) return { failing: { failures: 0, failingSinceMs: null }, disabledBecause: null };
  const failing = { failures: failures + 1, failingSinceMs: failingSinceMs ?? nowMs };
  const disabledBecause = whyDisabled(failing.failures, nowMs - failing.failingSinceMs, isGone);
  return { failing, disabledBecause };
}

function whyDisabled(failures: number, failingMs: number, isGone: boolean): string | null {
  if (isGone) return 'It answered that it is gone for good (410)';
  if (failures < FAILURES_MAX || failingMs < FAILING_MS_MIN) return null;
  return `Nothing got through for ${Math.floor(failingMs / HOUR_MS)} hours, in ${failures} attempts`;
}

/** Milliseconds of a Retry-After header, in seconds or as a date; null: it says none that can be read. */
export function retryAfterOf(header: string | null, nowMs: number): number | null {
  if (header === null) return null;
  const text = header.trim();
  if (/^\d{1,9}$/.test(text)) return Number(text) * SECOND_MS;
  // A date begins with the name of its day; more is not guessed at.
  const at = /^[a-z]/i.test(text) ? Date.parse(text) : Number.NaN;
  return Number.isNaN(at) ? null : Math.max(0, at - nowMs);
}
