import { type Catalogue, productWords } from '#engine/catalogue';
import type { ProductLink } from '#engine/identify';
import type { Configuration } from './configuration.ts';
import { rememberItems } from './item-memo.ts';
import { createLinker } from './linked-item.ts';
import type { Identifier } from './linked-item.ts';

/** What the items of a configuration are found to be. */
export interface LinkedProducts {
  /** Confirmed and probable ones: a candidate gives no finding. */
  readonly products: readonly number[];
  readonly candidates: readonly number[];
  /** The same in words, with how sure each is: equal for two catalogues in which the items are found to be the same. */
  readonly words: string;
}

/**
 * Tells what products a configuration is linked to, by its names and by its texts: all that a catalogue can say of it, it
 * says of these.
 */
export function createProductTeller(
  catalogue: Catalogue,
  identifier: Identifier,
): (configuration: Configuration) => LinkedProducts {
  const link = createLinker(catalogue, identifier);
  const itemsOf = rememberItems((text): LinkedProducts => {
    const links = [...link(text).links, ...identifier.identify(text)];
    const words = links.map(({ product, confidence, version = '' }) =>
      [productWords(catalogue, product), confidence, version].join('\u0002'),
    );
    const isSure = (it: ProductLink) => it.confidence !== 'candidate';
    return {
      products: links.filter(isSure).map((it) => it.product),
      candidates: links.filter((it) => !isSure(it)).map((it) => it.product),
      words: words.toSorted().join('\u0003'),
    };
  });
  return (configuration) => {
    const items = itemsOf(configuration);
    return {
      products: items.flatMap((it) => it.products),
      candidates: items.flatMap((it) => it.candidates),
      words: items.map((it) => it.words).join('\u0004'),
    };
  };
}
