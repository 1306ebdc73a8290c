/** How far a feed can be leaned on. Only `fresh` is; `off` was never read and is not missed. */
export const FEED_STATES = ['off', 'never', 'fresh', 'failing', 'stale'] as const;
export type FeedState = (typeof FEED_STATES)[number];

const HOUR_MS = 3_600_000;

export interface FeedStanding {
  readonly isEnabled: boolean;
  /** What it brought holds for this instant; null: it has brought nothing yet. */
  readonly asOfMs: number | null;
  /** Why the last attempt failed; null: it did not. */
  readonly problem: string | null;
  /** Hours after which what it brought is too old to lean on; null: it does not age. */
  readonly ageHoursMax: number | null;
}

/** A feed that fails is no longer fresh, even while what it brought is young: what it would say now is not known. */
export function feedStateOf(
  { isEnabled, asOfMs, problem, ageHoursMax }: FeedStanding,
  nowMs: number,
): FeedState {
  if (asOfMs === null) return isEnabled || problem !== null ? 'never' : 'off';
  if (ageHoursMax !== null && nowMs - asOfMs > ageHoursMax * HOUR_MS) return 'stale';
  return problem === null ? 'fresh' : 'failing';
}

/** Whether what rests on the feed must be shown with the time it is as of, and never as good. */
export function isInDoubt(state: FeedState): boolean {
  return state === 'never' || state === 'failing' || state === 'stale';
}
