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
  let index: Map<number, number> | null = null;
  const keyOf = (part: number, vendor: number, name: number) => (vendor * texts.size + name) * 256 + part;

  function buildIndex(): Map<number, number> {
    const built = new Map<number, number>();
    for (let i = 0; i < productParts.length; i++)
      if (productParts[i] !== NAMED)
        built.set(
          keyOf(productParts[i] as number, productVendors[i] as number, productNames[i] as number),
          i,
        );
    return built;
  }

  function find(part: 'a' | 'o' | 'h', vendor: string, name: string): number {
    const [vendorText, nameText] = [texts.find(vendor), texts.find(name)];
    if (vendorText === -1 || nameText === -1) return -1;
    index ??= buildIndex();
    return index.get(keyOf(part.charCodeAt(0), vendorText, nameText)) ?? -1;
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
