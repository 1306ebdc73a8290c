import { type AuditFilter, countAudit, listAuditBefore, type StoredEntry } from '#store/audit';
import { seeWhole } from '../act.ts';
import type { Context } from '../context.ts';

export interface AuditPage {
  readonly entries: readonly StoredEntry[];
  readonly total: number;
  /** Position to go on below; null: that was the oldest. */
  readonly before: number | null;
}

/** The log, newest first. */
export async function listAudit(
  ctx: Context,
  filter: AuditFilter,
  { before, limit }: { readonly before: number | null; readonly limit: number },
): Promise<AuditPage> {
  return seeWhole(ctx, 'audit.read', async (db) => {
    const entries = await listAuditBefore(db, filter, { before, limit: limit + 1 });
    const shown = entries.slice(0, limit);
    return {
      entries: shown,
      total: await countAudit(db, filter),
      before: entries.length > limit ? (shown.at(-1)?.entry.seq ?? null) : null,
    };
  });
}
