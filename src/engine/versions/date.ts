/** A date as advisories write it; month and day may be missing. */
export interface CalendarDate {
  readonly year: number;
  readonly month: number | null;
  readonly day: number | null;
}

const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const MONTH_NAME =
  '(jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)';
const MONTH_FIRST = new RegExp(`^${MONTH_NAME}\\.?[ -]*(?:(\\d{1,2})(?:st|nd|rd|th)?[ ,-]+)?(\\d{4})$`);
const DAY_FIRST = new RegExp(`^(\\d{1,2})[ -]+${MONTH_NAME}\\.?[ ,-]*(\\d{4})$`);
const NAMES_MONTH = new RegExp(`^${MONTH_NAME}\\b`);

/** Reads a date written with a month's name or as 8/30/2024 (US order, as CISA writes). Null: it is none. */
export function readNamedDate(text: string): CalendarDate | null {
  const plain = text.replaceAll('_', ' ').trim().toLowerCase();
  const monthFirst = MONTH_FIRST.exec(plain);
  if (monthFirst !== null) return dateOf(monthFirst[3], monthNumber(monthFirst[1]), monthFirst[2]);
  const dayFirst = DAY_FIRST.exec(plain);
  if (dayFirst !== null) return dateOf(dayFirst[3], monthNumber(dayFirst[2]), dayFirst[1]);
  const slashes = /^(\d{1,2})\/(\d{1,2})\/(\d{4})$/.exec(plain);
  return slashes === null ? null : dateOf(slashes[3], Number(slashes[1]), slashes[2]);
}

/** Whether a text starts like a date but may lack its year ("august 28"). */
export function namesMonth(text: string): boolean {
  return NAMES_MONTH.test(text.trim().toLowerCase());
}

/** Reads a version that is a date: 2018-03-01, 2018.3, 20180301, or one with a month's name. */
export function readDateVersion(text: string): CalendarDate | null {
  const numbers =
    /^(\d{4})[.\-/](\d{1,2})(?:[.\-/](\d{1,2}))?$/.exec(text) ?? /^(\d{4})(\d\d)(\d\d)$/.exec(text);
  return numbers === null ? readNamedDate(text) : dateOf(numbers[1], Number(numbers[2]), numbers[3]);
}

function monthNumber(name: string | undefined): number {
  return MONTHS.indexOf((name ?? '').slice(0, 3)) + 1;
}

function dateOf(year: string | undefined, month: number, day: string | undefined): CalendarDate | null {
  const date = { year: Number(year), month, day: day === undefined ? null : Number(day) };
  const plausible = date.year >= 1980 && date.year < 2100 && month >= 1 && month <= 12;
  return plausible && (date.day === null || (date.day >= 1 && date.day <= 31)) ? date : null;
}

/** −1: a is earlier; null: the less exact of the two contains the other. */
export function compareDates(a: CalendarDate, b: CalendarDate): -1 | 0 | 1 | null {
  for (const field of ['year', 'month', 'day'] as const) {
    const [left, right] = [a[field], b[field]];
    if (left === null || right === null) return left === right ? 0 : null;
    if (left !== right) return left < right ? -1 : 1;
  }
  return 0;
}

export function dateText({ year, month, day }: CalendarDate): string {
  return [year, month, day]
    .filter((it) => it !== null)
    .map((it) => String(it).padStart(2, '0'))
    .join('-');
}
