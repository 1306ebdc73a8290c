import type { Catalogue } from './catalogue.ts';
import { createCriterionTexts } from './criterion-text.ts';
import type { Tables } from './tables.ts';
import type { TextPool } from './text-pool.ts';

/** What one catalogue says that another does not. Indices are each catalogue's own. */
export interface CatalogueChanges {
  /** In the later catalogue. */
  readonly added: readonly number[];
  /** In the later catalogue. */
  readonly changed: readonly number[];
  /** Ids that the later catalogue does not have. */
  readonly gone: readonly string[];
}

/**
 * Compares two catalogues vulnerability by vulnerability: where they apply, what is stated and offered, and every fact.
 * Yields now and then, so that whoever runs it can let others have their turn.
 */
export function* catalogueChanges(
  before: Catalogue,
  after: Catalogue,
): Generator<undefined, CatalogueChanges, undefined> {
  const added: number[] = [];
  const changed: number[] = [];
  const met = new Uint8Array(before.size);
  const saysTheSame = createComparison(before, after);
  for (let index = 0; index < after.size; index++) {
    if (index % TURN === 0) yield;
    const known = before.indexOf(idOf(after, index));
    // One that goes by another name now is looked at as a new one.
    if (known === -1 || idOf(before, known) !== idOf(after, index)) added.push(index);
    else {
      met[known] = 1;
      if (!saysTheSame(known, index)) changed.push(index);
    }
  }
  const gone: string[] = [];
  for (let index = 0; index < before.size; index++) if (met[index] === 0) gone.push(idOf(before, index));
  return { added, changed, gone };
}

const TURN = 2000;

function idOf({ tables }: Catalogue, index: number): string {
  return tables.ids.text(tables.idOfVulnerability[index] as number);
}

/** Tells whether two catalogues say the same of a vulnerability, each by its own index. */
function createComparison(before: Catalogue, after: Catalogue): (b: number, a: number) => boolean {
  const [x, y] = [before.tables, after.tables];
  const sameCriterion = compareCriteria(before, after);
  const [aliasesBefore, aliasesAfter] = [idsBesideTheFirst(x), idsBesideTheFirst(y)];

  function sameFacts(b: number, a: number): boolean {
    return (
      x.states[b] === y.states[a] &&
      Object.is(x.publishedAt[b], y.publishedAt[a]) &&
      Object.is(x.modifiedAt[b], y.modifiedAt[a]) &&
      x.epssProbability[b] === y.epssProbability[a] &&
      x.epssPercentile[b] === y.epssPercentile[a] &&
      sameText([x.texts, x.epssScoredOn[b]], [y.texts, y.epssScoredOn[a]]) &&
      sameText([x.records, x.decisions[b]], [y.records, y.decisions[a]]) &&
      sameText([x.summaries, b], [y.summaries, a]) &&
      (aliasesBefore.get(b) ?? '') === (aliasesAfter.get(a) ?? '')
    );
  }

  function sameVectors(b: number, a: number): boolean {
    const text = (tables: Tables, at: number) =>
      [tables.texts, at % 2 === 0 ? tables.vectorTexts[tables.cvss[at] as number] : tables.cvss[at]] as const;
    return sameSlices([x.cvssStarts, b], [y.cvssStarts, a], (i, j) => sameText(text(x, i), text(y, j)));
  }

  function sameProgram(b: number, a: number): boolean {
    const [start, end] = [x.programStarts[b] as number, x.programStarts[b + 1] as number];
    const shift = (y.programStarts[a] as number) - start;
    if ((y.programStarts[a + 1] as number) - shift !== end) return false;
    const same = (at: number) => x.program[at] === y.program[at + shift];
    for (let at = start; at < end; ) {
      if (!same(at)) return false;
      for (let nodes = (x.program[at++] as number) >> 2; nodes > 0; nodes--) {
        if (!same(at)) return false;
        for (let literals = (x.program[at++] as number) >> 2; literals > 0; literals--, at++)
          if (!sameLiteral(x.program[at] as number, y.program[at + shift] as number)) return false;
      }
    }
    return true;
  }

  function sameLiteral(b: number, a: number): boolean {
    return (b & 1) === (a & 1) && sameCriterion(b >> 1, a >> 1);
  }

  return (b, a) =>
    sameFacts(b, a) &&
    sameVectors(b, a) &&
    sameSlices([x.cweStarts, b], [y.cweStarts, a], (i, j) =>
      sameText([x.texts, x.cwes[i]], [y.texts, y.cwes[j]]),
    ) &&
    x.programSources[b] === y.programSources[a] &&
    sameProgram(b, a) &&
    advised(before, b) === advised(after, a);
}

