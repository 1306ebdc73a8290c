import { COUNTING, countingOf, isWithin, isYear } from './counting.ts';
import { readsAsDecimal } from './decimal.ts';
import type { Part, Scanned } from './scan.ts';

/**
 * The order of versions, written as keys: within one family, a key is smaller as a string exactly if its version
 * is older. Families: `n` numbers ("1.2.3"), `m` two numbers that may be a decimal ("1.02"), `c`, `i`, `j` and `o` a lone
 * long integer ("200422", "10240", "20210412", "82000685"), `l` a lone letter ("K"), `b` a Windows build without its
 * revision ("10.0.17763", which may be any of 10.0.17763.1 to .9999), other small letters the other ways of counting
 * ("2021.1": `y`), `A`–`Z` a lettered series ("R2.1"), `w…=` versions with words ("1.8.4 SP 1": `wsp=`, "2021 R2":
 * `wrev#y=`).
 */
const END = '%'; // pre-release "!" < end < letter "'" < word "+" < further number "-" < next in the run "."
const BEFORE_ALL = '!';
const BEHIND_ALL = '/';
const NEXT_NUMBER = '.';
const LONE_INTEGER_DIGITS = 5;

export function keyOf(version: Scanned): string {
  return familyOfScan(version) + bodyOf(version);
}

/** The key behind those of all versions that begin with these numbers. */
export function keyBehind(version: Scanned): string {
  return familyOfScan(version) + bodyOf(version).slice(0, -1) + BEHIND_ALL;
}

/** Between two keys of versions of plain numbers. */
export interface KeySpan {
  readonly first: string;
  readonly behind: string;
}

/** What a possible decimal may stand among by its key: 1.02 may be any of 1.x. Null: it is none. */
export function spanOfDecimal(key: string): KeySpan | null {
  if (!key.startsWith(`${DECIMAL_FAMILY}.`)) return null;
  const branch = NUMBERS + key.slice(1, 3 + key.charCodeAt(2) - 48);
  return { first: branch + BEFORE_ALL, behind: branch + BEHIND_ALL };
}

/**
 * Among which plain numbers a version with words stands: 2.3-acme is behind all of 2.2 and before 2.3.1, and only beside
 * what has its own numbers do words matter. Null: it has none, or they matter everywhere.
 */
export function spanOfWorded({ family, parts }: Ordered): KeySpan | null {
  if (!PLAIN_WITH_WORDS.test(family) || parts.chained) return null;
  const numbers = NUMBERS + bodyOf({ ...parts, tail: [] }).slice(0, -1);
  return { first: numbers + BEFORE_ALL, behind: numbers + NEXT_NUMBER };
}

