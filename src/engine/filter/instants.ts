/** The moment a filter is judged at. */
export interface Moment {
  /** Milliseconds since 1970. */
  readonly nowMs: number;
}

const DAY_MS = 86_400_000;
const UNIT_MS = { h: 3_600_000, d: DAY_MS, w: 7 * DAY_MS, m: 30 * DAY_MS, y: 365 * DAY_MS } as const;

/** `30d`, `12h`, `2w`, `6m`, `1y` as milliseconds; null: no span of time. Months have 30 days, years 365. */
export function spanMsOf(text: string): number | null {
  const found = /^(\d{1,5})([hdwmy])$/i.exec(text);
  if (found === null) return null;
  return Number(found[1]) * UNIT_MS[(found[2] as string).toLowerCase() as keyof typeof UNIT_MS];
}

/** A day as written, `today`, or so long before or after it: `today+180d`. As ISO day; null: none of these. */
export function dayIn(text: string, { nowMs }: Moment): string | null {
  const found = /^today(?:([+-])(\w+))?$/i.exec(text);
  if (found === null) return isDay(text) ? text : null;
  const span = found[2] === undefined ? 0 : spanMsOf(found[2]);
  if (span === null) return null;
  return isoOf(nowMs + (found[1] === '-' ? -span : span)).slice(0, 10);
}

export function isoOf(ms: number): string {
  return new Date(ms).toISOString();
}

function isDay(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const ms = Date.parse(`${text}T00:00:00Z`);
  return !Number.isNaN(ms) && isoOf(ms).startsWith(text);
}
