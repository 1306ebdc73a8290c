import { addDays, dayOf } from '#sim/hospital/weeks';
import { findNewestReconciliation, insertReconciliation, type Reconciliation } from '#store/reconciliations';
import { act } from '../act.ts';
import type { Context } from '../context.ts';
import { authorOf } from '../inventory/import-access.ts';
import { makeReport } from '../inventory/reconciliation-job.ts';
import { signReconciliation } from '../inventory/reconciliation-sign.ts';
import { assignReconciliation, listDiscrepancies } from '../inventory/reconciliations.ts';
import { asColleague } from './as-colleague.ts';

interface Month {
  readonly week: number;
  readonly signedBy: readonly string[];
  readonly note: string | null;
}

/** Reports that the hospital made; the last one still waits for somebody. */
const MONTHS: readonly Month[] = [
  { week: 44, signedBy: ['Jonas Bergström', 'Wei-Han Liao'], note: 'First report; the register has gaps' },
  { week: 48, signedBy: ['Jonas Bergström', 'Wei-Han Liao'], note: null },
  { week: 52, signedBy: [], note: null },
];
const UNSEEN_DAYS = 30;
/** Given to somebody in the report that is open. */
const GIVEN = { count: 6, to: 'Jonas Bergström', dueInDays: 14, reason: 'Look for them on the next round' };

/** Holds the sources against each other where a month of the hospital's year ends, and signs the report off. */
export async function reconcileMonth(
  ctx: Context,
  { asOf, on }: { readonly asOf: string; readonly on: string },
): Promise<void> {
  const month = MONTHS.find((it) => dayOf(asOf, it.week) === on);
  if (month === undefined) return;
  const engineer = await asColleague(ctx, 'Jonas Bergström');
  const report = await reportOf(engineer, on);
  await makeReport(engineer, report.id, () => {});
  for (const name of month.signedBy) {
    const own = await asColleague(ctx, name);
    if (report.signatures.every((it) => it.personId !== own.actor.id))
      await signReconciliation(own, report.id, month.note);
  }
  if (month.signedBy.length === 0) await giveSome(engineer, report.id, on);
}

/** Told once more after an interruption, none is made twice. */
async function reportOf(ctx: Context, on: string): Promise<Pick<Reconciliation, 'id' | 'signatures'>> {
  const newest = await findNewestReconciliation(ctx.store.db);
  if (newest?.madeAt.toISOString().startsWith(on) === true) return newest;
  const id = ctx.newId();
  await act(ctx, { permission: 'inventory.reconcile' }, async (tx) => {
    const { createdByName: madeByName } = authorOf(ctx.actor);
    await insertReconciliation(tx, { id, unseenDays: UNSEEN_DAYS, madeAt: ctx.now(), madeByName });
    return {
      value: undefined,
      audit: {
        act: 'reconciliation.start',
        subject: { kind: 'reconciliation', id },
        detail: { unseenDays: UNSEEN_DAYS },
      },
    };
  });
  return { id, signatures: [] };
}

async function giveSome(ctx: Context, reportId: string, on: string): Promise<void> {
  const { items } = await listDiscrepancies(ctx, reportId, {}, { after: null, limit: GIVEN.count });
  const devices = [...new Set(items.flatMap((it) => it.deviceId ?? []))];
  if (devices.length === 0) return;
  const { id } = (await asColleague(ctx, GIVEN.to)).actor;
  const assignee = { id, reason: GIVEN.reason, dueOn: addDays(on, GIVEN.dueInDays) };
  await assignReconciliation(ctx, reportId, { devices }, { assignee });
}
