/**
 * A calendar date, `YYYY-MM-DD`. Deadlines are counted in calendar days and dates are those of UTC, the zone in which
 * the feeds publish; a due date means the end of that day.
 */
export type CivilDate = string;

const MS_PER_DAY = 86_400_000;

/** The UTC date of an ISO date or instant as feeds write them; null: blank or no real date. */
export function readCivilDate(text: string | null | undefined): CivilDate | null {
  const parts =
    /^(\d{4}-\d{2}-\d{2})(?:[T ](\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?)\s*(Z|[+-]\d{2}:?\d{2})?)?$/i.exec(
      text?.trim() ?? '',
    );
  if (parts === null) return null;
  const [, date = '', time = '00:00', zone = 'Z'] = parts; // NVD leaves the zone out and means UTC
  const midnight = Date.parse(`${date}T00:00Z`);
  // Date.parse() rolls 30 February over into March
  if (Number.isNaN(midnight) || dateOf(midnight) !== date) return null;
  const instant = Date.parse(`${date}T${time}${zone.toUpperCase()}`);
  return Number.isNaN(instant) ? null : dateOf(instant);
}

export function addDays(date: CivilDate, days: number): CivilDate {
  return dateOf(Date.parse(`${date}T00:00Z`) + days * MS_PER_DAY);
}

/** Whole days from `from` to `to`; negative when `to` is earlier. */
export function daysBetween(from: CivilDate, to: CivilDate): number {
  return (Date.parse(`${to}T00:00Z`) - Date.parse(`${from}T00:00Z`)) / MS_PER_DAY;
}

/** Days written once: a fleet's findings speak of a few thousand. */
const WRITTEN = new Map<number, CivilDate>();

function dateOf(instant: number): CivilDate {
  const day = Math.floor(instant / MS_PER_DAY);
  let date = WRITTEN.get(day);
  if (date === undefined) WRITTEN.set(day, (date = new Date(instant).toISOString().slice(0, 10)));
  return date;
}
