import type { ProductDirectory, ProductPart } from './catalogue.ts';
import { NAMED } from './tables.ts';
import type { Tables } from './tables.ts';
import { withPlainWildcards } from './wildcards.ts';

type ProductTables = Pick<
  Tables,
  'productParts' | 'productVendors' | 'productNames' | 'productFamilies' | 'texts'
>;

/** Every product any feed names, read from the catalogue's columns. */
export function createDirectory(tables: ProductTables): ProductDirectory {
  const { productParts, productVendors, productNames, productFamilies, texts } = tables;
  let index: Int32Array | null = null;

  /** A table of products + 1 (0: free), at most half full. */
  function buildIndex(): Int32Array {
    const table = new Int32Array(2 ** Math.ceil(Math.log2(2 * productParts.length + 2)));
    for (let product = 0; product < productParts.length; product++) {
      if (productParts[product] === NAMED) continue;
      const [vendor, name] = [productVendors[product] as number, productNames[product] as number];
      table[slotOf(table, productParts[product] as number, vendor, name)] = product + 1;
    }
    return table;
  }

  /** Where the product stands in the table, or would. */
  function slotOf(table: Int32Array, part: number, vendor: number, name: number): number {
    const mask = table.length - 1;
    let hash = Math.imul(vendor, 0x9e3779b1) ^ Math.imul(name, 0x85ebca6b) ^ part;
    hash ^= hash >>> 15;
    for (let slot = hash & mask; ; slot = (slot + 1) & mask) {
      const product = (table[slot] as number) - 1;
      const isHere =
        productNames[product] === name &&
        productVendors[product] === vendor &&
        productParts[product] === part;
      if (product === -1 || isHere) return slot;
    }
  }

  function find(part: 'a' | 'o' | 'h', vendor: string, name: string): number {
    const [vendorText, nameText] = [texts.find(vendor), texts.find(name)];
    if (vendorText === -1 || nameText === -1) return -1;
    index ??= buildIndex();
    return (index[slotOf(index, part.charCodeAt(0), vendorText, nameText)] as number) - 1;
  }

  return {
    size: productParts.length,
    part: (it) =>
      productParts[it] === NAMED ? 'named' : (String.fromCharCode(productParts[it] as number) as ProductPart),
    vendor: (it) => withPlainWildcards(texts.text(productVendors[it] as number)),
    name: (it) => withPlainWildcards(texts.text(productNames[it] as number)),
    family: (it) => (productFamilies[it] === -1 ? null : texts.text(productFamilies[it] as number)),
    find,
  };
}
