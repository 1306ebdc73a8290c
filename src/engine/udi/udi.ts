/** A day of a label. */
export interface LabelDay {
  /** ISO `YYYY-MM-DD`; a label that names only the month means its last day. */
  readonly day: string;
  readonly isWholeMonth: boolean;
}

/** What a unique device identifier says. */
export interface Udi {
  readonly agency: 'GS1' | 'HIBCC' | 'ICCBBA';
  /** Device identifier: names the model and version. Null: the label does not give it. */
  readonly di: string | null;
  readonly lot: string | null;
  readonly serial: string | null;
  readonly expiry: LabelDay | null;
  readonly manufactured: LabelDay | null;
  /** Software version. */
  readonly version: string | null;
  /** Every part as it stands, with the code in front of it. */
  readonly parts: readonly { readonly code: string; readonly value: string }[];
  /** What is wrong with it, though it can be read: a check digit, a day that does not exist. */
  readonly problems: readonly string[];
}

/** A century for two digits of a year. GS1 General Specifications 7.12: 51 years on is past, 50 back is yet to come. */
export function fullYear(two: number, currentYear: number): number {
  const year = Math.floor(currentYear / 100) * 100 + two;
  const ahead = year - currentYear;
  if (ahead >= 51) return year - 100;
  return ahead <= -50 ? year + 100 : year;
}

/** Null: there is no such day. Day 0 stands for the whole month. */
export function labelDay(year: number, month: number, day: number): LabelDay | null {
  if (month < 1 || month > 12) return null;
  const last = new Date(Date.UTC(year, month, 0)).getUTCDate();
  if (day > last) return null;
  const iso = [String(year).padStart(4, '0'), two(month), two(day === 0 ? last : day)].join('-');
  return { day: iso, isWholeMonth: day === 0 };
}

/** The n-th day of a year. */
export function dayOfYear(year: number, day: number): LabelDay | null {
  if (day < 1) return null;
  const date = new Date(Date.UTC(year, 0, day));
  if (date.getUTCFullYear() !== year) return null;
  return labelDay(year, date.getUTCMonth() + 1, date.getUTCDate());
}

function two(value: number): string {
  return String(value).padStart(2, '0');
}
