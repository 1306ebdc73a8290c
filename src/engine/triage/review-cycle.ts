import type { Tier } from '#engine/words';

/**
 * Days within which somebody has to look at a vulnerability again, by its most urgent tier. The board's cadence is a
 * review a week; a critical one is looked at every day until it is settled.
 */
export const REVIEW_DAYS = {
  critical: 1,
  high: 7,
  unscored: 7,
  medium: 7,
  low: 7,
} as const satisfies Record<Tier, number>;