const PLAIN_WITH_WORDS = /^w[^:#]*=$/;

/** The part of a key that must agree before two keys may be compared. */
export function familyOf(key: string): string {
  return key.startsWith('w') ? key.slice(0, key.indexOf('=') + 1) : key.slice(0, 1);
}

function familyOfScan(version: Scanned): string {
  const { series, head, tail } = version;
  const words = tail.filter((it) => it.kind === 'word');
  const mark = markOf(version);
  const isPlain = mark === NUMBERS || mark === DECIMAL_FAMILY;
  if (words.length > 0 || series.length > 1 || mark.length > 1 || (series !== '' && mark !== NUMBERS)) {
    const line = `${series}${series === '' ? '' : ':'}${words.map((it) => it.text).join(',')}`;
    return `w${line}${mark === NUMBERS ? '' : `#${mark}`}=`;
  }
  if (series !== '') return series.toUpperCase();
  if (head.length === 0) return 'l';
  if (isBuildAlone(head) && tail.length === 0) return 'b';
  if (isPlain || !isLong(head[0]) || withoutTrailingZeros(head).length > 1) return mark;
  return LONE_FAMILIES[mark] ?? mark;
}

const NUMBERS = 'n';
/** Of versions that may be decimals, as 1.02. */
export const DECIMAL_FAMILY = 'm';
const YEARS = 'y';
const LONG = 'g';
const MARKS: Readonly<Record<number, string>> = {
  [COUNTING.plain]: NUMBERS,
  [COUNTING.plain | COUNTING.yearMonth]: 'h',
  [COUNTING.year]: YEARS,
  [COUNTING.long]: LONG,
  [COUNTING.longDay]: 't',
  [COUNTING.writtenDay]: 'k',
  [COUNTING.dashed]: 'q',
  [COUNTING.windows]: 'u',
  [COUNTING.windowsAlone]: 'v',
  [COUNTING.longer]: 'e',
  [COUNTING.longest]: 'f',
};

/** Long integers alone, by what their digits may count. */
const LONE_FAMILIES: Readonly<Record<string, string>> = { [LONG]: 'i', t: 'j', e: 'c', f: 'o' };

/** What else must agree before the numbers of two versions may be compared: how they count, and in which fractions. */
function markOf(version: Scanned): string {
  const counting = markOfCounting(countingOf(version));
  if (!readsAsDecimal(version)) return counting;
  const { secondDigits } = version;
  if (counting === NUMBERS && secondDigits === 2) return DECIMAL_FAMILY;
  return `${counting}${secondDigits}`;
}

/** Years may be compared with years, be they months of Windows 10 or not. */
function markOfCounting(counting: number): string {
  const own = MARKS[counting];
  if (own !== undefined || (counting & COUNTING.plain) !== 0) return own ?? NUMBERS;
  return (counting & COUNTING.year) !== 0 ? YEARS : (counting & COUNTING.long) !== 0 ? LONG : NUMBERS;
}

const COUNTING_OF_MARK = new Map(Object.entries(MARKS).map(([counting, mark]) => [mark, Number(counting)]));

const MARK_OF_LONE = new Map(Object.entries(LONE_FAMILIES).map(([mark, family]) => [family, mark]));

/** A way of counting that all of a family's versions may belong to; see `countingOf()`. */
export function countingOfFamily(family: string): number {
  if (family === 'l') return COUNTING.letter;
  if (family === 'b') return COUNTING.windows;
  const mark = family.startsWith('w') ? /#(.)/.exec(family)?.[1] : (MARK_OF_LONE.get(family) ?? family);
  return COUNTING_OF_MARK.get(mark ?? NUMBERS) ?? COUNTING.plain;
}

/** Windows 10 and later: 10.0 and a build of five digits. */
function isBuildAlone(head: readonly string[]): boolean {
  return head.length === 3 && head[0] === '10' && head[1] === '' && head[2]?.length === LONE_INTEGER_DIGITS;
}

/** Year, month and day: a date of issue, or a version counted by the calendar. */
function isDay(head: readonly string[]): boolean {
  const [year, month, day] = head;
  return head.length === 3 && isYear(year) && isWithin(month, 1, 12) && isWithin(day, 1, 31);
}

const isLong = (digits: string | undefined): boolean => (digits?.length ?? 0) >= LONE_INTEGER_DIGITS;

function bodyOf({ head, tail }: Scanned): string {
  let body = '';
  for (const it of withoutTrailingZeros(head)) body += `.${numberKey(it)}`;
  for (const it of tail) body += partKey(it);
  return body + END;
}

/** 1.0 is 1.0.0, but 0 is something. */
function withoutTrailingZeros(head: readonly string[]): readonly string[] {
  let length = head.length;
  while (length > 1 && head[length - 1] === '') length--;
  return length === head.length ? head : head.slice(0, length);
}

/** Digits after their count, so that longer numbers are greater: 7 → "17", 12 → "212", 0 → "0". */
function numberKey(digits: string): string {
  return String.fromCharCode(48 + digits.length) + digits;
}

function partKey(part: Part): string {
  switch (part.kind) {
    case 'pre':
      return `!${part.rank}`;
    case 'letter':
      return `'${part.text}`;
    case 'number':
      return `-${numberKey(part.text)}`;
    case 'word':
      return '+';
  }
}

/** What comparing needs of a version. */
interface Ordered {
  readonly key: string;
  readonly family: string;
  readonly parts: Scanned;
}

/**
 * Compares across families: what comes first decides, and different words decide nothing. Numbers are compared as numbers,
 * whatever they count.
 */
export function compareNumbersOf(left: Ordered, right: Ordered): -1 | 0 | 1 | null {
  if (left.family === right.family) return compareText(left.key, right.key);
  const [a, b] = [left.parts, right.parts];
  if (bareSeries(a) !== bareSeries(b) || a.chained || b.chained) return null;
  if (a.head.length === 0 || b.head.length === 0) return null;
  // A day tells nothing about 2.2, but 2021.3.1 is after 2020.4.
  if (isYear(a.head[0]) !== isYear(b.head[0]) && (isDay(a.head) || isDay(b.head))) return null;
  // A lone long integer (a date, a build) belongs to another way of counting than 3.1.
  if (isLong(a.head[0]) !== isLong(b.head[0]) && (isLoneLong(left) || isLoneLong(right))) return null;
  // Without its revision a build tells nothing within the build.
  if (left.family === 'b' && startsWithHead(b.head, a.head)) return null;
  if (right.family === 'b' && startsWithHead(a.head, b.head)) return null;
  return compareHeads(a.head, b.head) || compareTails(a.tail, b.tail);
}

function isLoneLong({ family }: Ordered): boolean {
  return MARK_OF_LONE.has(family);
}

/** VB.12 is B.12 with somebody's "V" before it. */
function bareSeries({ series }: Scanned): string {
  return series.length === 2 && series.startsWith('v') ? series.slice(1) : series;
}

function compareHeads(a: readonly string[], b: readonly string[]): -1 | 0 | 1 {
  const length = Math.max(a.length, b.length);
  for (let i = 0; i < length; i++) {
    const order = compareNumbers(a[i] ?? '', b[i] ?? '');
    if (order !== 0) return order;
  }
  return 0;
}

function compareNumbers(a: string, b: string): -1 | 0 | 1 {
  if (a.length !== b.length) return a.length < b.length ? -1 : 1;
  return compareText(a, b);
}

function compareText(a: string, b: string): -1 | 0 | 1 {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

function compareTails(a: readonly Part[], b: readonly Part[]): -1 | 0 | 1 | null {
  const length = Math.max(a.length, b.length);
  for (let i = 0; i < length; i++) {
    const order = compareParts(a[i], b[i]);
    if (order !== 0) return order;
  }
  return 0;
}

function compareParts(a: Part | undefined, b: Part | undefined): -1 | 0 | 1 | null {
  if (a === undefined) return b === undefined ? 0 : negate(compareWithEnd(b));
  if (b === undefined) return compareWithEnd(a);
  if (a.kind === 'pre' || b.kind === 'pre') {
    if (a.kind === 'pre' && b.kind === 'pre') return compareNumbers(String(a.rank), String(b.rank));
    return a.kind === 'pre' ? -1 : 1;
  }
  if (a.kind !== b.kind) return null;
  if (a.kind === 'number') return compareNumbers(a.text, b.text);
  if (a.kind === 'letter') return compareText(a.text, b.text);
  return a.text === b.text ? 0 : null;
}

/** How a version that goes on relates to one that ends here: 1.8.4 SP1 follows 1.8.4; 1.8.4-acme is anyone's guess. */
function compareWithEnd(part: Part): -1 | 1 | null {
  if (part.kind === 'pre') return -1;
  return part.kind === 'word' && !part.follows ? null : 1;
}

function negate(order: -1 | 1 | null): -1 | 1 | null {
  if (order === null) return null;
  return order === 1 ? -1 : 1;
}

/** Whether a version belongs to a branch: 9, 9.0 and 9.0.4 to 9.0.x. */
export function startsWithHead(head: readonly string[], branch: readonly string[]): boolean {
  return branch.every((it, index) => (head[index] ?? '') === it);
}

/** How many leading numbers two versions share. */
export function sharedHead(a: readonly string[], b: readonly string[]): number {
  let at = 0;
  while (at < a.length && at < b.length && a[at] === b[at]) at++;
  return at;
}
