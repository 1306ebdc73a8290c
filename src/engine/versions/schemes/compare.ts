/** −1: a is older; null: one of the two is no version of the scheme. */
export type Order = -1 | 0 | 1;
export type SchemeOrder = (a: string, b: string) => Order | null;

export function compareText(a: string, b: string): Order {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

/** Compares runs of decimal digits of any length. */
export function compareDigits(a: string, b: string): Order {
  const [left, right] = [a.replace(/^0+/, ''), b.replace(/^0+/, '')];
  return left.length === right.length ? compareText(left, right) : compareNumbers(left.length, right.length);
}

export function compareNumbers(a: number, b: number): Order {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

/** Compares lists item by item; what the shorter one lacks is undefined. */
export function compareLists<T>(
  a: readonly T[],
  b: readonly T[],
  compare: (a: T | undefined, b: T | undefined) => Order,
): Order {
  const length = Math.max(a.length, b.length);
  for (let at = 0; at < length; at++) {
    const order = compare(a[at], b[at]);
    if (order !== 0) return order;
  }
  return 0;
}

/** The order of two numbers' lists, missing numbers being zero. */
export function compareNumberLists(a: readonly string[], b: readonly string[]): Order {
  return compareLists(a, b, (x, y) => compareDigits(x ?? '0', y ?? '0'));
}
