import { compareLone, loneDigits } from './lone-number.ts';
import { compareNumbersOf } from './order.ts';
import { compareVersions, countAlike, type Version } from './version.ts';

export type Order = -1 | 0 | 1 | null;
export type Compare = (a: Version, b: Version) => Order;

/** How versions are compared with those that a source names. */
export interface Ruler {
  readonly compare: Compare;
  /** What the source names together, and so says to follow each other: ">= 9.0, < 2019.1". */
  readonly named: readonly Version[];
}

/** Where a version stands beside one that a source names. */
export interface Place {
  /** Null: it cannot be told. */
  readonly order: Order;
  /** It is the order of the numbers alone, which may count different things (2021.04 and 7.3) or fractions (1.02 and 1.1). */
  readonly unsure?: true;
}

const NO_MORE: Ruler = { compare: compareVersions, named: [] };

/** The order a version has to one that a source names; a lone number may have none to one with points. */
export function orderTo(named: Version, version: Version, compare: Compare = compareVersions): Order {
  const isDotted = named.parts.head.length > 1;
  return isDotted && loneDigits(version) > 0 ? compareLone(version, named, compare) : compare(version, named);
}

/** The place by `orderOf`; where there is none, that of the numbers. */
export function placedAt(
  named: Version,
  version: Version,
  orderOf: (named: Version, version: Version, compare: Compare) => Order,
  { compare, named: together }: Ruler = NO_MORE,
): Place {
  const order = orderOf(named, version, compare);
  if (order !== null) return { order };
  const byNumbers = orderOf(named, version, compareNumbersOf);
  if (byNumbers === null) return { order: null };
  const follow =
    !countAlike(version, named) && together.some((it) => isTelling(it) && countAlike(version, it));
  return follow ? { order: byNumbers } : { order: byNumbers, unsure: true };
}

/** A bound at 0 says nothing of how its source counts. */
function isTelling({ parts }: Version): boolean {
  return parts.head.some((number) => number !== '');
}
