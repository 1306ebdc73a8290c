/**
 * How a device stands to a vulnerability, an advisory or a product: it is affected by it (or has the product); it has
 * the product, and nobody can tell whether it is affected; it has it and is not affected; it is known not to have it;
 * nobody can tell whether it has it.
 */
export const STANDINGS = ['affected', 'undetermined', 'not-affected', 'absent', 'unknown'] as const;
export type Standing = (typeof STANDINGS)[number];

export type StandingCounts = Readonly<Record<Standing, number>>;

export interface StandingSummary {
  /** "CVE-2020-12345", "Microsoft SQL Server". */
  readonly about: string;
  readonly kind: 'vulnerability' | 'advisory' | 'product';
  /** ISO date of the inventory. */
  readonly asOf: string;
  /** What it was judged by: name of the feeds and the day they were compiled. */
  readonly feeds: string;
  readonly counts: StandingCounts;
  /** Reasons why it cannot be told, by how many devices. */
  readonly causes: ReadonlyMap<string, number>;
}

/** One paragraph that can be cited: counts, coverage, and what stands in the way of a full answer. Requirement INV-11. */
export function standingText({ about, kind, asOf, feeds, counts, causes }: StandingSummary): string {
  const total = Object.values(counts).reduce((sum, it) => sum + it, 0);
  const told = counts.affected + counts['not-affected'] + counts.absent;
  const share = total === 0 ? 0 : Math.floor((told / total) * 1000) / 10;
  const parts = kind === 'product' ? productParts(about, counts) : weaknessParts(about, counts);
  const head = `As of ${asOf}, of ${total} ${total === 1 ? 'device' : 'devices'} ${parts.join(', ')} (answered for ${share} %).`;
  const why =
    causes.size === 0
      ? ''
      : ` Cannot be told because ${[...causes]
          .toSorted((a, b) => b[1] - a[1])
          .map(([cause, count]) => `${cause} (${count})`)
          .join('; ')}.`;
  return `${head}${why} Judged by ${feeds}. What no source names cannot be found.`;
}

function productParts(about: string, counts: StandingCounts): string[] {
  return [
    `${counts.affected} ${counts.affected === 1 ? 'has' : 'have'} ${about}`,
    `${counts.absent} ${are(counts.absent)} known not to have it`,
    `and for ${counts.unknown} it cannot be told`,
  ];
}

function weaknessParts(about: string, counts: StandingCounts): string[] {
  return [
    `${counts.affected} ${are(counts.affected)} affected by ${about}`,
    `${counts['not-affected']} ${counts['not-affected'] === 1 ? 'has' : 'have'} a product it speaks of and ${are(counts['not-affected'])} not affected`,
    `${counts.absent} ${are(counts.absent)} known not to have such a product`,
    `for ${counts.undetermined} it cannot be told whether they are affected`,
    `and for ${counts.unknown} whether they have it`,
  ];
}

function are(count: number): string {
  return count === 1 ? 'is' : 'are';
}
