import type { Catalogue } from '#engine/catalogue';
import type { Platform } from './attributes.ts';
import { createCriterionReader } from './criterion.ts';
import { prepareCriteria } from './criterion-tests.ts';
import { DEGREE_BITS, NO } from './degree.ts';
import { Evaluator } from './evaluator.ts';
import { explain, havingIn } from './explain.ts';
import type { Sight } from './explain.ts';
import { createHitDrafts, findHits } from './item-hits.ts';
import type { HitFinder, ItemHits } from './item-hits.ts';
import type { Identifier, LinkedItem } from './linked-item.ts';
import { Shelf } from './merge.ts';
import { createPostings } from './postings.ts';
import type { Postings } from './postings.ts';
import { VersionRanks } from './version-ranks.ts';

/** An item with what it contributes to any configuration that has it. */
export class MatchedItem {
  /** Tells items of a matcher apart. */
  readonly index: number;
  readonly linked: LinkedItem;
  readonly #finder: HitFinder;
  /** On whatever platform, as long as none was asked for. */
  readonly #hits: ItemHits;
  readonly #hitsOn: Map<Platform, ItemHits> | null;

  constructor(index: number, linked: LinkedItem, finder: HitFinder) {
    this.index = index;
    this.linked = linked;
    this.#finder = finder;
    this.#hits = findHits(finder, linked, null);
    this.#hitsOn = this.#hits.asksPlatform ? new Map([[null, this.#hits]]) : null;
  }

  /** Weaknesses on which advisories state something about its products. */
  get stated(): ReadonlySet<number> {
    return this.#hits.stated;
  }

  hitsOn(platform: Platform): ItemHits {
    if (this.#hitsOn === null) return this.#hits;
    let hits = this.#hitsOn.get(platform);
    if (hits === undefined) {
      hits = findHits(this.#finder, this.linked, platform);
      this.#hitsOn.set(platform, hits);
    }
    return hits;
  }
}

/** Matches items whose products have been found. */
export interface LinkedMatcher {
  readonly postings: Postings;
  matched(linked: LinkedItem): MatchedItem;
  /** Findings of a configuration of these items; see `Matcher.findings`. */
  findings(all: readonly MatchedItem[], platform: Platform): Int32Array;
  sightOf(all: readonly MatchedItem[], platform: Platform): Sight;
}

export function createLinkedMatcher(
  catalogue: Catalogue,
  { asMaker }: Pick<Identifier, 'asMaker'>,
): LinkedMatcher {
  const { tables } = catalogue;
  const postings = createPostings(catalogue);
  const ranks = new VersionRanks(tables);
  const reader = createCriterionReader(tables);
  const tests = prepareCriteria(tables, ranks);
  const shelf = new Shelf();
  const finder: HitFinder = { catalogue, postings, ranks, reader, tests, drafts: createHitDrafts(), shelf };
  const evaluator = new Evaluator(postings, shelf);
  let items = 0;

  function sightOf(all: readonly MatchedItem[], platform: Platform): Sight {
    const linked = all.map((it) => it.linked);
    return { catalogue, reader, items: linked, having: havingIn(linked), platform, asMaker };
  }

  return {
    postings,
    matched: (linked) => new MatchedItem(items++, linked, finder),
    findings(all, platform) {
      const hits = all.map((it) => it.hitsOn(platform));
      const found = evaluator.evaluate(hits);
      const special = specialsOf(hits);
      if (special === null) return found;
      const packed = Array.from(found.filter((it) => !special.has(it >> DEGREE_BITS)));
      const sight = sightOf(all, platform);
      for (const vulnerability of special) {
        const degree = explain(sight, vulnerability)?.degree ?? NO;
        if (degree !== NO) packed.push((vulnerability << DEGREE_BITS) | degree);
      }
      return Int32Array.from(packed).sort();
    },
    sightOf,
  };
}

/** Weaknesses that need the long way: of a rare shape, or spoken of by advisories; null: none. */
function specialsOf(all: readonly ItemHits[]): ReadonlySet<number> | null {
  if (all.every((it) => it.odd.length === 0 && it.stated.size === 0)) return null;
  return new Set(all.flatMap((it) => [...it.odd, ...it.stated]));
}
