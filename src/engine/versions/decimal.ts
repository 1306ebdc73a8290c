import { isYear } from './counting.ts';
import type { Scanned } from './scan.ts';

/**
 * 1.02 is 1.2 to whoever counts numbers between points, and before 1.1 to whoever counts hundredths; makers do either, and
 * some write "1.1" for 1.10. Only versions of two numbers are read so: 5.02.09 has no fraction.
 */
export function readsAsDecimal({ head, secondDigits }: Scanned): boolean {
  return head.length === 2 && secondDigits > (head[1] ?? '').length && head[1] !== '' && !isYear(head[0]);
}

/** Whether the two ways of counting order two versions differently. */
export function differAsDecimals(a: Scanned, b: Scanned): boolean {
  if (a.head.length !== 2 || b.head.length !== 2 || a.head[0] !== b.head[0]) return false;
  if (!readsAsDecimal(a) && !readsAsDecimal(b)) return false;
  const [left = '', right = ''] = [a.head[1], b.head[1]];
  const byNumber = left.length - right.length || compareText(left, right);
  return Math.sign(byNumber) !== compareText(fraction(a), fraction(b));
}

/** What stands behind the point, without zeros at its end. */
function fraction({ head, secondDigits }: Scanned): string {
  return (head[1] ?? '').padStart(secondDigits, '0').replace(/0+$/, '');
}

function compareText(a: string, b: string): -1 | 0 | 1 {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
