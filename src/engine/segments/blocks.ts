import { readAddress } from './address.ts';
import { type Cidr, contains, readCidr } from './cidr.ts';

/** A network segment, as far as addresses tell. */
export interface SegmentBlocks {
  readonly id: string;
  readonly name: string;
  readonly cidrs: readonly string[];
}

export interface Located<S> {
  readonly segment: S;
  /** The block that decided. */
  readonly cidr: string;
}

/** Finds the segment of an address: of all blocks that hold it, the longest prefix rules. */
export function segmentLocator<S extends SegmentBlocks>(
  segments: readonly S[],
): (ip: string) => Located<S> | null {
  const byPrefix = new Map<string, { readonly cidr: Cidr; readonly blocks: Map<bigint, S> }>();
  for (const segment of segments)
    for (const text of segment.cidrs) {
      const cidr = readCidr(text);
      if ('problem' in cidr) continue;
      const key = `${cidr.bits}/${cidr.prefix}`;
      const level = byPrefix.get(key) ?? { cidr, blocks: new Map<bigint, S>() };
      level.blocks.set(cidr.base, segment);
      byPrefix.set(key, level);
    }
  const levels = [...byPrefix.values()].toSorted((a, b) => b.cidr.prefix - a.cidr.prefix);
  return (ip) => {
    const address = readAddress(ip);
    if (address === null) return null;
    for (const { cidr, blocks } of levels) {
      if (cidr.bits !== address.bits) continue;
      const host = BigInt(cidr.bits - cidr.prefix);
      const base = (address.value >> host) << host;
      const segment = blocks.get(base);
      if (segment !== undefined) return { segment, cidr: textOf(segment, base, cidr.prefix) };
    }
    return null;
  };
}

function textOf(segment: SegmentBlocks, base: bigint, prefix: number): string {
  for (const text of segment.cidrs) {
    const cidr = readCidr(text);
    if (!('problem' in cidr) && cidr.base === base && cidr.prefix === prefix) return cidr.text;
  }
  return '';
}

export interface BlockCheck {
  /** In their normal spelling, sorted as given, each once. */
  readonly cidrs: readonly string[];
  /** Why they cannot be taken. */
  readonly problem: string | null;
  /** What is allowed but worth knowing: the block lies within another segment's, or holds it. */
  readonly notes: readonly string[];
}

/**
 * Judges the blocks of one segment beside all others. The same block twice is refused, because nothing could tell which
 * segment an address belongs to; a block inside another segment's is allowed, and the longer prefix rules.
 */
export function checkBlocks(
  cidrs: readonly string[],
  own: string | null,
  others: readonly SegmentBlocks[],
): BlockCheck {
  const blocks = new Map<string, Cidr>();
  for (const written of cidrs) {
    const cidr = readCidr(written);
    if ('problem' in cidr) return { cidrs: [], problem: cidr.problem, notes: [] };
    blocks.set(cidr.text, cidr);
  }
  const notes: string[] = [];
  for (const other of others) {
    if (other.id === own) continue;
    for (const text of other.cidrs) {
      const theirs = readCidr(text);
      if ('problem' in theirs) continue;
      for (const mine of blocks.values()) {
        if (mine.text === theirs.text)
          return { cidrs: [], problem: `${mine.text} belongs to segment "${other.name}" already`, notes: [] };
        if (contains(theirs, mine))
          notes.push(`${mine.text} lies within ${theirs.text} of "${other.name}": its addresses belong here`);
        else if (contains(mine, theirs))
          notes.push(`${theirs.text} of "${other.name}" lies within ${mine.text}: its addresses stay there`);
      }
    }
  }
  return { cidrs: [...blocks.keys()], problem: null, notes };
}
