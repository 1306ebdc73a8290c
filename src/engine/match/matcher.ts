import { Sequences } from '#engine/catalogue';
import type { Catalogue } from '#engine/catalogue';
import type { ProductText } from '#engine/identify';
import { CONFIDENCES } from '#engine/words';
import type { Confidence, Verdict } from '#engine/words';
import { itemKey } from './configuration.ts';
import type { Configuration } from './configuration.ts';
import type { Platform } from './attributes.ts';
import { createCriterionReader } from './criterion.ts';
import { prepareCriteria } from './criterion-tests.ts';
import { confidenceOf, DEGREE_BITS, DEGREE_MASK, NO, verdictOfDegree } from './degree.ts';
import type { Degree } from './degree.ts';
import { Evaluator } from './evaluator.ts';
import { explain } from './explain.ts';
import type { Explanation, Sight } from './explain.ts';
import { createHitDrafts, findHits } from './item-hits.ts';
import type { HitFinder, ItemHits } from './item-hits.ts';
import { createLinker, platformOfConfiguration } from './linked-item.ts';
import type { Identifier, LinkedItem, Linker } from './linked-item.ts';
import type { Ground, Match } from './match.ts';
import { Shelf } from './merge.ts';
import { createPostings, LEADS_TO, TARGET_SHIFT } from './postings.ts';
import { VersionRanks } from './version-ranks.ts';

export interface Matcher {
  /** Every weakness that any source speaks of for this configuration, with the verdict: also those excluded. */
  match(configuration: Configuration): readonly Match[];
  /** The same without those excluded. */
  found(configuration: Configuration): readonly Match[];
  /**
   * Only what applies or may apply, packed and sorted: `vulnerability << 3 | degree` (see `verdictOfDegree`). For
   * fleets: no objects, no grounds. The same configuration always gets the same array.
   */
  findings(configuration: Configuration): Int32Array;
  /** The same for a single CPE name and nothing around it. */
  findingsOfCpe(cpe: string): Int32Array;
}

interface MatchedItem {
  /** Tells items apart, and with them configurations. */
  readonly index: number;
  readonly linked: LinkedItem;
  readonly hits: ItemHits;
}

/** Matches configurations against a catalogue. Equal configurations and equal items are worked out once. */
export function createMatcher(catalogue: Catalogue, identifier: Identifier): Matcher {
  return createMatcherFor(catalogue, createLinker(catalogue, identifier));
}

