import { SEEN_DAYS } from '#engine/measure';
import type { FigureDays } from '#store/figures';

const DAY_MS = 86_400_000;

/** ISO day of an instant, in UTC as all days of the product are. */
export function dayOf(at: Date): string {
  return at.toISOString().slice(0, 10);
}

export function figureDaysOf(now: Date): FigureDays {
  const today = dayOf(now);
  return {
    today,
    seenSince: new Date(now.getTime() - SEEN_DAYS * DAY_MS),
    in6: monthsAfter(today, 6),
    in12: monthsAfter(today, 12),
    in24: monthsAfter(today, 24),
  };
}

function monthsAfter(day: string, months: number): string {
  const at = new Date(`${day}T00:00:00Z`);
  at.setUTCMonth(at.getUTCMonth() + months);
  return dayOf(at);
}
