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

const DAY_AND_MONTH = /^(\d{1,2})([/-])(\d{1,2})\2(\d{4}|\d{2})$/;
const DOTTED_DAY = /^(\d{1,2})\.(\d{1,2})\.((?:19|20)\d\d)$/;
const OTHER_THAN_POINTS = /[^\d.]/;
const MONTH_OF_YEAR = /^(0[1-9]|1[0-2])[./-]((?:19|20)\d\d)$/;

/**
 * A date that stands where a version should, as people write it: 30.08.2024, 8/30/2024, 30-08-2024, 30 Aug 2024, 08/2024.
 * 03/04/2024 is March in one country and April in the next: `ambiguous`. Null: it is none, or it starts with its year.
 */
export function readWrittenDay(text: string): CalendarDate | 'ambiguous' | null {
  if (!/\d\d$/.test(text)) return null;
  const month = MONTH_OF_YEAR.exec(text);
  if (month !== null) return dateOf(month[2], Number(month[1]), undefined);
  if (isDottedDay(text)) return dottedDay(text);
  if (!OTHER_THAN_POINTS.test(text)) return null;
  const found = DAY_AND_MONTH.exec(text);
  if (found === null) return readNamedDate(text);
  const [, first = '', mark, second = '', year = ''] = found;
  if (mark === '-' && year.length === 2) return null; // 1-02-08 is a version
  if (year.length === 2) return 'ambiguous';
  const dayFirst = dateOf(year, Number(second), first);
  const monthFirst = dateOf(year, Number(first), second);
  if (dayFirst !== null && monthFirst !== null && first !== second) return 'ambiguous';
  return dayFirst ?? monthFirst;
}

/** "30.08.2024" and "30.8.2024"; 2.5.2016 is a version. */
export function isDottedDay(text: string): boolean {
  return text.length <= 10 && text.charAt(text.length - 5) === '.' && dottedDay(text) !== null;
}

function dottedDay(text: string): CalendarDate | null {
  const [, day = '', month = '', year] = DOTTED_DAY.exec(text) ?? [];
  const twoDigits = day.length === 2 && month.length === 2;
  return twoDigits || Number(day) > 12 ? dateOf(year, Number(month), day) : null;
}

/** "08.2024" */
export function isDottedMonth(text: string): boolean {
  return text.length === 7 && MONTH_OF_YEAR.test(text);
}

/** A day as a version counted by the calendar; a month, which no such version has an order to, as one of its own kind. */
export function dayAsVersion({ year, month, day }: CalendarDate): string {
  return day === null ? `month ${year}.${month ?? 0}` : `${year}-${month ?? 0}-${day}`;
}

/** Whether a text starts like a date but may lack its year ("august 28"). */
export function namesMonth(text: string): boolean {
  return NAMES_MONTH.test(text.trim().toLowerCase());
}

/** Reads a version that is a date: 2018-03-01, 2018.3, 20180301, or one of `readWrittenDay()`. */
export function readDateVersion(text: string): CalendarDate | null {
  const numbers =
    /^(\d{4})[.\-/](\d{1,2})(?:[.\-/](\d{1,2}))?$/.exec(text) ?? /^(\d{4})(\d\d)(\d\d)$/.exec(text);
  if (numbers !== null) return dateOf(numbers[1], Number(numbers[2]), numbers[3]);
  const written = readWrittenDay(text);
  return written === 'ambiguous' ? null : written;
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
