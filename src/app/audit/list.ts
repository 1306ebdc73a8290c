import { type AuditFilter, countAudit, listAuditBefore, type StoredEntry } from '#store/audit';
import { seeWhole } from '../act.ts';
import type { Context } from '../context.ts';
import { readHospital } from '../settings/hospital.ts';

export interface AuditPage {
  readonly entries: readonly StoredEntry[];
  readonly total: number;
  /** Position to go on below; null: that was the oldest. */
  readonly before: number | null;
}

/** Which entries, by days in the hospital's zone, both included. */
export interface AuditWish extends Omit<AuditFilter, 'from' | 'until'> {
  readonly from?: string | undefined;
  readonly to?: string | undefined;
}

/** The log, newest first. */
export async function listAudit(
  ctx: Context,
  { from, to, ...rest }: AuditWish,
  { before, limit }: { readonly before: number | null; readonly limit: number },
): Promise<AuditPage> {
  return seeWhole(ctx, 'audit.read', async (db) => {
    const { zone } = await readHospital(db);
    const filter = { ...rest, from: startOf(from, zone), until: startOf(to, zone, 1) };
    const entries = await listAuditBefore(db, filter, { before, limit: limit + 1 });
    const shown = entries.slice(0, limit);
    return {
      entries: shown,
      total: await countAudit(db, filter),
      before: entries.length > limit ? (shown.at(-1)?.entry.seq ?? null) : null,
    };
  });
}

/** When a day begins in a zone, or one some days after it. */
function startOf(day: string | undefined, zone: string, daysAfter = 0): Date | undefined {
  if (day === undefined) return undefined;
  const start = Temporal.PlainDate.from(day).add({ days: daysAfter }).toZonedDateTime(zone);
  return new Date(start.epochMilliseconds);
}
