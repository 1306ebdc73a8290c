/** How a source keeps its own time. */
export type Punctuality =
  /** Within one and a half of its usual steps. */
  | 'fresh'
  /** Within three. */
  | 'late'
  | 'stale'
  /** It has not spoken often enough to have a rhythm. */
  | 'no-rhythm';

const DAY_MS = 86_400_000;
/** Words it takes to tell a rhythm, and how many of the latest are looked at. */
const WORDS_MIN = 3;
const WORDS_LOOKED_AT = 7;
/** A source that speaks many times a day is not late after an hour. */
const STEP_MIN_MS = DAY_MS;
const LATE = 1.5;
const STALE = 3;

/**
 * Whether a source speaks as often as it used to: measured against its own usual step, the median of its latest ones.
 * @param wordsMs when it spoke, in any order
 */
export function punctualityOf(
  wordsMs: readonly number[],
  nowMs: number,
): { readonly state: Punctuality; readonly everyDays: number | null } {
  const latest = wordsMs.toSorted((a, b) => b - a).slice(0, WORDS_LOOKED_AT);
  const steps = latest
    .slice(1)
    .map((it, index) => (latest[index] as number) - it)
    .toSorted((a, b) => a - b);
  const median = steps[Math.floor(steps.length / 2)];
  if (latest.length < WORDS_MIN || median === undefined) return { state: 'no-rhythm', everyDays: null };
  const step = Math.max(median, STEP_MIN_MS);
  const age = nowMs - (latest[0] as number);
  return {
    state: age <= LATE * step ? 'fresh' : age <= STALE * step ? 'late' : 'stale',
    everyDays: Math.round(step / DAY_MS),
  };
}
