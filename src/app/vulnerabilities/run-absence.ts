import type { AbsenceStatement } from '#engine/absence';
import { createIdentifier } from '#engine/identify';
import type { Reject } from '#engine/words';
import { loadInventory } from '../inventory/load-inventory.ts';
import { absenceOf } from './absence.ts';
import { loadCatalogue, refuseEmpty } from './load-catalogue.ts';
import { readAliasFiles } from './read-alias-files.ts';
import type { AssessmentOrder, RunOptions } from './run-assessment.ts';

export type AbsenceOrder = Pick<
  AssessmentOrder,
  'inventories' | 'mappings' | 'knowledge' | 'aliasFile' | 'asOf'
>;

export interface FinishedAbsence {
  readonly statement: AbsenceStatement;
  readonly rejected: readonly Reject[];
  readonly notices: readonly string[];
}

/**
 * From files to a statement of where a product is, is not, or cannot be told.
 * @param product as a person writes it
 * @throws {InputError} when something given cannot be used at all; the signal's reason when cancelled
 */
export async function runAbsence(
  product: string,
  order: AbsenceOrder,
  { onProgress, signal }: RunOptions = {},
): Promise<FinishedAbsence> {
  const inventory = await loadInventory(order.inventories, {
    mappings: order.mappings,
    ...(signal && { signal }),
    onProgress: ({ file, bytesRead, bytesTotal }) =>
      onProgress?.({ phase: 'inventory', file, done: bytesRead, total: bytesTotal }),
  });
  const aliases = await readAliasFiles(order.aliasFile);
  const loaded = await loadCatalogue(order.knowledge, {
    ...(signal && { signal }),
    onProgress: ({ file, bytesRead, bytesTotal }) =>
      onProgress?.({ phase: 'feeds', file, done: bytesRead, total: bytesTotal }),
  });
  refuseEmpty(loaded, order.knowledge);
  const identifier = createIdentifier(loaded.catalogue.directory, aliases, []);
  return {
    statement: absenceOf(product, inventory.devices, loaded.catalogue, identifier, order.asOf),
    rejected: [...inventory.rejected, ...loaded.rejected],
    notices: [...inventory.notices, ...loaded.notices],
  };
}
