import { contradictionBetween, type Sighting } from './contradiction.ts';
import { type HandTies, handTiesOf, type Ties } from './hand-ties.ts';
import { IDENTIFIER_KINDS, type IdentifierKind, isWeak, keyOf } from './identifiers.ts';

/** Two groups of observations became one, and by what: an identifier, or a person's decision. */
export interface Join {
  readonly kind: IdentifierKind | 'hand';
  readonly key: string;
  readonly members: readonly [number, number];
}

/** Observations that share an identifier and were still kept apart. */
export interface Doubt {
  readonly kind: IdentifierKind;
  readonly key: string;
  readonly members: readonly number[];
  readonly because: string;
  /** So many observations carry it that it identifies nothing and is not looked into. */
  readonly isHub: boolean;
}

export interface Clusters {
  /** Members by cluster, each list ascending; clusters in order of their first member. */
  readonly groups: readonly (readonly number[])[];
  readonly joins: readonly Join[];
  readonly doubts: readonly Doubt[];
}

/** An identifier on more units of one file than this identifies nothing: it is a default nobody changed. */
const UNITS_PER_IDENTIFIER_MAX = 3;
/** Members of a cluster compared before a join; more are duplicates of one another. */
const COMPARED_MAX = 32;
/** Clusters of one bucket a member is offered to. */
const OFFERS_MAX = 16;
/**
 * Observations that may carry one identifier. Beyond it is a hub: a default nobody changed, a shared address. The bound
 * keeps what one statement can reach small. A list with a line for each program of a host has hundreds under one serial
 * number, so a strong identifier may have more.
 */
const HUB_WEAK_MAX = 200;
const HUB_STRONG_MAX = 2000;

export function hubMax(kind: IdentifierKind): number {
  return isWeak(kind) ? HUB_WEAK_MAX : HUB_STRONG_MAX;
}

export interface Given {
  readonly ties: Ties;
  /** Identifiers that more observations carry than those at hand, and too many. */
  readonly isHub: (kind: IdentifierKind, key: string) => boolean;
}

/**
 * Groups sightings into devices, strongest identifiers first. The sightings must stand in canonical order: the same
 * set then gives the same groups, whatever order the files came in. Near-linear in their number.
 */
export function clustersOf(sightings: readonly Sighting[], { ties, isHub }: Given): Clusters {
  const parent = Int32Array.from({ length: sightings.length }, (_, index) => index);
  const members = new Map<number, number[]>();
  const joins: Join[] = [];
  const doubts: Doubt[] = [];

  const rootOf = (index: number): number => {
    let root = index;
    while (parent[root] !== root) {
      parent[root] = parent[parent[root] as number] as number;
      root = parent[root] as number;
    }
    return root;
  };
  const membersOf = (root: number): readonly number[] => members.get(root) ?? [root];
  const byHand: HandTies = handTiesOf(ties, { rootOf, membersOf });

  function contradiction(rootA: number, rootB: number, kind: IdentifierKind): string | null {
    if (byHand.keepsApart(rootA, rootB)) return KEPT_APART;
    for (const a of membersOf(rootA).slice(0, COMPARED_MAX))
      for (const b of membersOf(rootB).slice(0, COMPARED_MAX)) {
        const because = contradictionBetween(sightings[a] as Sighting, sightings[b] as Sighting, kind);
        if (because !== null) return because;
      }
    return null;
  }

  function join(rootA: number, rootB: number, kind: Join['kind'], key: string): number {
    const [low, high] = rootA < rootB ? [rootA, rootB] : [rootB, rootA];
    joins.push({ kind, key, members: [low, high] });
    const [larger, smaller] = [members.get(low) ?? [low], members.get(high) ?? [high]];
    if (larger.length >= smaller.length) for (const it of smaller) larger.push(it);
    const all = larger.length >= smaller.length ? larger : [...larger, ...smaller];
    parent[high] = low;
    members.set(low, all);
    members.delete(high);
    return low;
  }

  /** Joins each member to the first cluster of the bucket that nothing speaks against. */
  function joinStrong(bucket: readonly number[], kind: IdentifierKind, key: string): void {
    let roots: number[] = [];
    for (const index of bucket) {
      const own = rootOf(index);
      if (roots.includes(own)) continue;
      const problems: string[] = [];
      let joined: number | null = null;
      for (const root of roots.slice(0, OFFERS_MAX)) {
        const because = contradiction(root, own, kind);
        if (because === null) {
          joined = join(root, own, kind, key);
          roots = roots.map((it) => (it === root ? (joined as number) : it));
          break;
        }
        problems.push(because);
      }
      if (joined !== null) continue;
      roots.push(own);
      const because = problems.find((it) => it !== KEPT_APART);
      if (because !== undefined)
        doubts.push({ kind, key, members: [roots[0] as number, own], because, isHub: false });
    }
  }

  /** A weak identifier joins only across files, where it is unique in each and nothing at all speaks against. */
  function joinWeak(bucket: readonly number[], kind: IdentifierKind, key: string): void {
    const roots = [...new Set(bucket.map(rootOf))];
    const { file } = sightings[bucket[0] as number] as Sighting;
    if (roots.length < 2 || bucket.every((it) => (sightings[it] as Sighting).file === file)) return;
    const because = whyNotWeak(roots, kind);
    if (because !== null) {
      doubts.push({ kind, key, members: roots.slice(0, OFFERS_MAX), because, isHub: false });
      return;
    }
    roots.reduce((joined, root) => join(joined, root, kind, key));
  }

  function whyNotWeak(roots: readonly number[], kind: IdentifierKind): string | null {
    const files = new Map<string, number>();
    for (const root of roots)
      for (const file of new Set(membersOf(root).map((it) => (sightings[it] as Sighting).file))) {
        if (files.has(file)) return `${file} has it on more than one device`;
        files.set(file, root);
      }
    for (const [index, root] of roots.entries())
      for (const other of roots.slice(index + 1, index + OFFERS_MAX)) {
        const because = contradiction(root, other, kind);
        if (because !== null) return because;
      }
    return null;
  }

  for (const [a, b] of ties.together) {
    const [rootA, rootB] = [rootOf(a), rootOf(b)];
    if (rootA !== rootB && !byHand.keepsApart(rootA, rootB)) join(rootA, rootB, 'hand', '');
  }
  for (const kind of IDENTIFIER_KINDS.filter((it) => !isWeak(it) || standsInTwoFiles(sightings, it)))
    for (const [key, bucket] of bucketsOf(sightings, kind)) {
      const members = bucket.slice(0, OFFERS_MAX);
      if (bucket.length > hubMax(kind) || isHub(kind, key)) {
        doubts.push({ kind, key, members, because: sayHub(kind), isHub: true });
        continue;
      }
      const junk = whyJunk(bucket, sightings, kind);
      if (junk !== null) doubts.push({ kind, key, members, because: junk, isHub: false });
      else if (isWeak(kind)) joinWeak(bucket, kind, key);
      else joinStrong(bucket, kind, key);
    }
  return {
    groups: groupsOf(sightings.length, rootOf),
    joins,
    doubts: doubts.filter((it) => !byHand.settles(it.members)),
  };
}

