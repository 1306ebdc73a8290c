import { orderKeys } from '#engine/versions';
import { CRITERION_WIDTH, ROW } from './intake.ts';
import type { VulnerabilityIntake } from './intake.ts';
import { IntList } from './lists.ts';
import type { Tables } from './tables.ts';
import { TextCollector } from './text-pool.ts';
import type { TextInterner, TextPool } from './text-pool.ts';

type CriterionTables = Pick<
  Tables,
  'criterionStarts' | 'criterionVersions' | 'criterionAttributes' | 'criterionBounds' | 'bounds'
>;

/** Criteria in the order of their products, and where each staged one went. */
export function compileCriteria(
  intake: VulnerabilityIntake,
): CriterionTables & { readonly placeOf: Int32Array } {
  const { criteria, cpes } = intake;
  const count = criteria.length / CRITERION_WIDTH;
  const products = intake.products.vendors.length;
  const productOf = new Int32Array(count);
  for (let i = 0; i < count; i++) productOf[i] = cpes.product(criteria.at(i * CRITERION_WIDTH));
  const { starts: criterionStarts, places: placeOf } = groupBy(productOf, products);

  const criterionVersions = new Int32Array(count);
  const criterionAttributes = new Int32Array(count);
  const criterionBounds = new Int32Array(count).fill(-1);
  const bounds = new IntList();
  for (let i = 0; i < count; i++) {
    const at = i * CRITERION_WIDTH;
    const place = placeOf[i] as number;
    const cpe = criteria.at(at);
    criterionVersions[place] = cpes.version(cpe);
    criterionAttributes[place] = cpes.attributesOf(cpe);
    if (!isBounded(criteria, at)) continue;
    criterionBounds[place] = bounds.length / 4;
    for (let bound = 1; bound < CRITERION_WIDTH; bound++) bounds.push(criteria.at(at + bound));
  }
  return {
    criterionStarts,
    criterionVersions,
    criterionAttributes,
    criterionBounds,
    bounds: bounds.toArray(),
    placeOf,
  };
}

function isBounded(criteria: IntList, at: number): boolean {
  for (let bound = 1; bound < CRITERION_WIDTH; bound++) if (criteria.at(at + bound) !== -1) return true;
  return false;
}

/** Counting sort: where each group starts, and the place of each row within the groups. Keeps the order of rows. */
export function groupBy(
  groupOf: Int32Array,
  groups: number,
): { starts: Int32Array<ArrayBuffer>; places: Int32Array<ArrayBuffer> } {
  const starts = new Int32Array(groups + 1);
  for (const group of groupOf) starts[group + 1] = (starts[group + 1] as number) + 1;
  for (let i = 0; i < groups; i++) starts[i + 1] = (starts[i + 1] as number) + (starts[i] as number);
  const next = starts.slice(0, groups);
  const places = new Int32Array(groupOf.length);
  for (let i = 0; i < groupOf.length; i++) {
    const group = groupOf[i] as number;
    places[i] = next[group] as number;
    next[group] = (next[group] as number) + 1;
  }
  return { starts, places };
}

type ProgramTables = Pick<Tables, 'program' | 'programStarts' | 'programSources'>;

/** Copies the programs of the chosen rows (-1: none), with the criteria's final places. */
export function compilePrograms(
  intake: VulnerabilityIntake,
  rows: Int32Array,
  placeOf: Int32Array,
): ProgramTables {
  const program = new IntList();
  const programStarts = new Int32Array(rows.length + 1);
  const programSources = new Uint8Array(rows.length);
  for (let i = 0; i < rows.length; i++) {
    const row = (rows[i] as number) * ROW.width;
    if (row >= 0) {
      copyProgram(intake, row, placeOf, program);
      programSources[i] = intake.rows.at(row + ROW.source);
    }
    programStarts[i + 1] = program.length;
  }
  return { program: program.toArray(), programStarts, programSources };
}

function copyProgram(intake: VulnerabilityIntake, row: number, placeOf: Int32Array, into: IntList): void {
  const source = intake.program.values;
  let at = intake.rows.at(row + ROW.programStart);
  const end = intake.rows.at(row + ROW.programEnd);
  while (at < end) {
    const configuration = source[at++] as number;
    into.push(configuration);
    for (let nodes = configuration >> 2; nodes > 0; nodes--) {
      const node = source[at++] as number;
      into.push(node);
      for (let literals = node >> 2; literals > 0; literals--) {
        const literal = source[at++] as number;
        into.push(((placeOf[literal >> 1] as number) << 1) | (literal & 1));
      }
    }
  }
}

type VersionTables = Pick<Tables, 'versions' | 'versionRanks' | 'versionStems' | 'orderKeys'>;

/** Numbers the versions by age, so that a range test is two comparisons of whole numbers. */
export function compileVersions(interner: TextInterner): VersionTables {
  const versions = interner.toPool();
  const keys = Array.from({ length: versions.size }, (_, i) => orderKeys(versions.text(i)));
  const rankOf = new Map<string, number>();
  for (const it of keys) if (it !== null) rankOf.set(it.key, -1);
  const sorted = [...rankOf.keys()].sort();
  for (let rank = 0; rank < sorted.length; rank++) rankOf.set(sorted[rank] as string, rank);
  const versionRanks = new Int32Array(keys.length).fill(-1);
  const versionStems = new Int32Array(keys.length).fill(-1);
  keys.forEach((it, i) => {
    if (it === null) return;
    versionRanks[i] = rankOf.get(it.key) as number;
    const stem = rankOf.get(it.stem);
    versionStems[i] = stem === undefined ? 2 * rankBehind(sorted, it.stem) : 2 * stem + 1;
  });
  return { versions, versionRanks, versionStems, orderKeys: poolOf(sorted) };
}

/** Rank of the first key that is not before this one. */
function rankBehind(sorted: readonly string[], key: string): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((sorted[middle] as string) < key) low = middle + 1;
    else high = middle;
  }
  return low;
}

export function poolOf(texts: Iterable<string>): TextPool {
  const collector = new TextCollector();
  for (const it of texts) collector.addText(it);
  return collector.toPool();
}