/** The same, with the products of items found in whatever way. */
export function createMatcherFor(catalogue: Catalogue, link: Linker): Matcher {
  const { tables } = catalogue;
  const postings = createPostings(catalogue);
  const ranks = new VersionRanks(tables);
  const reader = createCriterionReader(tables);
  const tests = prepareCriteria(tables, ranks);
  const shelf = new Shelf();
  const finder: HitFinder = { catalogue, postings, ranks, reader, tests, drafts: createHitDrafts(), shelf };
  const evaluator = new Evaluator(postings);
  const items = new Map<string, MatchedItem>();
  const itemsByText = new Map<Platform | null, WeakMap<ProductText, MatchedItem>>();
  const findingsByCpe = new Map<string, Int32Array>();
  const configurations = new Sequences();
  const findingsByIndex: Int32Array[] = [];

  function itemsOf(configuration: Configuration): MatchedItem[] {
    const platform = platformOfConfiguration(configuration);
    let byText = itemsByText.get(platform);
    if (byText === undefined) itemsByText.set(platform, (byText = new WeakMap()));
    // Configurations mostly share their items as objects, which are found faster than by what they say.
    return configuration.items.map((text) => byText.get(text) ?? itemOf(text, platform, byText));
  }

  function itemOf(
    text: ProductText,
    platform: Platform | null,
    byText: WeakMap<ProductText, MatchedItem>,
  ): MatchedItem {
    const key = `${platform ?? ''}\u0001${itemKey(text)}`;
    const item = items.get(key) ?? newItem(text, platform);
    items.set(key, item);
    byText.set(text, item);
    return item;
  }

  function newItem(text: ProductText, platform: Platform | null): MatchedItem {
    const linked = link(text, platform);
    return { index: items.size, linked, hits: findHits(finder, linked) };
  }

  function sightOf(all: readonly MatchedItem[]): Sight {
    return { catalogue, reader, items: all.map((it) => it.linked) };
  }

  function evaluate(all: readonly MatchedItem[]): Int32Array {
    const found = evaluator.evaluate(all.map((it) => it.hits));
    const special = specialsOf(all);
    if (special === null) return shelf.keep(found);
    const packed = Array.from(found.filter((it) => !special.has(it >> DEGREE_BITS)));
    const sight = sightOf(all);
    for (const vulnerability of special) {
      const degree = explain(sight, vulnerability)?.degree ?? NO;
      if (degree !== NO) packed.push((vulnerability << DEGREE_BITS) | degree);
    }
    return Int32Array.from(packed).sort();
  }

  function findings(configuration: Configuration): Int32Array {
    const all = itemsOf(configuration);
    const index = configurations.intern(all.map((it) => it.index));
    return (findingsByIndex[index] ??= evaluate(all));
  }

  function findingsOfCpe(cpe: string): Int32Array {
    const known = findingsByCpe.get(cpe);
    if (known !== undefined) return known;
    const found = evaluate([newItem({ kind: 'component', model: '', cpe }, null)]);
    findingsByCpe.set(cpe, found);
    return found;
  }

  /** Weaknesses that name a product of the device as vulnerable, or that an advisory speaks of. */
  function spokenOf(all: readonly MatchedItem[]): Set<number> {
    const spoken = new Set<number>();
    for (const { hits } of all) {
      for (const it of hits.stated) spoken.add(it);
      for (const product of hits.products)
        for (let criterion = starts(product); criterion < starts(product + 1); criterion++)
          addVulnerable(criterion, spoken);
    }
    return spoken;
  }

  function starts(product: number): number {
    return tables.criterionStarts[product] as number;
  }

  function addVulnerable(criterion: number, into: Set<number>): void {
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
    return postings.vulnerabilityOfConjunction[postings.conjunctionOfNode[node] as number] as number;
  }

  return {
    findings,
    findingsOfCpe,
    found(configuration) {
      const packed = findings(configuration);
      const sight = sightOf(itemsOf(configuration));
      return Array.from(packed, (it) => new LazyMatch(sight, it >> DEGREE_BITS, it & 7));
    },
    match(configuration) {
      const all = itemsOf(configuration);
      const degrees = new Map<number, Degree>();
      for (const it of spokenOf(all)) degrees.set(it, NO);
      for (const it of findings(configuration)) degrees.set(it >> DEGREE_BITS, it & DEGREE_MASK);
      const sight = sightOf(all);
      const matches = [...degrees].map(([it, degree]) => new LazyMatch(sight, it, degree));
      const stated = new Set(all.flatMap(({ hits }) => [...hits.stated]));
      // An advisory may name the product and still say nothing about this version of it.
      return matches.filter(
        (it) => it.verdict !== 'not-affected' || !stated.has(it.vulnerability) || it.grounds.length > 0,
      );
    },
  };
}

/** Weaknesses that need the long way: of a rare shape, or spoken of by advisories; null: none. */
function specialsOf(all: readonly MatchedItem[]): ReadonlySet<number> | null {
  if (all.every(({ hits }) => hits.odd.length === 0 && hits.stated.length === 0)) return null;
  return new Set(all.flatMap(({ hits }) => [...hits.odd, ...hits.stated]));
}

/** A match that works out its grounds when somebody looks at them. */
class LazyMatch implements Match {
  readonly vulnerability: number;
  readonly verdict: Verdict;
  readonly #degree: Degree;
  readonly #sight: Sight;
  #explanation: Explanation | null = null;

  constructor(sight: Sight, vulnerability: number, degree: Degree) {
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
