import { setImmediate as nextTurn } from 'node:timers/promises';
import { configurationOf, createProductTeller, type Identifier, type LinkedProducts } from '#engine/match';
import { findConfigurationFields } from '#store/identifications';
import type { Context } from '../context.ts';
import type { Knowledge } from './knowledge.ts';

const CONFIGURATIONS_PER_LOOK = 500;

/** What configurations are found to be, by their numbers. */
export type Links = ReadonlyMap<number, LinkedProducts>;

/** Worked out once for as long as products, and what people say of texts, are the same. */
const linksByIdentifier = new WeakMap<Identifier, Map<number, LinkedProducts>>();

/** What has been worked out so far; see {@link learn}. */
export function linksOf({ identifier }: Pick<Knowledge, 'identifier'>): Links {
  return mutableLinksOf(identifier);
}

function mutableLinksOf(identifier: Identifier): Map<number, LinkedProducts> {
  const links = linksByIdentifier.get(identifier) ?? new Map<number, LinkedProducts>();
  linksByIdentifier.set(identifier, links);
  return links;
}

export function productsOf(known: Links, configuration: number): number[] {
  const links = known.get(configuration);
  return links === undefined ? [] : [...links.products, ...links.candidates];
}

/** Works out what configurations are found to be, as far as that is not known yet; others have their turn between any two. */
export async function learn(
  ctx: Context,
  knowledge: Pick<Knowledge, 'catalogue' | 'identifier'>,
  configurations: readonly number[],
  signal?: AbortSignal,
): Promise<void> {
  const links = mutableLinksOf(knowledge.identifier);
  const unknown = configurations.filter((it) => !links.has(it));
  if (unknown.length === 0) return;
  const tell = createProductTeller(knowledge.catalogue, knowledge.identifier);
  for (let from = 0; from < unknown.length; from += CONFIGURATIONS_PER_LOOK) {
    const step = unknown.slice(from, from + CONFIGURATIONS_PER_LOOK);
    for (const [id, fields] of await findConfigurationFields(ctx.store.db, step)) {
      signal?.throwIfAborted();
      links.set(id, tell(configurationOf({ ...fields, id: '' })));
      await nextTurn();
    }
  }
}
