import { compareDigits, compareNumbers, compareText, type Order } from './compare.ts';

interface Ebuild {
  readonly numbers: readonly string[];
  readonly letter: string;
  readonly suffixes: readonly { readonly rank: number; readonly number: string }[];
  readonly revision: string;
}

/** Ranks around 0, which is a version without suffix. */
const GENTOO_SUFFIXES: Readonly<Record<string, number>> = { alpha: -4, beta: -3, pre: -2, rc: -1, p: 1 };
const APK_SUFFIXES: Readonly<Record<string, number>> = {
  alpha: -4,
  beta: -3,
  pre: -2,
  rc: -1,
  cvs: 1,
  svn: 2,
  git: 3,
  hg: 4,
  p: 5,
};

/** Gentoo's Package Manager Specification, §3.3. */
export function compareGentoo(a: string, b: string): Order | null {
  return compare(read(a, GENTOO_SUFFIXES), read(b, GENTOO_SUFFIXES));
}

/** Alpine's apk-tools, `src/version.c`: Gentoo's order with suffixes for checkouts. */
export function compareApk(a: string, b: string): Order | null {
  return compare(read(a, APK_SUFFIXES), read(b, APK_SUFFIXES));
}

function read(text: string, ranks: Readonly<Record<string, number>>): Ebuild | null {
  const found = /^(\d+(?:\.\d+)*)([a-z]?)((?:_[a-z]+\d*)*)(?:~[0-9a-f]+)?(?:-r(\d+))?$/.exec(text.trim());
  if (found === null) return null;
  const suffixes = [...(found[3] ?? '').matchAll(/_([a-z]+)(\d*)/g)].map(([, name = '', number = '']) => ({
    rank: Object.hasOwn(ranks, name) ? (ranks[name] ?? 0) : 0,
    number,
  }));
  if (suffixes.some((it) => it.rank === 0)) return null;
  return {
    numbers: (found[1] ?? '').split('.'),
    letter: found[2] ?? '',
    suffixes,
    revision: found[4] ?? '0',
  };
}

function compare(a: Ebuild | null, b: Ebuild | null): Order | null {
  if (a === null || b === null) return null;
  return (
    compareNumbersOf(a.numbers, b.numbers) ||
    compareText(a.letter, b.letter) ||
    compareSuffixes(a, b) ||
    compareDigits(a.revision, b.revision)
  );
}

/** After the first number, one with a leading zero counts as a fraction: 1.02 is before 1.1. */
function compareNumbersOf(a: readonly string[], b: readonly string[]): Order {
  for (let at = 0; at < Math.min(a.length, b.length); at++) {
    const [left, right] = [a[at] ?? '', b[at] ?? ''];
    const fraction = at > 0 && (left.startsWith('0') || right.startsWith('0'));
    const order = fraction
      ? compareText(left.replace(/0+$/, ''), right.replace(/0+$/, ''))
      : compareDigits(left, right);
    if (order !== 0) return order;
  }
  return compareNumbers(a.length, b.length);
}

function compareSuffixes(a: Ebuild, b: Ebuild): Order {
  for (let at = 0; at < Math.max(a.suffixes.length, b.suffixes.length); at++) {
    const [left, right] = [a.suffixes[at], b.suffixes[at]];
    const order =
      compareNumbers(left?.rank ?? 0, right?.rank ?? 0) ||
      compareDigits(left?.number ?? '', right?.number ?? '');
    if (order !== 0) return order;
  }
  return 0;
}
