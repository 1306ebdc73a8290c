import { IntList } from '#engine/catalogue';
import { DEGREE_BITS, DEGREE_MASK, NO, UNKNOWN } from './degree.ts';
import type { Degree } from './degree.ts';
import type { ItemHits } from './item-hits.ts';
import { LEADS_TO, TARGET_SHIFT } from './postings.ts';
import type { Postings } from './postings.ts';
import { silentBit } from './silent-parts.ts';

const KIND_MASK = 3;
const EVERY_PART = silentBit('a') | silentBit('o') | silentBit('h');
/** A stamp is `round << 3 | degree`; before they run out all are wiped. */
const ROUNDS_MAX = 2 ** (31 - DEGREE_BITS) - 1;

/** What NVD's criteria come to for one configuration. */
export interface Evaluation {
  /** Packed verdicts of weaknesses that apply or may apply, in the order they came up. */
  readonly found: Int32Array;
  /** Weaknesses of a rare shape that were touched: they need the long way. */
  readonly odd: ReadonlySet<number>;
}

/**
 * Adds up what the items of a configuration contribute. The scratch columns are never cleared: a stamp says whether a
 * place was written in this round, so that a round costs what it touches and not what the catalogue holds. Round and
 * degree stand in one number, so that the greater stamp is both the later and the stronger one.
 */
export class Evaluator {
  readonly #postings: Postings;
  #round = 0;
  readonly #wholes: Int32Array;
  readonly #nodes: Int32Array;
  /** The strongest vulnerable criterion of each conjunction: without one it is no finding. */
  readonly #culprits: Int32Array;
  /** What was touched in this round. */
  readonly #touchedWholes = new IntList();
  readonly #touchedConjunctions = new IntList();
  readonly #odd = new Set<number>();

  constructor(postings: Postings, vulnerabilities: number) {
    this.#postings = postings;
    this.#wholes = new Int32Array(vulnerabilities);
    this.#nodes = new Int32Array(postings.conjunctionOfNode.length);
    this.#culprits = new Int32Array(postings.vulnerabilityOfConjunction.length);
  }

  /** The result stands until the next call. */
  evaluate(items: readonly ItemHits[]): Evaluation {
    this.#begin();
    let silent = EVERY_PART;
    for (const it of items) {
      silent &= ~it.speaks;
      this.#addItem(it.postings);
    }
    const conjunctions = this.#touchedConjunctions;
    for (let i = 0; i < conjunctions.length; i++) this.#conclude(conjunctions.at(i), silent);
    const found = this.#touchedWholes.values.subarray(0, this.#touchedWholes.length);
    for (let i = 0; i < found.length; i++) {
      const vulnerability = found[i] as number;
      found[i] = (vulnerability << DEGREE_BITS) | ((this.#wholes[vulnerability] as number) & DEGREE_MASK);
    }
    return { found, odd: this.#odd };
  }

  #begin(): void {
    if (this.#round === ROUNDS_MAX) {
      for (const it of [this.#wholes, this.#nodes, this.#culprits]) it.fill(0);
      this.#round = 0;
    }
    this.#round++;
    this.#touchedWholes.truncate(0);
    this.#touchedConjunctions.truncate(0);
    this.#odd.clear();
  }

  #addItem(hits: Int32Array): void {
    const round = this.#round << DEGREE_BITS;
    const nodes = this.#nodes;
    for (const hit of hits) {
      const stamp = round | (hit & DEGREE_MASK);
      const posting = hit >>> DEGREE_BITS;
      const target = posting >> TARGET_SHIFT;
      const kind = (posting >> 1) & KIND_MASK;
      if (kind === LEADS_TO.whole) raise(this.#wholes, this.#touchedWholes, target, stamp, round);
      else if (kind === LEADS_TO.node) {
        if ((nodes[target] as number) < stamp) nodes[target] = stamp;
        if ((posting & 1) === 1) this.#addCulprit(target, stamp, round);
      } else this.#odd.add(target);
    }
  }

  #addCulprit(node: number, stamp: number, round: number): void {
    const conjunction = this.#postings.conjunctionOfNode[node] as number;
    raise(this.#culprits, this.#touchedConjunctions, conjunction, stamp, round);
  }

  /** Kleene's "and" over the nodes. A platform of a kind the device says nothing about may well be there. */
  #conclude(conjunction: number, silent: number): void {
    const { nodeStarts, platformsOfNode, vulnerabilityOfConjunction } = this.#postings;
    const round = this.#round << DEGREE_BITS;
    let degree: Degree = (this.#culprits[conjunction] as number) & DEGREE_MASK;
    const end = nodeStarts[conjunction + 1] as number;
    for (let node = nodeStarts[conjunction] as number; node < end && degree > NO; node++) {
      const stamp = this.#nodes[node] as number;
      let its: Degree = stamp >= round ? stamp & DEGREE_MASK : NO;
      if (its < UNKNOWN && ((platformsOfNode[node] as number) & silent) !== 0) its = UNKNOWN;
      if (its < degree) degree = its;
    }
    if (degree === NO) return;
    const vulnerability = vulnerabilityOfConjunction[conjunction] as number;
    raise(this.#wholes, this.#touchedWholes, vulnerability, round | degree, round);
  }
}

/** Keeps the greatest stamp of a place; one from before this round means that the place is touched for the first time. */
function raise(stamps: Int32Array, touched: IntList, place: number, stamp: number, round: number): void {
  const before = stamps[place] as number;
  if (before >= stamp) return;
  if (before < round) touched.push(place);
  stamps[place] = stamp;
}
