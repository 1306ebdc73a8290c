import type { ProductDirectory } from '#engine/catalogue';
import type { FeedKind } from '#engine/words';
import { degreeOf, NO, notDegree, UNKNOWN, verdictOfDegree } from './degree.ts';
import type { Degree } from './degree.ts';
import type { Sight, Touched } from './explain.ts';
import { itemWords, readVersionsOf, withWrittenVersion } from './linked-item.ts';
import type { Ground } from './match.ts';
import { silentBit } from './silent-parts.ts';

interface NodeOutcome {
  readonly degree: Degree;
  /** The strongest of its vulnerable criteria; null: the device has none of their products. */
  readonly culprit: Degree | null;
}

const AND = 1;
const NEGATE = 2;

/**
 * Evaluates the configurations of one weakness as they are written, node by node. It is the meaning that the fast way
 * (`Evaluator`) must reproduce, and the only way for shapes that one leaves out.
 *
 * NVD's trees say "applies if"; a finding needs more: among the criteria that make a configuration hold there must be
 * one for a vulnerable product. So a conjunction of nodes is as true as the least of its nodes and the strongest of its
 * vulnerable criteria; under a negation none of them counts. A negated configuration therefore never is a finding.
 */
export class TreeWalk {
  /** Whether any criterion that the device touches names versions. */
  explicit = false;
  /** What the vulnerable criteria came to, item by item. */
  readonly touched: Touched[] = [];
  readonly #sight: Sight;
  readonly #grounds: Ground[];
  readonly #source: FeedKind;
  readonly #end: number;
  #at: number;

  constructor(sight: Sight, vulnerability: number, source: FeedKind, grounds: Ground[]) {
    const { programStarts } = sight.catalogue.tables;
    this.#sight = sight;
    this.#grounds = grounds;
    this.#source = source;
    this.#at = programStarts[vulnerability] as number;
    this.#end = programStarts[vulnerability + 1] as number;
  }

  /** Null: none of the vulnerable products is on the device, so nothing is said about it. */
  degree(): Degree | null {
    let strongest: Degree | null = null;
    while (this.#at < this.#end) {
      const degree = this.#configuration();
      if (degree !== null) strongest = Math.max(strongest ?? NO, degree);
    }
    return strongest;
  }

  #next(): number {
    return this.#sight.catalogue.tables.program[this.#at++] as number;
  }

  #configuration(): Degree | null {
    const header = this.#next();
    const nodes: NodeOutcome[] = [];
    for (let i = 0; i < header >> 2; i++) nodes.push(this.#node());
    if ((header & NEGATE) !== 0) return null;
    const conjunctions = (header & AND) !== 0 ? [nodes] : nodes.map((it) => [it]);
    const degrees = conjunctions.map(conjunctionDegree).filter((it) => it !== null);
    return degrees.length === 0 ? null : Math.max(...degrees);
  }

  #node(): NodeOutcome {
    const header = this.#next();
    const negate = (header & NEGATE) !== 0;
    const and = (header & AND) !== 0;
    let joined: Degree | null = null;
    let culprit: Degree | null = null;
    for (let i = 0; i < header >> 2; i++) {
      const literal = this.#next();
      const vulnerable = (literal & 1) === 1;
      const degree = this.#criterion(literal >> 1, vulnerable);
      if (vulnerable && degree !== null) culprit = Math.max(culprit ?? NO, degree);
      const counted = Math.max(degree ?? NO, vulnerable ? NO : this.#absent(literal >> 1));
      if (joined === null) joined = counted;
      else joined = and ? Math.min(joined, counted) : Math.max(joined, counted);
    }
    const degree = joined ?? NO;
    return negate ? { degree: notDegree(degree), culprit: null } : { degree, culprit };
  }

  /** A platform of a kind the device says nothing about may well be there. */
  #absent(criterion: number): Degree {
    const { catalogue, items, reader } = this.#sight;
    const part = catalogue.directory.part(reader.productOf(criterion));
    const bit = silentBit(part);
    const speaks = items.some((it) => (it.speaks & bit) !== 0);
    return speaks ? NO : UNKNOWN;
  }

  /** Null: the device does not have the product. */
  #criterion(criterion: number, vulnerable: boolean): Degree | null {
    const { catalogue, reader, having, platform } = this.#sight;
    const product = reader.productOf(criterion);
    let strongest: Degree | null = null;
    for (const { item, link } of having(product)) {
      const versions = readVersionsOf(item, link);
      const met = reader.meets(criterion, vulnerable, versions, item.traits, platform);
      const { truth, because } = withWrittenVersion(met, item);
      const degree = degreeOf(truth, link.confidence);
      strongest = Math.max(strongest ?? NO, degree);
      if (vulnerable) {
        this.explicit ||= reader.isExplicit(criterion);
        this.touched.push({ item, link, truth });
      }
      // Most grounds are counted and never read: their words are put together for whoever does.
      this.#grounds.push({
        source: this.#source,
        get reference() {
          return reader.matchOf(criterion, vulnerable).criteria;
        },
        get product() {
          return productText(catalogue.directory, product);
        },
        get item() {
          return itemWords(item.text);
        },
        confidence: link.confidence,
        version: versions[0]?.text ?? item.versionText,
        because: vulnerable ? because : `platform: ${because}`,
        says: verdictOfDegree(degree),
        get fixedIn() {
          return reader.matchOf(criterion, vulnerable).versionEndExcluding ?? null;
        },
      });
    }
    return strongest;
  }
}

function conjunctionDegree(nodes: readonly NodeOutcome[]): Degree | null {
  const culprits = nodes.map((it) => it.culprit).filter((it) => it !== null);
  if (culprits.length === 0) return null;
  return Math.min(Math.max(...culprits), ...nodes.map((it) => it.degree));
}

function productText(directory: ProductDirectory, product: number): string {
  return `${directory.vendor(product)}:${directory.name(product)}`;
}
