import type { AbsenceStatement } from '#engine/absence';
import { createIdentifier } from '#engine/identify';
import type { Reject } from '#engine/words';
import { absenceOf } from './absence.ts';
import { readOrder } from './read-order.ts';
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
  options: RunOptions = {},
): Promise<FinishedAbsence> {
  const { inventory, knowledge, aliases, rejected, notices } = await readOrder(order, options);
  const identifier = createIdentifier(knowledge.catalogue.directory, aliases, []);
  return {
    statement: absenceOf(product, inventory.devices, knowledge.catalogue, identifier, order.asOf),
    rejected,
    notices,
  };
}
