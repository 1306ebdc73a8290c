import { type Hash, HASH_BYTES } from './entry.ts';

// The Merkle tree of RFC 9162, section 2.1. Sizes and indexes are numbers, not bit fields: a log may pass 2³¹ entries.

const LEAF = 0x00;
const NODE = 0x01;

/** Hash of a leaf's content. */
export function leafHash(content: Uint8Array, hash: Hash): Uint8Array {
  return hash(joined([Uint8Array.of(LEAF), content]));
}

/** Grows leaf by leaf in memory of the order of the tree's height. */
export interface GrowingTree {
  readonly size: number;
  add(leaf: Uint8Array): void;
  root(): Uint8Array;
}

export function createTree(hash: Hash): GrowingTree {
  /** Roots of the perfect trees the leaves make up, largest first. */
  let perfect: { readonly leaves: number; readonly root: Uint8Array }[] = [];
  let size = 0;
  return {
    get size() {
      return size;
    },
    add: (leaf) => {
      size += 1;
      let last = { leaves: 1, root: leaf };
      while (perfect.at(-1)?.leaves === last.leaves) {
        const left = perfect.at(-1) as { readonly leaves: number; readonly root: Uint8Array };
        perfect = perfect.slice(0, -1);
        last = { leaves: left.leaves * 2, root: node(left.root, last.root, hash) };
      }
      perfect = [...perfect, last];
    },
    root: () =>
      perfect.reduceRight<Uint8Array | null>(
        (right, it) => (right === null ? it.root : node(it.root, right, hash)),
        null,
      ) ?? hash(new Uint8Array()),
  };
}

/** Root of the tree over these leaves. */
export function rootOf(leaves: readonly Uint8Array[], hash: Hash): Uint8Array {
  const tree = createTree(hash);
  for (const leaf of leaves) tree.add(leaf);
  return tree.root();
}

/** Proof that the leaf at `index` is in the tree over `leaves`: RFC 9162, 2.1.3.1. */
export function inclusionProof(leaves: readonly Uint8Array[], index: number, hash: Hash): Uint8Array[] {
  if (index < 0 || index >= leaves.length)
    throw new Error(`Cannot prove leaf ${index}: the tree has ${leaves.length}`);
  if (leaves.length === 1) return [];
  const split = largestPowerBelow(leaves.length);
  const [left, right] = [leaves.slice(0, split), leaves.slice(split)];
  return index < split
    ? [...inclusionProof(left, index, hash), rootOf(right, hash)]
    : [...inclusionProof(right, index - split, hash), rootOf(left, hash)];
}

/** Proof that the tree over the first `size` leaves is a beginning of the tree over all: RFC 9162, 2.1.4.1. */
export function consistencyProof(leaves: readonly Uint8Array[], size: number, hash: Hash): Uint8Array[] {
  if (size < 1 || size > leaves.length)
    throw new Error(`Cannot prove tree of ${size} leaves a beginning: the whole tree has ${leaves.length}`);
  return subproof(leaves, size, true, hash);
}

function subproof(leaves: readonly Uint8Array[], size: number, whole: boolean, hash: Hash): Uint8Array[] {
  if (size === leaves.length) return whole ? [] : [rootOf(leaves, hash)];
  const split = largestPowerBelow(leaves.length);
  const [left, right] = [leaves.slice(0, split), leaves.slice(split)];
  return size <= split
    ? [...subproof(left, size, whole, hash), rootOf(right, hash)]
    : [...subproof(right, size - split, false, hash), rootOf(left, hash)];
}

export interface Inclusion {
  readonly index: number;
  readonly size: number;
  readonly leaf: Uint8Array;
  readonly root: Uint8Array;
  readonly proof: readonly Uint8Array[];
}

/** Whether the proof shows the leaf at its index in the tree of that root: RFC 9162, 2.1.3.2. */
export function verifyInclusion({ index, size, leaf, root, proof }: Inclusion, hash: Hash): boolean {
  // Without this an empty leaf "is" the tree of an empty root.
  if (![leaf, root, ...proof].every(isHash) || index < 0 || index >= size) return false;
  let climb: Climb = { at: index, last: size - 1 };
  let found = leaf;
  for (const sibling of proof) {
    if (climb.last === 0) return false;
    if (isRight(climb)) {
      found = node(sibling, found, hash);
      climb = skipLonely(climb);
    } else found = node(found, sibling, hash);
    climb = up(climb);
  }
  return climb.last === 0 && sameBytes(found, root);
}

export interface Consistency {
  readonly size1: number;
  readonly size2: number;
  readonly root1: Uint8Array;
  readonly root2: Uint8Array;
  readonly proof: readonly Uint8Array[];
}

/** Whether the proof shows the first tree to be a beginning of the second: RFC 9162, 2.1.4.2. */
export function verifyConsistency({ size1, size2, root1, root2, proof }: Consistency, hash: Hash): boolean {
  if (![root1, root2, ...proof].every(isHash) || size1 < 1 || size1 > size2) return false;
  if (size1 === size2) return proof.length === 0 && sameBytes(root1, root2);
  if (proof.length === 0) return false;
  const path = isPowerOfTwo(size1) ? [root1, ...proof] : proof;
  let climb: Climb = { at: size1 - 1, last: size2 - 1 };
  while (climb.at % 2 === 1) climb = up(climb);
  let [first, second] = [path[0] as Uint8Array, path[0] as Uint8Array];
  for (const sibling of path.slice(1)) {
    if (climb.last === 0) return false;
    if (isRight(climb)) {
      first = node(sibling, first, hash);
      second = node(sibling, second, hash);
      climb = skipLonely(climb);
    } else second = node(second, sibling, hash);
    climb = up(climb);
  }
  return climb.last === 0 && sameBytes(first, root1) && sameBytes(second, root2);
}

/** Where a proof stands on its way up: the node's index on its level, and that of the level's last. */
interface Climb {
  readonly at: number;
  readonly last: number;
}

function isRight({ at, last }: Climb): boolean {
  return at % 2 === 1 || at === last;
}

function up({ at, last }: Climb): Climb {
  return { at: Math.floor(at / 2), last: Math.floor(last / 2) };
}

/** A last node without a sibling rises as it is until it becomes a right child. */
function skipLonely(climb: Climb): Climb {
  let it = climb;
  while (it.at % 2 === 0 && it.at !== 0) it = up(it);
  return it;
}

function node(left: Uint8Array, right: Uint8Array, hash: Hash): Uint8Array {
  return hash(joined([Uint8Array.of(NODE), left, right]));
}

function largestPowerBelow(size: number): number {
  let power = 1;
  while (power * 2 < size) power *= 2;
  return power;
}

function isPowerOfTwo(size: number): boolean {
  return largestPowerBelow(size + 1) === size;
}

function isHash(bytes: Uint8Array): boolean {
  return bytes.length === HASH_BYTES;
}

export function sameBytes(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, i) => byte === b[i]);
}

export function joined(parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((sum, it) => sum + it.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
