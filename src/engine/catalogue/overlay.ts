import type { Catalogue } from './catalogue.ts';
import { gather, gatherSlices, gatherTexts, joinArrays } from './overlay-columns.ts';
import { joinCriteria, joinPrograms } from './overlay-criteria.ts';
import { joinProducts } from './overlay-products.ts';
import { joinVersions } from './overlay-versions.ts';
import { REMEDIATION, STATEMENT } from './tables.ts';
import type { Tables } from './tables.ts';
import { createCatalogue } from './view.ts';

/**
 * Lays what feeds now say of some weaknesses over what a catalogue says of them: the result says what compiling all feeds
 * anew would say. As long as products neither come nor go, the columns that name them are the very same. Texts that
 * nothing speaks of any more stay until everything is compiled anew. It costs what copying the catalogue costs, not what
 * reading its feeds does.
 *
 * @param above a catalogue of these weaknesses alone, with every source's words on each; it brings no recalls
 * @param names ids and aliases of these weaknesses: those that `above` does not know are withdrawn
 */
export function overlay(below: Catalogue, above: Catalogue, names: readonly string[]): Catalogue {
  const [x, y] = [below.tables, above.tables];
  const kept = rowsWithout(below, names);
  const ids = x.ids.extended(y.ids);
  const texts = x.texts.extended(y.texts);
  const records = x.records.extended(y.records);
  const attributes = x.attributes.extended(y.attributes);
  const versions = joinVersions(x, y);
  const products = joinProducts(x, y, { kept, textPlaces: texts.places });
  const criteria = joinCriteria(x, y, {
    products,
    versions: versions.places,
    attributes: attributes.places,
  });
  const text = placeIn(texts.places);
  const record = placeIn(records.places);
  const advisories = joinAdvisories(x, y, record);
  const vectors = x.vectorTexts.length;
  const column = <T extends Tables[keyof Tables] & Numbers>(a: T, b: T, map?: Place): T =>
    gather(a, b, kept, map);
  const cvss = gatherSlices([x.cvssStarts, x.cvss], [y.cvssStarts, y.cvss], kept, (it, at) =>
    at % 2 === 0 ? it + vectors : text(it),
  );
  const cwes = gatherSlices([x.cweStarts, x.cwes], [y.cweStarts, y.cwes], kept, text);
  return createCatalogue({
    ids: ids.pool,
    ...joinIds(x, y, { kept, places: ids.places, size: ids.pool.size }),
    states: column(x.states, y.states),
    publishedAt: column(x.publishedAt, y.publishedAt),
    modifiedAt: column(x.modifiedAt, y.modifiedAt),
    summaries: gatherTexts(x.summaries, y.summaries, kept),
    epssProbability: column(x.epssProbability, y.epssProbability),
    epssPercentile: column(x.epssPercentile, y.epssPercentile),
    epssScoredOn: column(x.epssScoredOn, y.epssScoredOn, text),
    decisions: column(x.decisions, y.decisions, record),
    programSources: column(x.programSources, y.programSources),
    cvssStarts: cvss.starts,
    cvss: cvss.values,
    cweStarts: cwes.starts,
    cwes: cwes.values,
    ...joinPrograms(x, y, kept, criteria.places),
    vectorTexts: joinArrays(x.vectorTexts, y.vectorTexts.map(text)),
    vectorVersions: joinArrays(x.vectorVersions, y.vectorVersions),
    vectorScores: joinArrays(x.vectorScores, y.vectorScores),
    ...products.tables,
    ...criteria.tables,
    attributes: attributes.pool,
    ...versions.tables,
    ...joinStatements(withProducts(x, products.below), y, kept, {
      advisory: placeIn(advisories.places),
      product: placeIn(products.above),
      record,
    }),
    advisories: advisories.all,
    recalls: x.recalls,
    texts: texts.pool,
    records: records.pool,
  });
}

type Numbers = Int32Array | Uint32Array | Uint8Array | Float64Array;
type Place = (it: number) => number;

/** Where a number of the upper catalogue stands in the result; -1, for nothing, stays. */
function placeIn(places: Int32Array): Place {
  return (it) => (it === -1 ? -1 : (places[it] as number));
}