/** Criteria are equal when product, version, attributes and bounds are; each of these is looked up once. */
function compareCriteria(before: Catalogue, after: Catalogue): (b: number, a: number) => boolean {
  const [x, y] = [before.tables, after.tables];
  const versions = placesIn(x.versions, y.versions);
  const attributes = placesIn(x.attributes, y.attributes);
  const products = productPlaces(before, after);
  const [productBefore, productAfter] = [
    createCriterionTexts(x).productOf,
    createCriterionTexts(y).productOf,
  ];
  const versionOf = (it: number) => (it < 0 ? it : (versions[it] as number));

  function sameBounds(b: number, a: number): boolean {
    if (b === -1 || a === -1) return b === a;
    for (let i = 0; i < 4; i++)
      if (x.bounds[b * 4 + i] !== versionOf(y.bounds[a * 4 + i] as number)) return false;
    return true;
  }

  return (b, a) =>
    productBefore(b) === products[productAfter(a)] &&
    x.criterionVersions[b] === versionOf(y.criterionVersions[a] as number) &&
    x.criterionAttributes[b] === attributes[y.criterionAttributes[a] as number] &&
    sameBounds(x.criterionBounds[b] as number, y.criterionBounds[a] as number);
}

const NOWHERE = -9;

/** Where each text of a pool stands in another one. */
function placesIn(there: TextPool, here: TextPool): Int32Array {
  return Int32Array.from({ length: here.size }, (_, it) => {
    const place = there.find(here.text(it));
    return place === -1 ? NOWHERE : place;
  });
}

function productPlaces(before: Catalogue, after: Catalogue): Int32Array {
  const places = new Map<string, number>();
  for (let it = 0; it < before.directory.size; it++) places.set(productWords(before, it), it);
  return Int32Array.from(
    { length: after.directory.size },
    (_, it) => places.get(productWords(after, it)) ?? NOWHERE,
  );
}

type Rows = readonly [starts: Int32Array, row: number];

function sameSlices([x, b]: Rows, [y, a]: Rows, same: (i: number, j: number) => boolean): boolean {
  const [start, from] = [x[b] as number, y[a] as number];
  const count = (x[b + 1] as number) - start;
  if ((y[a + 1] as number) - from !== count) return false;
  for (let i = 0; i < count; i++) if (!same(start + i, from + i)) return false;
  return true;
}

type PlacedText = readonly [pool: TextPool, index: number | undefined];

/** -1: none. */
function sameText([x, b = -1]: PlacedText, [y, a = -1]: PlacedText): boolean {
  if (b === -1 || a === -1) return b === a;
  const [start, end] = [x.start(b), x.ends[b] as number];
  const shift = y.start(a) - start;
  if ((y.ends[a] as number) - shift !== end) return false;
  for (let at = start; at < end; at++) if (x.bytes[at] !== y.bytes[at + shift]) return false;
  return true;
}

function idsBesideTheFirst({
  vulnerabilityOfId,
  idOfVulnerability,
  ids,
}: Tables): ReadonlyMap<number, string> {
  const found = new Map<number, string[]>();
  vulnerabilityOfId.forEach((vulnerability, id) => {
    if (idOfVulnerability[vulnerability] !== id)
      found.set(vulnerability, [...(found.get(vulnerability) ?? []), ids.text(id)]);
  });
  return new Map([...found].map(([vulnerability, aliases]) => [vulnerability, aliases.toSorted().join(' ')]));
}

/** What advisories say of it, without the numbers by which a catalogue keeps them. */
function advised(catalogue: Catalogue, index: number): string {
  const statements = catalogue.statements(index);
  if (statements.length === 0) return '';
  const words = statements.map(({ advisory, vulnerability: _, products, platforms, ...it }) =>
    JSON.stringify([
      it,
      catalogue.advisory(advisory),
      products.map((product) => productWords(catalogue, product)),
      platforms.map((product) => productWords(catalogue, product)),
    ]),
  );
  const offers = catalogue
    .advisoriesOf(index)
    .map((advisory) =>
      JSON.stringify([catalogue.advisory(advisory).id, catalogue.remediations(advisory, index)]),
    );
  return [...words.toSorted(), ...offers.toSorted()].join('\n');
}

/** A product by its words, which are the same in every catalogue. */
export function productWords({ directory }: Catalogue, product: number): string {
  return [
    directory.part(product),
    directory.vendor(product),
    directory.name(product),
    directory.family(product) ?? '',
  ].join('\u0001');
}

/** Tells every product that anything said of a vulnerability names, be it as a platform. */
export function namedProducts(catalogue: Catalogue): (index: number) => ReadonlySet<number> {
  const { tables } = catalogue;
  const { productOf } = createCriterionTexts(tables);
  return (index) => {
    const named = new Set(catalogue.statements(index).flatMap((it) => [...it.products, ...it.platforms]));
    const end = tables.programStarts[index + 1] as number;
    for (let at = tables.programStarts[index] as number; at < end; )
      for (let nodes = (tables.program[at++] as number) >> 2; nodes > 0; nodes--)
        for (let literals = (tables.program[at++] as number) >> 2; literals > 0; literals--)
          named.add(productOf((tables.program[at++] as number) >> 1));
    return named;
  };
}
