/** When something is done again: every so often, or at an hour of the hospital's day. */
export type Schedule =
  | { readonly kind: 'every'; readonly minutes: number }
  /** `at`: "02:30". */
  | { readonly kind: 'daily'; readonly at: string }
  /** `weekday`: 1 is Monday. */
  | { readonly kind: 'weekly'; readonly weekday: number; readonly at: string };

const MINUTE_MS = 60_000;

/**
 * The first time after an instant that a schedule names. An hour that the change of clocks leaves out comes as much later
 * as the clocks were moved; one that comes twice counts once, the first time.
 */
export function nextRunAt(schedule: Schedule, after: Date, zone: string): Date {
  if (schedule.kind === 'every') return new Date(after.getTime() + schedule.minutes * MINUTE_MS);
  const instant = Temporal.Instant.fromEpochMilliseconds(after.getTime());
  const today = instant.toZonedDateTimeISO(zone).toPlainDate();
  const at = Temporal.PlainTime.from(schedule.at);
  for (let days = 0; ; days++) {
    const day = today.add({ days });
    if (schedule.kind === 'weekly' && day.dayOfWeek !== schedule.weekday) continue;
    const next = day.toZonedDateTime({ timeZone: zone, plainTime: at });
    if (next.epochMilliseconds > after.getTime()) return new Date(next.epochMilliseconds);
  }
}

const BACK_OFF_MINUTES_MAX = 60;

/** When something that failed so many times in a row is tried again: after 1, 2, 4 … minutes, an hour at most. */
export function retryAt(failures: number, after: Date): Date {
  const minutes = Math.min(2 ** Math.max(failures - 1, 0), BACK_OFF_MINUTES_MAX);
  return new Date(after.getTime() + minutes * MINUTE_MS);
}
