import type { AliasBook } from '#engine/identify';
import type { Reject } from '#engine/words';
import { type LoadedInventory, loadInventory } from '../inventory/load-inventory.ts';
import { type LoadedCatalogue, loadCatalogue, refuseEmpty } from './load-catalogue.ts';
import { readAliasFiles } from './read-alias-files.ts';
import type { AssessmentOrder, RunOptions } from './run-assessment.ts';

export interface ReadOrder {
  readonly inventory: LoadedInventory;
  readonly knowledge: LoadedCatalogue;
  readonly aliases: AliasBook;
  /** Of both. */
  readonly rejected: readonly Reject[];
  readonly notices: readonly string[];
}

/**
 * Reads everything that an order names.
 * @throws {InputError} when something given cannot be used at all; the signal's reason when cancelled
 */
export async function readOrder(
  order: Pick<AssessmentOrder, 'inventories' | 'mappings' | 'knowledge' | 'aliasFile'>,
  { onProgress, signal }: RunOptions,
): Promise<ReadOrder> {
  const inventory = await loadInventory(order.inventories, {
    mappings: order.mappings,
    ...(signal && { signal }),
    onProgress: ({ file, bytesRead, bytesTotal }) =>
      onProgress?.({ phase: 'inventory', file, done: bytesRead, total: bytesTotal }),
  });
  const aliases = await readAliasFiles(order.aliasFile);
  const knowledge = await loadCatalogue(order.knowledge, {
    ...(signal && { signal }),
    onProgress: ({ file, bytesRead, bytesTotal }) =>
      onProgress?.({ phase: 'feeds', file, done: bytesRead, total: bytesTotal }),
  });
  refuseEmpty(knowledge, order.knowledge);
  return {
    inventory,
    knowledge,
    aliases,
    rejected: [...inventory.rejected, ...knowledge.rejected],
    notices: [...inventory.notices, ...knowledge.notices],
  };
}
