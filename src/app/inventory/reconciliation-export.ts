import { reconciliationCsv, reconciliationXlsx } from '#exports/reconciliation';
import { type Discrepancy, type DiscrepancyPlace, listDiscrepancies } from '#store/discrepancies';
import { act, see } from '../act.ts';
import type { Context } from '../context.ts';
import { readReconciliation, selectionOf } from './reconciliations.ts';

const ROWS_AT_ONCE = 2000;

/** A report as a file, of what the actor may see of it. Who took what out of the product stands in the audit log. */
export async function exportReconciliation(
  ctx: Context,
  id: string,
  format: 'csv' | 'xlsx',
): Promise<Iterable<string | Uint8Array>> {
  const report = await readReconciliation(ctx, id);
  await act(ctx, { permission: 'inventory.read', subject: 'anywhere' }, async () => ({
    value: undefined,
    audit: { act: 'reconciliation.export', subject: { kind: 'reconciliation', id }, detail: { format } },
  }));
  const rows = await allOf(ctx, id);
  return format === 'csv' ? reconciliationCsv(rows) : reconciliationXlsx(report, rows);
}

async function allOf(ctx: Context, id: string): Promise<Discrepancy[]> {
  return see(ctx, 'inventory.read', async (db) => {
    const all: Discrepancy[] = [];
    for (let after: DiscrepancyPlace | null = null; ; ) {
      const rows: Discrepancy[] = await listDiscrepancies(db, selectionOf(ctx, id, {}), {
        after,
        limit: ROWS_AT_ONCE,
        seenSince: null,
      });
      all.push(...rows);
      if (rows.length < ROWS_AT_ONCE) return all;
      after = rows.at(-1) ?? null;
    }
  });
}
