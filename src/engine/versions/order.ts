import type { Part, Scanned } from './scan.ts';

/**
 * The order of versions, written as keys: within one family, a key is smaller as a string exactly if its version
 * is older. Families: `n` numbers ("1.2.3"), `i` a lone long integer ("200422"), `l` a lone letter ("K"),
 * `b` a Windows build without its revision ("10.0.17763", which may be any of 10.0.17763.1 to .9999),
 * `d` a day ("2021-03-01", which says nothing about 2.2), `A`–`Z` a lettered series ("R2.1"), `w…=` versions with words ("1.8.4 SP 1": `wsp=`).
 */
const END = '%'; // pre-release "!" < end < letter "'" < word "+" < further number "-" < next in the run "."
const LONE_INTEGER_DIGITS = 5;

export function keyOf(version: Scanned): string {
  return familyOfScan(version) + bodyOf(version);
}

/** The part of a key that must agree before two keys may be compared. */
export function familyOf(key: string): string {
  return key.startsWith('w') ? key.slice(0, key.indexOf('=') + 1) : key.slice(0, 1);
}

function familyOfScan({ series, head, tail }: Scanned): string {
  const words = tail.filter((it) => it.kind === 'word');
  if (words.length > 0 || series.length > 1)
    return `w${series}${series === '' ? '' : ':'}${words.map((it) => it.text).join(',')}=`;
  if (series !== '') return series.toUpperCase();
  if (head.length === 0) return 'l';
  if (isBuildAlone(head) && tail.length === 0) return 'b';
  if (isDay(head)) return 'd';
  return isLong(head[0]) && withoutTrailingZeros(head).length === 1 ? 'i' : 'n';
}

/** Windows 10 and later: 10.0 and a build of five digits. */
function isBuildAlone(head: readonly string[]): boolean {
  return head.length === 3 && head[0] === '10' && head[1] === '' && head[2]?.length === LONE_INTEGER_DIGITS;
}

/** Year, month and day: a date of issue, or a version counted by the calendar. */
function isDay(head: readonly string[]): boolean {
  const [year, month, day] = head;
  return head.length === 3 && isYear(year) && isWithin(month, 12) && isWithin(day, 31);
}

function isYear(digits: string | undefined): boolean {
  return digits?.length === 4 && (digits.startsWith('19') || digits.startsWith('20'));
}

function isWithin(digits: string | undefined, largest: number): boolean {
  return Number(digits) >= 1 && Number(digits) <= largest;
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

/** Compares across families: what comes first decides, and different words decide nothing. */
export function compareScanned(a: Scanned, b: Scanned): -1 | 0 | 1 | null {
  const [familyA, familyB] = [familyOfScan(a), familyOfScan(b)];
  if (familyA === familyB) return compareText(bodyOf(a), bodyOf(b));
  if (bareSeries(a) !== bareSeries(b) || a.chained || b.chained) return null;
  if (a.head.length === 0 || b.head.length === 0) return null;
  // A day tells nothing about 2.2, but 2021.3.1 is after 2020.4.
  if ((familyA === 'd' || familyB === 'd') && isYear(a.head[0]) !== isYear(b.head[0])) return null;
  // A lone long integer (a date, a build) belongs to another way of counting than 3.1.
  if (isLong(a.head[0]) !== isLong(b.head[0]) && (familyA === 'i' || familyB === 'i')) return null;
  // Without its revision a build tells nothing within the build.
  if (familyA === 'b' && startsWithHead(b.head, a.head)) return null;
  if (familyB === 'b' && startsWithHead(a.head, b.head)) return null;
  return compareHeads(a.head, b.head) || compareTails(a.tail, b.tail);
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
