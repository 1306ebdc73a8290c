import type { AliasBook } from './aliases.ts';
import { makerNames } from './maker-names.ts';
import { createMakerIndex } from './makers.ts';
import { createNounKeys } from './noun-keys.ts';

/** Which of many firms a maker's name means. */
export interface FirmIndex {
  /** Places in the list of firms, each with how the names agree; a slip of the keyboard is no agreement here. */
  agreeing(maker: string): readonly { readonly firm: number; readonly how: string }[];
}

/** @param firms as a source writes them; the same may stand there many times */
export function createFirmIndex(firms: readonly string[], aliases: AliasBook): FirmIndex {
  // "Acme Medical North America, LLC" goes by the company it is, so that its relatives are known.
  const keys = createNounKeys(aliases);
  const names = firms.map((it) => keys.vendor(it)?.name ?? it);
  const index = createMakerIndex({ size: names.length, vendor: (it) => names[it] ?? '' }, aliases);
  const known = new Map<string, readonly { readonly firm: number; readonly how: string }[]>();
  return {
    agreeing(maker) {
      let found = known.get(maker);
      if (found === undefined) {
        found = index
          .agreeing(makerNames(maker, 'device'), false)
          .flatMap(({ vendor, how }) => vendor.products.map((firm) => ({ firm, how })));
        known.set(maker, found);
      }
      return found;
    },
  };
}
