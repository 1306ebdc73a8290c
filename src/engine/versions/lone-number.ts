import { compareVersions, type Version } from './version.ts';

/** Five digits and more are a way of counting of their own; see `order.ts`. */
const DIGITS_MAX = 4;

/** Digits of a version that is one short number: "3", "210"; 0: it is written otherwise. */
export function loneDigits({ parts: { series, head, tail } }: Version): number {
  const [only = ''] = head;
  if (head.length !== 1 || tail.length > 0 || series !== '' || only.length > DIGITS_MAX) return 0;
  return digitsOf(only);
}

/**
 * How a lone number stands to a version with points, read as the first of its branch: "3" as 3.0. "210" may be 2.10
 * without its point unless it is known to be a first number (`isMajor`). Null: it cannot be told.
 */
export function compareLone(lone: Version, dotted: Version, compare = compareVersions): -1 | 0 | 1 | null {
  if (lone.isBuild === true) return null;
  const [own = ''] = lone.parts.head;
  const [first = ''] = dotted.parts.head;
  const order = compare(lone, dotted);
  if (own === first || order === null) return order; // null: a date or a build is another way of counting
  if (own !== '' && dotted.parts.head.every((it) => it === '')) return 1; // nothing is before 0.0
  if (lone.isMajor !== true && digitsOf(own) > digitsOf(first)) return null;
  return order;
}

/** "3" may be 3.4, and so follow 3.2 after all. */
export function mayFollow(version: Version, named: Version): boolean {
  return (
    loneDigits(version) > 0 && named.parts.head.length > 1 && version.parts.head[0] === named.parts.head[0]
  );
}

/** A version as it is to be compared with these: what counts to 120.1 may well have had a 119. */
export function countedAlong(version: Version, named: readonly Version[]): Version {
  const digits = loneDigits(version);
  if (digits === 0 || !named.some((it) => digitsOf(it.parts.head[0] ?? '') >= digits)) return version;
  return { ...version, isMajor: true };
}

/** "210" and "2.10", "3" and "3.2". */
export function mayBeSameAsLone(lone: Version, dotted: Version): boolean {
  if (lone.isBuild === true || mayFollow(lone, dotted)) return true;
  const digits = (version: Version): string => version.text.replaceAll(/\D/g, '');
  return lone.isMajor !== true && digits(lone) === digits(dotted);
}

/** Zeros in front are gone, so that zero itself has none left. */
function digitsOf(number: string): number {
  return Math.max(1, number.length);
}
