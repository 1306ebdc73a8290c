import type { IntList } from './lists.ts';

/** The names of a weakness belong together: which group each id is in, and the id that stands for the group. */
export interface AliasGroups {
  rootOf(id: number): number;
  /** The CVE id where the group has one. */
  canonicalOf(root: number): number;
}

/**
 * Joins ids that sources call aliases of each other. Two different CVE ids are never joined: one advisory id often
 * stands for several CVEs, and joining through it would make one weakness of them.
 */
export function groupAliases(ids: number, isCve: (id: number) => boolean, pairs: IntList): AliasGroups {
  const parents = Int32Array.from({ length: ids }, (_, id) => id);
  const cves = Int32Array.from({ length: ids }, (_, id) => (isCve(id) ? id : -1));
  const ambiguous = idsOfSeveralCves(ids, cves, pairs);

  function rootOf(id: number): number {
    let root = id;
    while (parents[root] !== root) root = parents[root] as number;
    parents[id] = root;
    return root;
  }

  for (let i = 0; i < pairs.length; i += 2) {
    const [a, b] = [pairs.at(i), pairs.at(i + 1)];
    if (ambiguous.has(a) || ambiguous.has(b)) continue;
    const [rootA, rootB] = [rootOf(a), rootOf(b)];
    if (rootA === rootB || (cves[rootA] !== -1 && cves[rootB] !== -1)) continue;
    const [parent, child] = rootA < rootB ? [rootA, rootB] : [rootB, rootA];
    parents[child] = parent;
    if (cves[parent] === -1) cves[parent] = cves[child] as number;
  }
  return { rootOf, canonicalOf: (root) => (cves[root] === -1 ? root : (cves[root] as number)) };
}

function idsOfSeveralCves(ids: number, cves: Int32Array, pairs: IntList): ReadonlySet<number> {
  const cveOf = new Int32Array(ids).fill(-1);
  const ambiguous = new Set<number>();
  const note = (id: number, other: number): void => {
    if (cves[id] !== -1 || cves[other] === -1) return;
    if (cveOf[id] !== -1 && cveOf[id] !== other) ambiguous.add(id);
    cveOf[id] = other;
  };
  for (let i = 0; i < pairs.length; i += 2) {
    note(pairs.at(i), pairs.at(i + 1));
    note(pairs.at(i + 1), pairs.at(i));
  }
  return ambiguous;
}
