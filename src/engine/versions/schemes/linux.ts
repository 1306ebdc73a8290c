import { compareDigits, compareNumbers, compareText, type Order } from './compare.ts';

interface Package {
  readonly epoch: string;
  readonly version: string;
  /** Null: not stated. */
  readonly release: string | null;
}

function readPackage(text: string): Package | null {
  const found = /^(?:(\d+):)?([^\s:][^\s]*)$/.exec(text.trim());
  if (found === null) return null;
  const rest = found[2] ?? '';
  const hyphen = rest.lastIndexOf('-');
  return {
    epoch: found[1] ?? '0',
    version: hyphen === -1 ? rest : rest.slice(0, hyphen),
    release: hyphen === -1 ? null : rest.slice(hyphen + 1),
  };
}

/** Debian policy §5.6.12: epoch, upstream version, revision. */
export function compareDeb(a: string, b: string): Order | null {
  const [left, right] = [readPackage(a), readPackage(b)];
  if (left === null || right === null) return null;
  if (!/^\d/.test(left.version) || !/^\d/.test(right.version)) return null;
  return (
    compareDigits(left.epoch, right.epoch) ||
    compareDebPart(left.version, right.version) ||
    compareDebPart(left.release ?? '', right.release ?? '')
  );
}

function compareDebPart(a: string, b: string): Order {
  let [left, right] = [a, b];
  while (left !== '' || right !== '') {
    const [textA, textB] = [/^\D*/.exec(left)?.[0] ?? '', /^\D*/.exec(right)?.[0] ?? ''];
    for (let at = 0; at < Math.max(textA.length, textB.length); at++) {
      const order = compareNumbers(debRank(textA.charAt(at)), debRank(textB.charAt(at)));
      if (order !== 0) return order;
    }
    [left, right] = [left.slice(textA.length), right.slice(textB.length)];
    const [digitsA, digitsB] = [/^\d*/.exec(left)?.[0] ?? '', /^\d*/.exec(right)?.[0] ?? ''];
    const order = compareDigits(digitsA, digitsB);
    if (order !== 0) return order;
    [left, right] = [left.slice(digitsA.length), right.slice(digitsB.length)];
  }
  return 0;
}

/** `~` before the end, the end before letters, letters before everything else. */
function debRank(char: string): number {
  if (char === '~') return -1;
  if (char === '') return 0;
  return /[a-z]/i.test(char) ? char.charCodeAt(0) : char.charCodeAt(0) + 256;
}

/** rpm: epoch, version and, where both state one, release. */
export function compareRpm(a: string, b: string): Order | null {
  return comparePackages(a, b, compareRpmPart);
}

/** Arch Linux: rpm's older algorithm, without `~` and `^`, and "1.0a" before "1.0". */
export function compareAlpm(a: string, b: string): Order | null {
  return comparePackages(a, b, compareAlpmPart);
}

function comparePackages(a: string, b: string, compare: (a: string, b: string) => Order): Order | null {
  const [left, right] = [readPackage(a), readPackage(b)];
  if (left === null || right === null) return null;
  const order = compareDigits(left.epoch, right.epoch) || compare(left.version, right.version);
  if (order !== 0 || left.release === null || right.release === null) return order;
  return compare(left.release, right.release);
}

/** rpmvercmp(): segments of digits or letters; `~` sorts before everything, `^` after the end but before more. */
function compareRpmPart(a: string, b: string): Order {
  let [left, right] = [a, b];
  for (;;) {
    [left, right] = [left.replace(/^[^a-z0-9~^]+/i, ''), right.replace(/^[^a-z0-9~^]+/i, '')];
    if (left.startsWith('~') || right.startsWith('~')) {
      if (!left.startsWith('~')) return 1;
      if (!right.startsWith('~')) return -1;
      [left, right] = [left.slice(1), right.slice(1)];
      continue;
    }
    if (left.startsWith('^') || right.startsWith('^')) {
      if (left === '') return -1;
      if (right === '') return 1;
      if (!left.startsWith('^')) return 1;
      if (!right.startsWith('^')) return -1;
      [left, right] = [left.slice(1), right.slice(1)];
      continue;
    }
    if (left === '' || right === '') return compareNumbers(left.length, right.length);
    const pattern = /^\d/.test(left) ? /^\d+/ : /^[a-z]+/i;
    const [segmentA, segmentB] = [pattern.exec(left)?.[0] ?? '', pattern.exec(right)?.[0] ?? ''];
    if (segmentB === '') return /^\d/.test(left) ? 1 : -1;
    const order = compareSegments(segmentA, segmentB);
    if (order !== 0) return order;
    [left, right] = [left.slice(segmentA.length), right.slice(segmentB.length)];
  }
}

function compareSegments(a: string, b: string): Order {
  return /^\d/.test(a) ? compareDigits(a, b) : compareText(a, b);
}

function compareAlpmPart(a: string, b: string): Order {
  let [left, right] = [a, b];
  while (left !== '' && right !== '') {
    const [gapA, gapB] = [/^[^a-z0-9]*/i.exec(left)?.[0] ?? '', /^[^a-z0-9]*/i.exec(right)?.[0] ?? ''];
    [left, right] = [left.slice(gapA.length), right.slice(gapB.length)];
    if (left === '' || right === '') break;
    if (gapA.length !== gapB.length) return gapA.length < gapB.length ? -1 : 1;
    const pattern = /^\d/.test(left) ? /^\d+/ : /^[a-z]+/i;
    const [segmentA, segmentB] = [pattern.exec(left)?.[0] ?? '', pattern.exec(right)?.[0] ?? ''];
    if (segmentB === '') return /^\d/.test(left) ? 1 : -1;
    const order = compareSegments(segmentA, segmentB);
    if (order !== 0) return order;
    [left, right] = [left.slice(segmentA.length), right.slice(segmentB.length)];
  }
  if (left === '' && right === '') return 0;
  return (left === '' && !/^[a-z]/i.test(right)) || /^[a-z]/i.test(left) ? -1 : 1;
}
