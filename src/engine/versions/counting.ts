import type { Part, Scanned } from './scan.ts';

/**
 * Ways of counting that a version may belong to, told from its numbers. 2021.04 is a year's release or a month in which
 * somebody was there, and says nothing beside 7.3; nor does build 19044.6809. A version may belong to several: 2004 is a
 * year, and the April of 2020 as Windows 10 counts. Bits, for sets of them.
 */
export const COUNTING = {
  /** Up to three digits first: 7.3, 128.0. */
  plain: 1,
  /** 2021.1, 2021 R2 */
  year: 2,
  /** Year and month, of two digits each: 1809, 20H2. */
  yearMonth: 4,
  /** Four or five digits first, and no year: builds, articles. */
  long: 8,
  /** 20210412 */
  longDay: 16,
  /** 12.04.21 and 04.21, which may be versions all the same. */
  writtenDay: 32,
  letter: 64,
  /** "8.0-7.1": a release of 8.0, or two versions; "001-234": a serial number. */
  dashed: 128,
  /** 10.0.19045.3086: of the system, whatever else the device runs. */
  windows: 256,
  /** 19045.3086: the same without what comes before it. */
  windowsAlone: 512,
  /** Six or seven digits first: builds, days as 210412. */
  longer: 1024,
  /** Eight digits and more, and no day: serial numbers. */
  longest: 2048,
} as const;

/** Digits of a first number that may be a year, a build or an article. */
export const LONG_DIGITS = 4;

/** The ways of counting that a version may belong to. */
export function countingOf({ head, tail, shape }: Scanned): number {
  const [first] = head;
  if (first === undefined) return COUNTING.letter;
  if (shape !== null) return COUNTING[shape];
  if (head.every((it) => it === '')) return EVERY;
  if (first.length < LONG_DIGITS) return isHalfYear(head, tail) ? HALF_YEAR : COUNTING.plain;
  return countingOfLong(first);
}

/** Nothing is before 0, whatever is counted. */
const EVERY = 4095;
const HALF_YEAR = COUNTING.plain | COUNTING.yearMonth;

function countingOfLong(digits: string): number {
  if (digits.length === LONG_DIGITS) {
    const month = isYearMonth(digits) ? COUNTING.yearMonth : 0;
    return month | (isYear(digits) ? COUNTING.year : COUNTING.long);
  }
  if (isLongDay(digits)) return COUNTING.longDay;
  if (digits.length >= 8) return COUNTING.longest;
  return digits.length >= 6 ? COUNTING.longer : COUNTING.long;
}

export function isYear(digits: string | undefined): boolean {
  return digits?.length === 4 && isWithin(digits, 1980, 2099);
}

export function isWithin(digits: string | undefined, smallest: number, largest: number): boolean {
  return Number(digits) >= smallest && Number(digits) <= largest;
}

function isYearMonth(digits: string): boolean {
  return isWithin(digits.slice(0, 2), 15, 29) && isWithin(digits.slice(2), 1, 12);
}

function isLongDay(digits: string): boolean {
  const [year, month, day] = [digits.slice(0, 4), digits.slice(4, 6), digits.slice(6)];
  return digits.length === 8 && isYear(year) && isWithin(month, 1, 12) && isWithin(day, 1, 31);
}

/** "20H2" */
function isHalfYear(head: readonly string[], [half, which]: readonly Part[]): boolean {
  const isHalf = half?.kind === 'word' && half.text === 'h' && which?.kind === 'number';
  return isHalf && head.length === 1 && isWithin(head[0], 15, 39);
}
