import { startsWithHead } from './order.ts';
import type { Part, Scanned } from './scan.ts';
import type { Version } from './version.ts';

/**
 * Where a label begins in what follows the numbers: a word for something issued later ("SP1"), or what stands apart from
 * the version, such as a date or a build ("1.00_2017_12_15", "1.1.1f-1"). What is glued to it ("12.2(3)", "1.0.2k") is
 * part of the version's own name.
 */
function labelStart(tail: readonly Part[]): number {
  const at = tail.findIndex((it) => it.kind === 'pre' || (it.kind === 'word' && it.follows) || it.apart);
  return at === -1 ? tail.length : at;
}

/** The version without its label. */
export function stemOf(parts: Scanned): Scanned {
  const start = labelStart(parts.tail);
  return start === parts.tail.length ? parts : { ...parts, tail: parts.tail.slice(0, start) };
}

/**
 * What the longer of two versions says beyond the other, where that is a label and nothing else tells them apart: they
 * may be the same version. Null: they are two.
 */
export function labelBetween(a: Version, b: Version): Part | null {
  const [short, long] = a.parts.tail.length < b.parts.tail.length ? [a.parts, b.parts] : [b.parts, a.parts];
  const isSameHead =
    short.series === long.series &&
    startsWithHead(short.head, long.head) &&
    startsWithHead(long.head, short.head);
  if (!isSameHead || !short.tail.every((it, i) => isSamePart(it, long.tail[i]))) return null;
  const at = short.tail.length;
  return at < long.tail.length && at >= labelStart(long.tail) ? (long.tail[at] ?? null) : null;
}

function isSamePart(a: Part, b: Part | undefined): boolean {
  if (a.kind === 'pre') return b?.kind === 'pre' && a.rank === b.rank;
  return b?.kind === a.kind && a.text === b.text;
}
