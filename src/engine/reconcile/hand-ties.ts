/** What people decided about pairs of sightings, by index. Later decisions are the caller's to prefer. */
export interface Ties {
  readonly together: readonly (readonly [number, number])[];
  readonly apart: readonly (readonly [number, number])[];
}

export const NO_TIES: Ties = { together: [], apart: [] };

export interface HandTies {
  /** Whether a person keeps something of the one cluster apart from something of the other. */
  readonly keepsApart: (rootA: number, rootB: number) => boolean;
  /** Whether a person decided on each pair of the clusters that these belong to. */
  readonly settles: (members: readonly number[]) => boolean;
}

export function handTiesOf(
  { apart }: Ties,
  clusters: {
    readonly rootOf: (index: number) => number;
    readonly membersOf: (root: number) => readonly number[];
  },
): HandTies {
  const partners = new Map<number, number[]>();
  for (const [a, b] of apart)
    for (const [from, to] of [
      [a, b],
      [b, a],
    ] as const) {
      const known = partners.get(from);
      if (known === undefined) partners.set(from, [to]);
      else known.push(to);
    }
  const keepsApart = (rootA: number, rootB: number): boolean => {
    if (partners.size === 0) return false;
    for (const it of clusters.membersOf(rootA))
      for (const other of partners.get(it) ?? []) if (clusters.rootOf(other) === rootB) return true;
    return false;
  };
  const settles = (members: readonly number[]): boolean => {
    if (partners.size === 0) return false;
    const roots = [...new Set(members.map(clusters.rootOf))];
    return roots.every((a, index) => roots.slice(index + 1).every((b) => keepsApart(a, b)));
  };
  return { keepsApart, settles };
}
