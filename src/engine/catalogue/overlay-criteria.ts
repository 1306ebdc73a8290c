import { joinArrays } from './overlay-columns.ts';
import type { JoinedProducts } from './overlay-products.ts';
import type { Tables } from './tables.ts';

type CriterionTables = Pick<
  Tables,
  'criterionStarts' | 'criterionVersions' | 'criterionAttributes' | 'criterionBounds' | 'bounds'
>;

/** Where the criteria of each catalogue stand now. */
export interface CriterionPlaces {
  readonly below: Int32Array;
  readonly above: Int32Array;
}

/** Criteria stand in the order of their products: those of the upper catalogue behind the ones their product has below. */
export function joinCriteria(
  x: Tables,
  y: Tables,
  {
    products,
    versions,
    attributes,
  }: {
    readonly products: JoinedProducts;
    readonly versions: Int32Array;
    readonly attributes: Int32Array;
  },
): { readonly tables: CriterionTables; readonly places: CriterionPlaces } {
  const count = products.tables.productParts.length;
  const [sizeBelow, sizeAbove] = [x.criterionVersions.length, y.criterionVersions.length];
  const starts = new Int32Array(count + 1);
  const reserve = (places: Int32Array, from: Int32Array) => {
    places.forEach((product, it) => {
      if (product === -1) return;
      starts[product + 1] = (starts[product + 1] as number) + (from[it + 1] as number) - (from[it] as number);
    });
  };
  reserve(products.below, x.criterionStarts);
  reserve(products.above, y.criterionStarts);
  for (let product = 0; product < count; product++)
    starts[product + 1] = (starts[product + 1] as number) + (starts[product] as number);
  const next = starts.slice();
  const settle = (places: Int32Array, from: Int32Array): Int32Array => {
    const settled = new Int32Array(from.at(-1) ?? 0).fill(-1);
    places.forEach((product, it) => {
      if (product === -1) return;
      const end = from[it + 1] as number;
      for (let at = from[it] as number; at < end; at++) {
        settled[at] = next[product] as number;
        next[product] = (next[product] as number) + 1;
      }
    });
    return settled;
  };
  const below = settle(products.below, x.criterionStarts);
  const above = settle(products.above, y.criterionStarts);
  const version = (it: number) => (it < 0 ? it : (versions[it] as number));
  const bounds = x.bounds.length / 4;
  const column = (a: Int32Array, b: Int32Array, map: (it: number) => number): Int32Array => {
    const all = new Int32Array(starts[count] as number);
    for (let it = 0; it < sizeBelow; it++) if (below[it] !== -1) all[below[it] as number] = a[it] as number;
    for (let it = 0; it < sizeAbove; it++) all[above[it] as number] = map(b[it] as number);
    return all;
  };
  return {
    places: { below, above },
    tables: {
      criterionStarts: starts,
      criterionVersions: column(x.criterionVersions, y.criterionVersions, version),
      criterionAttributes: column(
        x.criterionAttributes,
        y.criterionAttributes,
        (it) => attributes[it] as number,
      ),
      criterionBounds: column(x.criterionBounds, y.criterionBounds, (it) => (it === -1 ? -1 : it + bounds)),
      bounds: joinArrays(x.bounds, y.bounds.map(version)),
    },
  };
}

/** The programs of the kept rows, then those of the upper catalogue, with the criteria's new places. */
export function joinPrograms(
  x: Tables,
  y: Tables,
  kept: Int32Array,
  places: CriterionPlaces,
): Pick<Tables, 'program' | 'programStarts'> {
  const program = new Int32Array(x.program.length + y.program.length);
  const programStarts = new Int32Array(kept.length + y.programStarts.length);
  let length = 0;
  const take = (from: Tables, row: number, placeOf: Int32Array, at: number) => {
    programStarts[at] = length;
    const end = from.programStarts[row + 1] as number;
    for (let i = from.programStarts[row] as number; i < end; ) {
      const configuration = from.program[i++] as number;
      program[length++] = configuration;
      for (let nodes = configuration >> 2; nodes > 0; nodes--) {
        const node = from.program[i++] as number;
        program[length++] = node;
        for (let literals = node >> 2; literals > 0; literals--) {
          const literal = from.program[i++] as number;
          program[length++] = ((placeOf[literal >> 1] as number) << 1) | (literal & 1);
        }
      }
    }
  };
  kept.forEach((row, at) => {
    take(x, row, places.below, at);
  });
  for (let row = 0; row + 1 < y.programStarts.length; row++) take(y, row, places.above, kept.length + row);
  programStarts[programStarts.length - 1] = length;
  return { program: program.slice(0, length), programStarts };
}
