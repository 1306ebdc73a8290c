import * as z from 'zod';

const ClockTime = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'A time of the day, such as 02:30');

const Daily = z.strictObject({ kind: z.literal('daily'), at: ClockTime });
/** 1 is Monday. */
const Weekly = z.strictObject({
  kind: z.literal('weekly'),
  weekday: z.number().int().min(1).max(7),
  at: ClockTime,
});

/** When something is done again, by the clocks of the hospital. */
export const ScheduleView = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('every'), minutes: z.number().int().min(1).max(1440) }),
  Daily,
  Weekly,
]);
export type ScheduleView = z.output<typeof ScheduleView>;

/** The same for what is done once a day at most. */
export const DayScheduleView = z.discriminatedUnion('kind', [Daily, Weekly]);
