import { IntList } from '#engine/catalogue';
import { DEGREE_BITS, DEGREE_MASK, NO, UNKNOWN } from './degree.ts';
import type { Degree } from './degree.ts';
import type { ItemHits } from './item-hits.ts';
import { keepStrongest, Merger } from './merge.ts';
import type { Shelf } from './merge.ts';
import { TARGET_SHIFT } from './postings.ts';
import type { Postings } from './postings.ts';
import { silentBit } from './silent-parts.ts';

const EVERY_PART = silentBit('a') | silentBit('o') | silentBit('h');
/** A stamp is `round << 3 | degree`; before they run out all are wiped. */
const ROUNDS_MAX = 2 ** (31 - DEGREE_BITS) - 1;

/**
 * Adds up what the items of a configuration contribute. The scratch columns are never cleared: a stamp says whether a
 * place was written in this round, so that a round costs what it touches and not what the catalogue holds. Round and
 * degree stand in one number, so that the greater stamp is both the later and the stronger one.
 */
export class Evaluator {
  readonly #postings: Postings;
  readonly #shelf: Shelf;
  readonly #merger = new Merger();
  #round = 0;
  readonly #nodes: Int32Array;
  /** The strongest vulnerable criterion of each conjunction: without one it is no finding. */
  readonly #culprits: Int32Array;
  /** Conjunctions touched in this round. */
  readonly #touched = new IntList();

  constructor(postings: Postings, shelf: Shelf) {
    this.#postings = postings;
    this.#shelf = shelf;
    this.#nodes = new Int32Array(postings.conjunctionOfNode.length);
    this.#culprits = new Int32Array(postings.vulnerabilityOfConjunction.length);
  }

  /** What NVD's criteria come to, rare shapes apart: findings, sorted. */
  evaluate(items: readonly ItemHits[]): Int32Array {
    this.#begin();
    const lists: Int32Array[] = [];
    let silent = EVERY_PART;
    for (const it of items) {
      silent &= ~it.speaks;
      this.#addNodes(it.nodes);
      if (it.wholes.length > 0) lists.push(it.wholes);
    }
    const [only] = lists;
    if (this.#touched.length === 0 && lists.length === 1) return only as Int32Array;
    if (this.#touched.length > 0) lists.push(this.#conclusions(silent));
    return this.#shelf.keep(this.#merger.merge(lists));
  }

  #begin(): void {
    if (this.#round === ROUNDS_MAX) {
      for (const it of [this.#nodes, this.#culprits]) it.fill(0);
      this.#round = 0;
    }
    this.#round++;
    this.#touched.truncate(0);
  }

  #addNodes(hits: Int32Array): void {
    const round = this.#round << DEGREE_BITS;
    const nodes = this.#nodes;
    for (let i = 0; i < hits.length; i++) {
      const hit = hits[i] as number;
      const stamp = round | (hit & DEGREE_MASK);
      const posting = hit >> DEGREE_BITS;
      const node = posting >> TARGET_SHIFT;
      if ((nodes[node] as number) < stamp) nodes[node] = stamp;
      if ((posting & 1) === 1) this.#addCulprit(node, stamp, round);
    }
  }

  #addCulprit(node: number, stamp: number, round: number): void {
    const conjunction = this.#postings.conjunctionOfNode[node] as number;
    const before = this.#culprits[conjunction] as number;
    if (before >= stamp) return;
    if (before < round) this.#touched.push(conjunction);
    this.#culprits[conjunction] = stamp;
  }

  /** Written over the conjunctions they come from. */
  #conclusions(silent: number): Int32Array {
    const findings = this.#touched;
    let count = 0;
    for (let i = 0; i < findings.length; i++) {
      const conjunction = findings.at(i);
      const degree = this.#conclude(conjunction, silent);
      if (degree === NO) continue;
      const vulnerability = this.#postings.vulnerabilityOfConjunction[conjunction] as number;
      findings.values[count++] = (vulnerability << DEGREE_BITS) | degree;
    }
    findings.truncate(count);
    keepStrongest(findings);
    return findings.values.subarray(0, findings.length);
  }

  /** Kleene's "and" over the nodes. A platform of a kind the device says nothing about may well be there. */
  #conclude(conjunction: number, silent: number): Degree {
    const { nodeStarts, platformsOfNode } = this.#postings;
    const round = this.#round << DEGREE_BITS;
    let degree: Degree = (this.#culprits[conjunction] as number) & DEGREE_MASK;
    const end = nodeStarts[conjunction + 1] as number;
    for (let node = nodeStarts[conjunction] as number; node < end && degree > NO; node++) {
      const stamp = this.#nodes[node] as number;
      let its: Degree = stamp >= round ? stamp & DEGREE_MASK : NO;
      if (its < UNKNOWN && ((platformsOfNode[node] as number) & silent) !== 0) its = UNKNOWN;
      if (its < degree) degree = its;
    }
    return degree;
  }
}
