import { IntList, STATEMENT, STATES } from '#engine/catalogue';
import type { Catalogue, Tables } from '#engine/catalogue';
import { silentBit } from './silent-parts.ts';

/**
 * What a posting leads to. `whole`: the weakness itself, because any of its criteria alone decides. `node`: one node of
 * a configuration in which several must hold. `odd`: a weakness of a rare shape (negations, an AND within a node), to
 * be worked out the long way.
 */
export const LEADS_TO = { whole: 0, node: 1, odd: 2 } as const;
/** A posting is `target << 3 | kind << 1 | vulnerable`. */
export const TARGET_SHIFT = 3;
export const KIND_MASK = 3;

/** The catalogue turned around: from criteria and products to the weaknesses they bear on. */
export interface Postings {
  /** Postings of criterion i: from `starts[i]` to `starts[i + 1]`. */
  readonly starts: Int32Array;
  readonly values: Int32Array;
  /** One conjunction per configuration of which all nodes must hold; nodes of one stand side by side. */
  readonly conjunctionOfNode: Int32Array;
  readonly vulnerabilityOfConjunction: Int32Array;
  readonly nodeStarts: Int32Array;
  /** Parts of a node's platform criteria, as `silentBit`s. */
  readonly platformsOfNode: Uint8Array;
  /** Weaknesses that advisories state something about, by product. */
  readonly statedStarts: Int32Array;
  readonly stated: Int32Array;
}

interface Draft {
  /** Pairs: criterion, posting. */
  readonly pairs: IntList;
  readonly conjunctionOfNode: IntList;
  readonly vulnerabilityOfConjunction: IntList;
  readonly nodeStarts: IntList;
  readonly platformsOfNode: IntList;
}

export function createPostings(catalogue: Catalogue): Postings {
  const { tables } = catalogue;
  const draft: Draft = {
    pairs: new IntList(),
    conjunctionOfNode: new IntList(),
    vulnerabilityOfConjunction: new IntList(),
    nodeStarts: new IntList(),
    platformsOfNode: new IntList(),
  };
  const bitOfCriterion = silentBits(tables);
  for (let vulnerability = 0; vulnerability < catalogue.size; vulnerability++) {
    const start = tables.programStarts[vulnerability] as number;
    const end = tables.programStarts[vulnerability + 1] as number;
    if (start === end) continue;
    const shape = shapeOf(tables.program, start, end);
    if (shape === 'several') postNodes(tables.program, start, end, vulnerability, bitOfCriterion, draft);
    else postWhole(tables.program, start, end, vulnerability, LEADS_TO[shape], draft);
  }
  draft.nodeStarts.push(draft.conjunctionOfNode.length);
  return {
    ...invert(draft.pairs, tables.criterionVersions.length),
    conjunctionOfNode: draft.conjunctionOfNode.toArray(),
    vulnerabilityOfConjunction: draft.vulnerabilityOfConjunction.toArray(),
    nodeStarts: draft.nodeStarts.toArray(),
    platformsOfNode: Uint8Array.from(draft.platformsOfNode.toArray()),
    ...statedByProduct(tables),
  };
}

function silentBits({ criterionStarts, productParts, criterionVersions }: Tables): Uint8Array {
  const bits = new Uint8Array(criterionVersions.length);
  for (let product = 0; product + 1 < criterionStarts.length; product++)
    bits.fill(
      silentBit(String.fromCharCode(productParts[product] as number)),
      criterionStarts[product],
      criterionStarts[product + 1],
    );
  return bits;
}

const AND = 1;
const NEGATE = 2;

/** `whole`: every node of every configuration is an OR of vulnerable products, and none needs another. */
function shapeOf(program: Int32Array, start: number, end: number): 'whole' | 'several' | 'odd' {
  let shape: 'whole' | 'several' = 'whole';
  let at = start;
  while (at < end) {
    const configuration = program[at++] as number;
    const nodes = configuration >> 2;
    if ((configuration & NEGATE) !== 0) return 'odd';
    if ((configuration & AND) !== 0 && nodes > 1) shape = 'several';
    for (let i = 0; i < nodes; i++) {
      const node = program[at++] as number;
      const literals = node >> 2;
      if ((node & NEGATE) !== 0 || ((node & AND) !== 0 && literals > 1)) return 'odd';
      for (let j = 0; j < literals; j++) if (((program[at++] as number) & 1) === 0) shape = 'several';
    }
  }
  return shape;
}

