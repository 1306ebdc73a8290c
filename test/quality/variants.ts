import type { Catalogue } from '#engine/catalogue';
import type { AliasBook, Identifier } from '#engine/identify';

export interface VariantTally {
  devices: number;
  recognised: number;
  precise: number;
}

export function measureVariants(
  _catalogue: Catalogue,
  _identifier: Identifier,
  _aliases: AliasBook,
  _seed: number,
): { readonly tallies: Map<string, VariantTally>; readonly misses: readonly string[] } {
  return { tallies: new Map(), misses: [] };
}
