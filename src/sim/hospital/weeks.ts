/** History is told in weeks: 0 is a year ago, `WEEKS` is now. */
export const WEEKS = 52;

const DAY_MS = 86_400_000;

/** ISO day of a week's Monday-to-be, counted back from the day the story ends. */
export function dayOf(asOf: string, week: number, plusDays = 0): string {
  return addDays(asOf, (week - WEEKS) * 7 + plusDays);
}

export function addDays(day: string, days: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * DAY_MS).toISOString().slice(0, 10);
}

export function yearOf(day: string): number {
  return Number(day.slice(0, 4));
}

/** Something that holds from a week on. */
export interface Since<T> {
  readonly week: number;
  readonly value: T;
}

/** What held in a week; the first entry holds from the beginning. */
export function at<T>(story: readonly Since<T>[], week: number): T {
  const holds = story.findLast((it) => it.week <= week) ?? story[0];
  if (holds === undefined) throw new Error('Cannot tell what held: the story is empty');
  return holds.value;
}