function postWhole(
  program: Int32Array,
  start: number,
  end: number,
  vulnerability: number,
  kind: number,
  { pairs }: Draft,
): void {
  let at = start;
  while (at < end) {
    for (let nodes = (program[at++] as number) >> 2; nodes > 0; nodes--)
      for (let literals = (program[at++] as number) >> 2; literals > 0; literals--) {
        const literal = program[at++] as number;
        pairs.push(literal >> 1);
        pairs.push((vulnerability << TARGET_SHIFT) | (kind << 1) | (literal & 1));
      }
  }
}

/** An AND of nodes is one conjunction; in an OR of nodes each node is its own. */
function postNodes(
  program: Int32Array,
  start: number,
  end: number,
  vulnerability: number,
  bitOfCriterion: Uint8Array,
  draft: Draft,
): void {
  let at = start;
  while (at < end) {
    const configuration = program[at++] as number;
    const together = (configuration & AND) !== 0;
    for (let i = 0; i < configuration >> 2; i++) {
      if (!together || i === 0) {
        draft.vulnerabilityOfConjunction.push(vulnerability);
        draft.nodeStarts.push(draft.conjunctionOfNode.length);
      }
      const node = draft.conjunctionOfNode.push(draft.vulnerabilityOfConjunction.length - 1);
      let platforms = 0;
      for (let literals = (program[at++] as number) >> 2; literals > 0; literals--) {
        const literal = program[at++] as number;
        const vulnerable = literal & 1;
        if (vulnerable === 0) platforms |= bitOfCriterion[literal >> 1] as number;
        draft.pairs.push(literal >> 1);
        draft.pairs.push((node << TARGET_SHIFT) | (LEADS_TO.node << 1) | vulnerable);
      }
      draft.platformsOfNode.push(platforms);
    }
  }
}

/** Sorts the postings by criterion, counting. */
function invert(pairs: IntList, criteria: number): Pick<Postings, 'starts' | 'values'> {
  const starts = new Int32Array(criteria + 1);
  const all = pairs.values;
  for (let i = 0; i < pairs.length; i += 2) {
    const next = (all[i] as number) + 1;
    starts[next] = (starts[next] as number) + 1;
  }
  for (let i = 0; i < criteria; i++) starts[i + 1] = (starts[i + 1] as number) + (starts[i] as number);
  const free = starts.slice(0, criteria);
  const values = new Int32Array(pairs.length / 2);
  for (let i = 0; i < pairs.length; i += 2) {
    const criterion = all[i] as number;
    const place = free[criterion] as number;
    values[place] = all[i + 1] as number;
    free[criterion] = place + 1;
  }
  return { starts, values };
}

/** Whatever is said of a weakness that was rejected, it counts nowhere. */
export function isRejected({ states }: Pick<Tables, 'states'>, vulnerability: number): boolean {
  return STATES[states[vulnerability] as number] === 'rejected';
}

function statedByProduct(tables: Tables): Pick<Postings, 'statedStarts' | 'stated'> {
  const pairs = new IntList();
  for (let vulnerability = 0; vulnerability + 1 < tables.statementStarts.length; vulnerability++) {
    if (isRejected(tables, vulnerability)) continue;
    const end = tables.statementStarts[vulnerability + 1] as number;
    for (let row = tables.statementStarts[vulnerability] as number; row < end; row++)
      for (const column of [STATEMENT.product, STATEMENT.cpeProduct]) {
        const product = tables.statements[row * STATEMENT.width + column] as number;
        if (product === -1) continue;
        pairs.push(product);
        pairs.push(vulnerability);
      }
  }
  const { starts, values } = invert(pairs, tables.productParts.length);
  return { statedStarts: starts, stated: values };
}
