import { splitCpe, unescapeCpe } from '#engine/catalogue';
import type { Catalogue } from '#engine/catalogue';
import type { ProductLink, ProductText } from '#engine/identify';
import { readVersion } from '#engine/versions';
import type { Version } from '#engine/versions';

export interface Identifier {
  identify(text: ProductText): readonly ProductLink[];
}

/** An item of a configuration with the products it was found to be. */
export interface LinkedItem {
  readonly text: ProductText;
  readonly links: readonly ProductLink[];
  readonly version: Version | null;
  /** update … other of the item's own CPE name; null: it has none, and says nothing about them. */
  readonly attributes: readonly string[] | null;
}

/** An item that carries a CPE name needs no reading of its text: the name is looked up. */
export function linkItem(catalogue: Catalogue, identifier: Identifier, text: ProductText): LinkedItem {
  const cpe = text.cpe === undefined ? null : splitCpe(text.cpe);
  const product = cpe === null ? -1 : catalogue.directory.find(cpe.part, cpe.vendor, cpe.product);
  const named = cpe === null || cpe.version === '*' || cpe.version === '-' ? null : unescapeCpe(cpe.version);
  return {
    text,
    links:
      product === -1
        ? identifier.identify(text)
        : [{ product, confidence: 'confirmed', evidence: NAMES_ITS_CPE }],
    version: readVersion(text.version ?? named),
    attributes: cpe?.attributes ?? null,
  };
}

const NAMES_ITS_CPE: ProductLink['evidence'] = [];

/** The version that counts for a link: the product's own scheme where identification found it. */
export function linkVersion(item: LinkedItem, link: ProductLink): Version | null {
  return link.version === undefined ? item.version : readVersion(link.version);
}

export function itemWords({ manufacturer, model, version }: ProductText): string {
  return [manufacturer, model, version].filter((it) => it !== undefined).join(' ');
}
