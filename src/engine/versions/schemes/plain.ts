import { compareNumberLists, compareNumbers, type Order, compareText } from './compare.ts';

/** `intdot`: integers joined by dots; reading stops at the first other character. */
export function compareIntdot(a: string, b: string): Order | null {
  const [left, right] = [readIntdot(a), readIntdot(b)];
  return left === null || right === null ? null : compareNumberLists(left, right);
}

function readIntdot(text: string): string[] | null {
  const found = /^\d+(?:\.\d+)*/.exec(text);
  return found === null ? null : found[0].split('.');
}

/** `lexicographic`: by the bytes of UTF-8, which is the order of code points. */
export function compareLexicographic(a: string, b: string): Order {
  const [left, right] = [a[Symbol.iterator](), b[Symbol.iterator]()];
  for (;;) {
    const [x, y] = [left.next(), right.next()];
    if (x.done === true || y.done === true)
      return compareNumbers(Number(y.done ?? false), Number(x.done ?? false));
    const order = compareNumbers(x.value.codePointAt(0) ?? 0, y.value.codePointAt(0) ?? 0);
    if (order !== 0) return order;
  }
}

const TIMESTAMP = /^(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d)(?:\.(\d+))?(?:Z|([+-])(\d\d):(\d\d))$/i;

/** `datetime`: RFC 3339 §5.6 timestamps, by the instant they name. */
export function compareDatetime(a: string, b: string): Order | null {
  const [left, right] = [readInstant(a), readInstant(b)];
  if (left === null || right === null) return null;
  return compareNumbers(left.seconds, right.seconds) || compareText(left.fraction, right.fraction);
}

export function isDatetime(text: string): boolean {
  return readInstant(text) !== null;
}

function readInstant(text: string): { seconds: number; fraction: string } | null {
  const found = TIMESTAMP.exec(text);
  if (found === null) return null;
  const at = (index: number): number => Number(found[index] ?? 0);
  const [month, day, hour, minute, second] = [at(2), at(3), at(4), at(5), at(6)];
  if (month < 1 || month > 12 || day < 1 || day > daysIn(at(1), month)) return null;
  if (hour > 23 || minute > 59 || second > 60 || at(9) > 23 || at(10) > 59) return null;
  const offsetMinutes = (found[8] === '-' ? -1 : 1) * (at(9) * 60 + at(10));
  const days = daysSinceEpoch(at(1), month, day);
  const seconds = days * 86_400 + hour * 3600 + (minute - offsetMinutes) * 60 + second;
  return { seconds, fraction: (found[7] ?? '').replace(/0+$/, '') };
}

function daysIn(year: number, month: number): number {
  if (month === 2) return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0 ? 29 : 28;
  return [4, 6, 9, 11].includes(month) ? 30 : 31;
}

/** Days since 1970-01-01 in the proleptic Gregorian calendar. */
function daysSinceEpoch(year: number, month: number, day: number): number {
  return (
    Date.UTC(2000 + ((year - 2000) % 400), month - 1, day) / 86_400_000 +
    Math.trunc((year - 2000) / 400) * 146_097
  );
}