function rowsWithout(catalogue: Catalogue, names: readonly string[]): Int32Array {
  const isGone = new Uint8Array(catalogue.size);
  for (const name of names) {
    const index = catalogue.indexOf(name);
    if (index !== -1) isGone[index] = 1;
  }
  const kept = new Int32Array(catalogue.size);
  let count = 0;
  for (let row = 0; row < kept.length; row++) if (isGone[row] === 0) kept[count++] = row;
  return kept.slice(0, count);
}

function joinIds(
  x: Tables,
  y: Tables,
  { kept, places, size }: { readonly kept: Int32Array; readonly places: Int32Array; readonly size: number },
): Pick<Tables, 'vulnerabilityOfId' | 'idOfVulnerability'> {
  const placeOfRow = new Int32Array(x.states.length).fill(-1);
  kept.forEach((row, place) => {
    placeOfRow[row] = place;
  });
  // A name that was withdrawn leads nowhere.
  const vulnerabilityOfId = new Int32Array(size).fill(-1);
  x.vulnerabilityOfId.forEach((row, id) => {
    vulnerabilityOfId[id] = row === -1 ? -1 : (placeOfRow[row] as number);
  });
  y.vulnerabilityOfId.forEach((row, id) => {
    if (row !== -1) vulnerabilityOfId[places[id] as number] = kept.length + row;
  });
  return {
    vulnerabilityOfId,
    idOfVulnerability: gather(x.idOfVulnerability, y.idOfVulnerability, kept, placeIn(places)),
  };
}

/** An advisory of whose weaknesses only some changed stays one advisory. */
function joinAdvisories(
  x: Tables,
  y: Tables,
  record: Place,
): { readonly all: Int32Array; readonly places: Int32Array } {
  const heads = y.advisories.map(record);
  const wanted = new Set(heads);
  const known = new Map<number, number[]>();
  x.advisories.forEach((head, advisory) => {
    if (wanted.has(head)) known.set(head, [...(known.get(head) ?? []), advisory]);
  });
  const added: number[] = [];
  const places = heads.map((head) => known.get(head)?.shift() ?? x.advisories.length + added.push(head) - 1);
  return { all: joinArrays(x.advisories, Int32Array.from(added)), places };
}

/** The statements with the products where they stand now. */
function withProducts(
  { statementStarts, statements, remediationStarts, remediations }: Tables,
  places: Int32Array,
): Pick<Tables, 'statementStarts' | 'statements' | 'remediationStarts' | 'remediations'> {
  const product = placeIn(places);
  const moved = statements.map((it, at) => (isProduct(at % STATEMENT.width) ? product(it) : it));
  return { statementStarts, statements: moved, remediationStarts, remediations };
}

function isProduct(column: number): boolean {
  return column >= STATEMENT.product && column <= STATEMENT.cpePlatform;
}

function joinStatements(
  x: Pick<Tables, 'statementStarts' | 'statements' | 'remediationStarts' | 'remediations'>,
  y: Tables,
  kept: Int32Array,
  places: { readonly advisory: Place; readonly product: Place; readonly record: Place },
): Pick<Tables, 'statements' | 'statementStarts' | 'remediations' | 'remediationStarts'> {
  const { advisory, product, record } = places;
  const ofStatement = (it: number, column: number): number => {
    if (column === STATEMENT.advisory) return advisory(it);
    if (column === STATEMENT.record) return record(it);
    return isProduct(column) ? product(it) : it;
  };
  const statements = gatherSlices(
    [x.statementStarts, x.statements],
    [y.statementStarts, y.statements],
    kept,
    (it, at) => ofStatement(it, at % STATEMENT.width),
    STATEMENT.width,
  );
  const remediations = gatherSlices(
    [x.remediationStarts, x.remediations],
    [y.remediationStarts, y.remediations],
    kept,
    (it, at) => (at % REMEDIATION.width === REMEDIATION.advisory ? advisory(it) : record(it)),
    REMEDIATION.width,
  );
  return {
    statements: statements.values,
    statementStarts: statements.starts,
    remediations: remediations.values,
    remediationStarts: remediations.starts,
  };
}