const KEPT_APART = 'a person keeps them apart';

function sayHub(kind: IdentifierKind): string {
  return `more than ${hubMax(kind)} statements carry it`;
}

/** Within one file a weak identifier says nothing ("Infusion pump" as the name of a thousand rows). */
function standsInTwoFiles(sightings: readonly Sighting[], kind: IdentifierKind): boolean {
  let file: string | null = null;
  for (const it of sightings) {
    if (it.file === file || keyOf(kind, it.identity) === null) continue;
    if (file !== null) return true;
    file = it.file;
  }
  return false;
}

/**
 * Sightings that share a key of that kind, two or more, in canonical order. Open addressing over typed arrays:
 * most keys of a million stand alone, and a Map would hold each of them for nothing.
 */
function bucketsOf(sightings: readonly Sighting[], kind: IdentifierKind): Map<string, number[]> {
  const slots = new Int32Array(2 ** Math.ceil(Math.log2(sightings.length * 2 + 2))).fill(-1);
  const hashes = new Int32Array(sightings.length);
  const buckets = new Map<string, number[]>();
  for (let index = 0; index < sightings.length; index++) {
    const key = keyOf(kind, (sightings[index] as Sighting).identity);
    if (key === null) continue;
    const hash = hashOf(key);
    hashes[index] = hash;
    let at = hash & (slots.length - 1);
    let first = slots[at] as number;
    while (
      first !== -1 &&
      !(hashes[first] === hash && keyOf(kind, (sightings[first] as Sighting).identity) === key)
    ) {
      at = (at + 1) & (slots.length - 1);
      first = slots[at] as number;
    }
    if (first === -1) {
      slots[at] = index;
      continue;
    }
    const bucket = buckets.get(key);
    if (bucket === undefined) buckets.set(key, [first, index]);
    else bucket.push(index);
  }
  return buckets;
}

/** FNV-1a with a last stir, so that numbers counting up spread over the slots. */
function hashOf(text: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d);
  return hash ^ (hash >>> 13);
}

function whyJunk(
  bucket: readonly number[],
  sightings: readonly Sighting[],
  kind: IdentifierKind,
): string | null {
  if (bucket.length <= UNITS_PER_IDENTIFIER_MAX || isWeak(kind)) return null;
  const unitsByFile = new Map<string, Set<string>>();
  for (const index of bucket) {
    const { file, identity } = sightings[index] as Sighting;
    const unit = otherNameOf(identity, kind);
    if (unit === null) continue;
    const units = unitsByFile.get(file) ?? new Set<string>();
    unitsByFile.set(file, units.add(unit));
    if (units.size > UNITS_PER_IDENTIFIER_MAX)
      return `${file} has it on more than ${UNITS_PER_IDENTIFIER_MAX} devices`;
  }
  return null;
}

function otherNameOf(identity: Sighting['identity'], kind: IdentifierKind): string | null {
  for (const other of IDENTIFIER_KINDS) {
    if (other === kind || isWeak(other)) continue;
    const name = keyOf(other, identity);
    if (name !== null) return `${other} ${name}`;
  }
  return null;
}

function groupsOf(count: number, rootOf: (index: number) => number): number[][] {
  const groups: number[][] = [];
  const groupAt = new Map<number, number>();
  for (let index = 0; index < count; index++) {
    const root = rootOf(index);
    const at = groupAt.get(root);
    if (at === undefined) {
      groupAt.set(root, groups.length);
      groups.push([index]);
    } else (groups[at] as number[]).push(index);
  }
  return groups;
}
