import type { ProductDirectory } from '#engine/catalogue';
import { makerKey } from './maker-names.ts';
import type { Confirmation, ProductLink, ProductText } from './product-text.ts';
import { squash } from './text.ts';

/** What people confirmed or rejected goes before everything the product works out itself. */
export function createConfirmations(
  directory: ProductDirectory,
  confirmations: readonly Confirmation[],
): { apply(text: ProductText, links: ProductLink[]): ProductLink[] } {
  const byText = new Map<string, Confirmation[]>();
  for (const it of confirmations) {
    const key = confirmationKey(it.manufacturer, it.model);
    byText.set(key, [...(byText.get(key) ?? []), it]);
  }
  let products: Map<string, number[]> | null = null;

  return {
    apply(text, links) {
      if (byText.size === 0) return links;
      const said = byText.get(confirmationKey(text.manufacturer ?? '', text.model));
      if (said === undefined) return links;
      products ??= productsByName(directory);
      const rejected = new Set<number>();
      const confirmed: ProductLink[] = [];
      for (const it of said)
        for (const product of products.get(`${it.vendor}\u0001${it.product}`) ?? []) {
          if (!it.same) rejected.add(product);
          else confirmed.push({ product, confidence: 'confirmed', evidence: [evidenceOf(it, text)] });
        }
      const settled = new Set([...rejected, ...confirmed.map((it) => it.product)]);
      return [...confirmed, ...links.filter((it) => !settled.has(it.product))];
    },
  };
}

function evidenceOf(it: Confirmation, text: ProductText): ProductLink['evidence'][number] {
  return {
    field: 'person',
    ours: [text.manufacturer, text.model].filter((part) => part !== undefined).join(' '),
    theirs: `${it.vendor} ${it.product}`,
    how: `confirmed by ${it.by}`,
  };
}

/** Like devices: the maker's key and the model without case and punctuation are equal. */
export function confirmationKey(manufacturer: string, model: string): string {
  return `${makerKey(manufacturer)}\u0001${squash(model)}`;
}

function productsByName(directory: ProductDirectory): Map<string, number[]> {
  const products = new Map<string, number[]>();
  for (let product = 0; product < directory.size; product++) {
    const key = `${directory.vendor(product)}\u0001${directory.name(product)}`;
    products.set(key, [...(products.get(key) ?? []), product]);
  }
  return products;
}
