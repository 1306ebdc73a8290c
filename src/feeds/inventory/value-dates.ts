import type { ValueRead } from './values.ts';

/** In which order a column writes numeric dates; null: its values do not tell. */
export type DayOrder = 'day-first' | 'month-first' | null;

const MONTHS: Readonly<Record<string, number>> = {
  jan: 1,
  feb: 2,
  mar: 3,
  apr: 4,
  may: 5,
  jun: 6,
  jul: 7,
  aug: 8,
  sep: 9,
  oct: 10,
  nov: 11,
  dec: 12,
  mrz: 3,
  maer: 3,
  mai: 5,
  okt: 10,
  dez: 12,
  ene: 1,
  abr: 4,
  ago: 8,
  dic: 12,
  fev: 2,
  avr: 4,
  juin: 6,
  juil: 7,
  aou: 8,
};

const NUMERIC = /^(\d{1,2})([./-])(\d{1,2})\2(\d{2}|\d{4})(?:[ T,].*)?$/;
const ISO = /^(\d{4})([-/.])(\d{1,2})\2(\d{1,2})(?:[T ].*)?$/;
const COMPACT = /^((?:19|20)\d{2})(\d{2})(\d{2})$/;
const DAY_NAMED = /^(\d{1,2})(?:st|nd|rd|th)?[ .-]+(\p{L}{3,})\.?[ ,.-]+(\d{2}|\d{4})(?:[ T,].*)?$/u;
const NAMED_DAY = /^(\p{L}{3,})\.? +(\d{1,2})(?:st|nd|rd|th)?,? +(\d{4})(?:[ ,].*)?$/u;
/** Days since 1899-12-30, as spreadsheets count: 1954 to 2119. */
const SERIAL = /^(2\d{4}|[3-7]\d{4})(?:\.\d+)?$/;

/** A calendar date as `YYYY-MM-DD`. "03/04/2024" is refused unless the column tells which number is the day. */
export function readDate(text: string, order: DayOrder): ValueRead<string> {
  const iso = ISO.exec(text);
  if (iso !== null) return dateOf(text, iso[1], iso[3], iso[4]);
  const compact = COMPACT.exec(text);
  if (compact !== null) return dateOf(text, compact[1], compact[2], compact[3]);
  const numeric = NUMERIC.exec(text);
  if (numeric !== null) return readNumeric(text, numeric, order);
  const dayNamed = DAY_NAMED.exec(text);
  if (dayNamed !== null) return dateOf(text, dayNamed[3], monthOf(dayNamed[2]), dayNamed[1]);
  const namedDay = NAMED_DAY.exec(text);
  if (namedDay !== null) return dateOf(text, namedDay[3], monthOf(namedDay[1]), namedDay[2]);
  const serial = SERIAL.exec(text);
  if (serial !== null) return { value: fromSerial(Number(serial[1])) };
  return { problem: `"${text}" is no date: expected year, month and day, such as 2026-03-31` };
}

function readNumeric(text: string, parts: RegExpExecArray, order: DayOrder): ValueRead<string> {
  const [, first, separator, second, year] = parts;
  const ruling = orderOf(parts) ?? (separator === '.' ? 'day-first' : order);
  if (ruling === 'day-first' || first === second) return dateOf(text, year, second, first);
  if (ruling === 'month-first') return dateOf(text, year, first, second);
  return { problem: `"${text}" is ambiguous: day and month cannot be told apart; write it as YYYY-MM-DD` };
}

function orderOf(parts: RegExpExecArray): DayOrder {
  if (Number(parts[1]) > 12) return 'day-first';
  return Number(parts[3]) > 12 ? 'month-first' : null;
}

/** What the unambiguous dates of a column say about the others; null where they say nothing or disagree. */
export function dayOrderOf(values: readonly string[]): DayOrder {
  const orders = new Set<DayOrder>();
  for (const value of values) {
    const parts = NUMERIC.exec(value);
    const order = parts === null ? null : orderOf(parts);
    if (order !== null) orders.add(order);
  }
  const [only] = orders;
  return orders.size === 1 ? (only ?? null) : null;
}

function monthOf(name: string | undefined): string | undefined {
  const plain = (name ?? '')
    .normalize('NFKD')
    .replaceAll(/\p{Mark}/gu, '')
    .toLowerCase();
  const month = MONTHS[plain.slice(0, 4)] ?? MONTHS[plain.slice(0, 3)];
  return month === undefined ? undefined : String(month);
}

function dateOf(
  text: string,
  year: string | undefined,
  month: string | undefined,
  day: string | undefined,
): ValueRead<string> {
  const fullYear = year?.length === 2 ? (Number(year) < 70 ? `20${year}` : `19${year}`) : year;
  const [monthNumber, dayNumber] = [Number(month), Number(day)];
  const exists = dayNumber >= 1 && dayNumber <= daysIn(Number(fullYear), monthNumber);
  return exists
    ? { value: `${fullYear}-${month?.padStart(2, '0')}-${day?.padStart(2, '0')}` }
    : { problem: `"${text}" is no date of the calendar` };
}

const DAYS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

/** 0 for what is no month. */
function daysIn(year: number, month: number): number {
  const isLeap = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
  return month === 2 && isLeap ? 29 : (DAYS[month - 1] ?? 0);
}

function fromSerial(days: number): string {
  return new Date(Date.UTC(1899, 11, 30) + days * 86_400_000).toISOString().slice(0, 10);
}
