import { IntList } from '#engine/catalogue';
import { NO, UNKNOWN } from './degree.ts';
import type { Degree } from './degree.ts';
import type { ItemHits } from './item-hits.ts';
import { LEADS_TO, TARGET_SHIFT } from './postings.ts';
import type { Postings } from './postings.ts';
import { silentBit } from './silent-parts.ts';

/** A verdict packed into a number: `vulnerability << 3 | degree`. */
export const DEGREE_BITS = 3;
const KIND_MASK = 3;
const EVERY_PART = silentBit('a') | silentBit('o') | silentBit('h');

/** What NVD's criteria come to for one configuration. */
export interface Evaluation {
  /** Packed verdicts of weaknesses that apply or may apply, in the order they came up. */
  readonly found: IntList;
  /** Weaknesses of a rare shape that were touched: they need the long way. */
  readonly odd: ReadonlySet<number>;
}

/**
 * Adds up what the items of a configuration contribute. The scratch columns are never cleared: a stamp says whether a
 * place was written in this round, so that a round costs what it touches and not what the catalogue holds.
 */
export class Evaluator {
  readonly #postings: Postings;
  #round = 0;
  readonly #wholeRound: Int32Array;
  readonly #wholeDegree: Uint8Array;
  readonly #nodeRound: Int32Array;
  readonly #nodeDegree: Uint8Array;
  readonly #conjunctionRound: Int32Array;
  /** The strongest vulnerable criterion of each conjunction: without one it is no finding. */
  readonly #culprit: Uint8Array;
  readonly #wholes = new IntList();
  readonly #conjunctions = new IntList();
  readonly #found = new IntList();
  readonly #odd = new Set<number>();

  constructor(postings: Postings, vulnerabilities: number) {
    this.#postings = postings;
    const nodes = postings.conjunctionOfNode.length;
    const conjunctions = postings.vulnerabilityOfConjunction.length;
    this.#wholeRound = new Int32Array(vulnerabilities);
    this.#wholeDegree = new Uint8Array(vulnerabilities);
    this.#nodeRound = new Int32Array(nodes);
    this.#nodeDegree = new Uint8Array(nodes);
    this.#conjunctionRound = new Int32Array(conjunctions);
    this.#culprit = new Uint8Array(conjunctions);
  }

  /** The result stands until the next call. */
  evaluate(items: readonly ItemHits[]): Evaluation {
    this.#round++;
    this.#wholes.truncate(0);
    this.#conjunctions.truncate(0);
    this.#found.truncate(0);
    this.#odd.clear();
    let silent = EVERY_PART;
    for (const it of items) {
      silent &= ~it.speaks;
      this.#addItem(it.postings);
    }
    for (let i = 0; i < this.#conjunctions.length; i++) this.#conclude(this.#conjunctions.at(i), silent);
    for (let i = 0; i < this.#wholes.length; i++) {
      const vulnerability = this.#wholes.at(i);
      this.#found.push((vulnerability << DEGREE_BITS) | (this.#wholeDegree[vulnerability] as number));
    }
    return { found: this.#found, odd: this.#odd };
  }

  #addItem(pairs: Int32Array): void {
    for (let i = 0; i < pairs.length; i += 2) {
      const posting = pairs[i] as number;
      const degree = pairs[i + 1] as number;
      const target = posting >> TARGET_SHIFT;
      const kind = (posting >> 1) & KIND_MASK;
      if (kind === LEADS_TO.whole) this.#raise(target, degree);
      else if (kind === LEADS_TO.node) this.#addToNode(target, degree, (posting & 1) === 1);
      else this.#odd.add(target);
    }
  }

  #raise(vulnerability: number, degree: Degree): void {
    if (this.#wholeRound[vulnerability] !== this.#round) {
      this.#wholeRound[vulnerability] = this.#round;
      this.#wholeDegree[vulnerability] = degree;
      this.#wholes.push(vulnerability);
    } else if ((this.#wholeDegree[vulnerability] as number) < degree)
      this.#wholeDegree[vulnerability] = degree;
  }

  #addToNode(node: number, degree: Degree, vulnerable: boolean): void {
    if (this.#nodeRound[node] !== this.#round) {
      this.#nodeRound[node] = this.#round;
      this.#nodeDegree[node] = degree;
    } else if ((this.#nodeDegree[node] as number) < degree) this.#nodeDegree[node] = degree;
    if (!vulnerable) return;
    const conjunction = this.#postings.conjunctionOfNode[node] as number;
    if (this.#conjunctionRound[conjunction] !== this.#round) {
      this.#conjunctionRound[conjunction] = this.#round;
      this.#culprit[conjunction] = degree;
      this.#conjunctions.push(conjunction);
    } else if ((this.#culprit[conjunction] as number) < degree) this.#culprit[conjunction] = degree;
  }

  /** Kleene's "and" over the nodes. A platform of a kind the device says nothing about may well be there. */
  #conclude(conjunction: number, silent: number): void {
    const { nodeStarts, platformsOfNode, vulnerabilityOfConjunction } = this.#postings;
    let degree = this.#culprit[conjunction] as number;
    const end = nodeStarts[conjunction + 1] as number;
    for (let node = nodeStarts[conjunction] as number; node < end && degree > NO; node++) {
      let its = this.#nodeRound[node] === this.#round ? (this.#nodeDegree[node] as number) : NO;
      if (its < UNKNOWN && ((platformsOfNode[node] as number) & silent) !== 0) its = UNKNOWN;
      if (its < degree) degree = its;
    }
    if (degree > NO) this.#raise(vulnerabilityOfConjunction[conjunction] as number, degree);
  }
}
