import { joinArrays } from './overlay-columns.ts';
import { STATEMENT } from './tables.ts';
import type { Tables } from './tables.ts';

type ProductTables = Pick<Tables, 'productParts' | 'productVendors' | 'productNames' | 'productFamilies'>;

/** Products of two catalogues as those of one, and where each stands now. */
export interface JoinedProducts {
  readonly tables: ProductTables;
  /** -1: nobody names it any more. */
  readonly below: Int32Array;
  readonly above: Int32Array;
}

/**
 * Products of the upper catalogue that the lower one knows keep their numbers, the others follow. Those that nothing names
 * any more leave, and the ones behind move up: what a text is recognised as depends on what feeds name.
 */
export function joinProducts(
  x: Tables,
  y: Tables,
  { kept, textPlaces }: { readonly kept: Int32Array; readonly textPlaces: Int32Array },
): JoinedProducts {
  const text = (it: number) => (it === -1 ? -1 : (textPlaces[it] as number));
  const columns: ProductTables = {
    productParts: y.productParts,
    productVendors: y.productVendors.map(text),
    productNames: y.productNames.map(text),
    productFamilies: y.productFamilies.map(text),
  };
  const known = findProducts(x, columns);
  const lost = productsLost(x, kept, new Set(known));
  const size = x.productParts.length;
  const places = { below: Int32Array.from({ length: size }, (_, it) => it), above: known.slice() };
  let standing = size;
  if (lost.size > 0) {
    standing = 0;
    for (let it = 0; it < size; it++) places.below[it] = lost.has(it) ? -1 : standing++;
  }
  const added: number[] = [];
  known.forEach((product, it) => {
    places.above[it] = product === -1 ? standing + added.push(it) - 1 : (places.below[product] as number);
  });
  if (added.length + lost.size === 0) return { tables: productsOf(x), ...places };
  const column = <T extends Int32Array | Uint8Array>(a: T, b: T): T =>
    joinArrays(
      lost.size === 0 ? a : (a.filter((_, it) => !lost.has(it)) as T),
      Int32Array.from(added, (it) => b[it] as number) as T,
    );
  return {
    ...places,
    tables: {
      productParts: column(x.productParts, columns.productParts),
      productVendors: column(x.productVendors, columns.productVendors),
      productNames: column(x.productNames, columns.productNames),
      productFamilies: column(x.productFamilies, columns.productFamilies),
    },
  };
}

function productsOf({ productParts, productVendors, productNames, productFamilies }: Tables): ProductTables {
  return { productParts, productVendors, productNames, productFamilies };
}

/** By product of the upper catalogue, its number in the lower one; -1: it is not there. */
function findProducts(x: ProductTables, y: ProductTables): Int32Array {
  const keyOf = (it: ProductTables, product: number) =>
    `${it.productParts[product]} ${it.productVendors[product]} ${it.productNames[product]} ${it.productFamilies[product]}`;
  const found = new Int32Array(y.productParts.length).fill(-1);
  const wanted = new Map(Array.from(found, (_, product) => [keyOf(y, product), product]));
  const names = new Set(y.productNames);
  x.productNames.forEach((name, product) => {
    if (!names.has(name)) return;
    const its = wanted.get(keyOf(x, product));
    if (its !== undefined) found[its] = product;
  });
  return found;
}

/** Products that these rows do not name, nor anything else that is known of. */
function productsLost(tables: Tables, kept: Int32Array, stillNamed: ReadonlySet<number>): Set<number> {
  const isNamed = namedBy(tables, kept);
  for (const it of stillNamed) if (it !== -1) isNamed[it] = 1;
  const lost = new Set<number>();
  isNamed.forEach((it, product) => {
    if (it === 0) lost.add(product);
  });
  return lost;
}

/** Whether criteria and advisories that count name every product: those of other records lead nowhere. */
export function namesEveryProduct(tables: Tables): boolean {
  const rows = Int32Array.from({ length: tables.states.length }, (_, it) => it);
  return !namedBy(tables, rows).includes(0);
}

/** By product, 1 where one of these rows names it. */
function namedBy(tables: Tables, rows: Int32Array): Uint8Array {
  const { criterionStarts, program, programStarts, statements, statementStarts } = tables;
  const isMet = new Uint8Array(tables.criterionVersions.length);
  const isNamed = new Uint8Array(tables.productParts.length);
  for (const row of rows) {
    const end = programStarts[row + 1] as number;
    for (let at = programStarts[row] as number; at < end; )
      for (let nodes = (program[at++] as number) >> 2; nodes > 0; nodes--)
        for (let literals = (program[at++] as number) >> 2; literals > 0; literals--)
          isMet[(program[at++] as number) >> 1] = 1;
    const last = (statementStarts[row + 1] as number) * STATEMENT.width;
    for (let at = (statementStarts[row] as number) * STATEMENT.width; at < last; at += STATEMENT.width)
      for (const column of PRODUCTS) {
        const product = statements[at + column] as number;
        if (product !== -1) isNamed[product] = 1;
      }
  }
  for (let product = 0; product < isNamed.length; product++)
    for (let it = criterionStarts[product] as number; it < (criterionStarts[product + 1] as number); it++)
      if (isMet[it] === 1) isNamed[product] = 1;
  return isNamed;
}

const PRODUCTS = [STATEMENT.product, STATEMENT.cpeProduct, STATEMENT.platform, STATEMENT.cpePlatform];
