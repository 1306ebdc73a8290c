import { PLATFORMS } from './attributes.ts';
import { Sequences } from '#engine/catalogue';
import type { Catalogue } from '#engine/catalogue';
import { CONFIDENCES } from '#engine/words';
import type { Confidence, Verdict } from '#engine/words';
import type { Configuration } from './configuration.ts';
import { createCriterionReader } from './criterion.ts';
import { confidenceOf, DEGREE_BITS, DEGREE_MASK, NO, verdictOfDegree } from './degree.ts';
import type { Degree } from './degree.ts';
import { explain, havingIn } from './explain.ts';
import type { Explanation, Sight } from './explain.ts';
import { rememberItems } from './item-memo.ts';
import { createLinker, platformOfConfiguration } from './linked-item.ts';
import type { Identifier } from './linked-item.ts';
import { createLinkedMatcher } from './linked-matcher.ts';
import type { LinkedMatcher, MatchedItem } from './linked-matcher.ts';
import type { Ground, Match } from './match.ts';
import { isRejected, LEADS_TO, TARGET_SHIFT } from './postings.ts';

export interface Matcher {
  /** Every weakness that any source speaks of for this configuration, with the verdict: also those excluded. */
  match(configuration: Configuration): readonly Match[];
  /** The same without those excluded. */
  found(configuration: Configuration): readonly Match[];
  /**
   * One weakness, by its catalogue index, whatever the verdict; null: no source speaks of it for this configuration. It asks
   * nothing of the rest of the catalogue: for a few weaknesses of a few configurations it is the quicker way.
   */
  one(configuration: Configuration, vulnerability: number): Match | null;
  /**
   * Only what applies or may apply, packed and sorted: `vulnerability << 3 | degree` (see `verdictOfDegree`). For
   * fleets: no objects, no grounds. The same configuration always gets the same array.
   */
  findings(configuration: Configuration): Int32Array;
  /** The same for a single CPE name and nothing around it. */
  findingsOfCpe(cpe: string): Int32Array;
}

/** Matches configurations against a catalogue. Equal configurations and equal items are worked out once. */
export function createMatcher(catalogue: Catalogue, identifier: Identifier): Matcher {
  const { tables } = catalogue;
  const link = createLinker(catalogue, identifier);
  const reader = createCriterionReader(tables);
  let linked: LinkedMatcher | null = null;
  const linkedOf = rememberItems(link);
  const itemsOf = rememberItems((text) => wholeMatcher().matched(link(text)));
  const findingsByCpe = new Map<string, Int32Array>();
  const configurations = new Sequences();
  const findingsByIndex: Int32Array[] = [];

  /** The catalogue turned around; made when somebody asks for everything. */
  function wholeMatcher(): LinkedMatcher {
    return (linked ??= createLinkedMatcher(catalogue, identifier));
  }

  function findings(configuration: Configuration): Int32Array {
    const all = itemsOf(configuration);
    const platform = platformOfConfiguration(configuration);
    const index = configurations.intern([PLATFORMS.indexOf(platform), ...all.map((it) => it.index)]);
    return (findingsByIndex[index] ??= wholeMatcher().findings(all, platform));
  }

  function findingsOfCpe(cpe: string): Int32Array {
    const known = findingsByCpe.get(cpe);
    if (known !== undefined) return known;
    const matcher = wholeMatcher();
    const item = matcher.matched(link({ kind: 'component', model: '', cpe }));
    const found = matcher.findings([item], null);
    findingsByCpe.set(cpe, found);
    return found;
  }

  /** Weaknesses that name a product of the device as vulnerable, or that an advisory speaks of. */
  function spokenOf(all: readonly MatchedItem[]): Set<number> {
    const spoken = new Set<number>(statedOf(all));
    for (const { linked } of all)
      for (const { product } of linked.links)
        for (let criterion = starts(product); criterion < starts(product + 1); criterion++)
          addVulnerable(criterion, spoken);
    return spoken;
  }

  function starts(product: number): number {
    return tables.criterionStarts[product] as number;
  }

  function addVulnerable(criterion: number, into: Set<number>): void {
    const { postings } = wholeMatcher();
    for (
      let at = postings.starts[criterion] as number;
      at < (postings.starts[criterion + 1] as number);
      at++
    ) {
      const posting = postings.values[at] as number;
      if ((posting & 1) === 0) continue;
      const target = posting >> TARGET_SHIFT;
      const isNode = ((posting >> 1) & 3) === LEADS_TO.node;
      into.add(isNode ? vulnerabilityOfNode(target) : target);
    }
  }

  function vulnerabilityOfNode(node: number): number {
    const { postings } = wholeMatcher();
    return postings.vulnerabilityOfConjunction[postings.conjunctionOfNode[node] as number] as number;
  }

  return {
    findings,
    findingsOfCpe,
    found(configuration) {
      const packed = findings(configuration);
      const sight = wholeMatcher().sightOf(itemsOf(configuration), platformOfConfiguration(configuration));
      return Array.from(packed, (it) => new LazyMatch(sight, it >> DEGREE_BITS, it & DEGREE_MASK));
    },
    one(configuration, vulnerability) {
      if (isRejected(tables, vulnerability)) return null;
      const platform = platformOfConfiguration(configuration);
      const items = linkedOf(configuration);
      const { asMaker } = identifier;
      const sight = { catalogue, reader, items, having: havingIn(items), platform, asMaker };
      const explanation = explain(sight, vulnerability);
      return explanation === null
        ? null
        : new LazyMatch(sight, vulnerability, explanation.degree, explanation);
    },
    match(configuration) {
      const all = itemsOf(configuration);
      const platform = platformOfConfiguration(configuration);
      const degrees = new Map<number, Degree>();
      for (const it of spokenOf(all)) degrees.set(it, NO);
      for (const it of findings(configuration)) degrees.set(it >> DEGREE_BITS, it & DEGREE_MASK);
      const sight = wholeMatcher().sightOf(all, platform);
      const matches = [...degrees].map(([it, degree]) => new LazyMatch(sight, it, degree));
      const stated = statedOf(all);
      // An advisory may name the product and still say nothing about this version of it.
      return matches.filter(
        (it) => it.verdict !== 'not-affected' || !stated.has(it.vulnerability) || it.grounds.length > 0,
      );
    },
  };
}

/** A match that works out its grounds when somebody looks at them. */
class LazyMatch implements Match {
  readonly vulnerability: number;
  readonly verdict: Verdict;
  readonly #degree: Degree;
  readonly #sight: Sight;
  #explanation: Explanation | null;

  constructor(sight: Sight, vulnerability: number, degree: Degree, explanation: Explanation | null = null) {
    this.#explanation = explanation;
    this.#sight = sight;
    this.vulnerability = vulnerability;
    this.#degree = degree;
    this.verdict = verdictOfDegree(degree);
  }

  get confidence(): Confidence {
    if (this.#degree !== NO) return confidenceOf(this.#degree);
    const ranks = this.grounds.map((it) => CONFIDENCES.indexOf(it.confidence));
    return CONFIDENCES[Math.min(...ranks)] ?? 'confirmed';
  }

  get grounds(): readonly Ground[] {
    return this.#explain()?.grounds ?? [];
  }

  get contradiction(): string | null {
    return this.#explain()?.contradiction ?? null;
  }

  #explain(): Explanation | null {
    this.#explanation ??= explain(this.#sight, this.vulnerability);
    return this.#explanation;
  }
}

/** Weaknesses on which advisories state something about products of the device. */
function statedOf(all: readonly MatchedItem[]): Set<number> {
  return new Set(all.flatMap((it) => [...it.stated]));
}
