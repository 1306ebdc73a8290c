import * as z from 'zod';
import { SEEN_DAYS } from '#engine/measure';
import { DISCREPANCY_KINDS } from '#engine/reconciliation';
import { isInventoryEmpty } from '#store/demonstration';
import { insertDiscrepancies, insertParts } from '#store/discrepancies';
import { lockInventory } from '#store/imports';
import {
  findNewestReconciliation,
  insertReconciliation,
  lastMadeAt,
  openReconciliation,
  setReconciliationJob,
} from '#store/reconciliations';
import { listSourceWords } from '#store/source-words';
import type { Tx } from '#store/store';
import { act } from '../act.ts';
import type { Context } from '../context.ts';
import { announce } from '../destinations/announce.ts';
import { jobKind } from '../jobs/kind.ts';
import { startJob } from '../jobs/start.ts';
import { authorOf } from './import-access.ts';
import { locked, unseenBefore } from './reconciliations.ts';

/** Days without a word from the network, unless somebody asks for others. */
const UNSEEN_DAYS = SEEN_DAYS;

/** Asks for a report of the inventory as it stands. @returns its id */
export async function startReconciliation(
  ctx: Context,
  { unseenDays }: { readonly unseenDays: number },
): Promise<string> {
  return act(ctx, { permission: 'inventory.reconcile' }, async (tx) => {
    const id = ctx.newId();
    const madeByName = authorOf(ctx.actor).createdByName;
    await insertReconciliation(tx, { id, unseenDays, madeAt: ctx.now(), madeByName });
    const job = await startJob(ctx, tx, RECONCILE_JOB, { reportId: id });
    await setReconciliationJob(tx, id, job.id);
    return {
      value: id,
      audit: { act: 'reconciliation.start', subject: { kind: 'reconciliation', id }, detail: { unseenDays } },
    };
  });
}

/** Works a report out: all of it from one state of the inventory, or nothing. */
export const RECONCILE_JOB = jobKind({
  name: 'reconciliation.make',
  words: 'Hold sources against each other',
  input: z.object({ reportId: z.uuid() }),
  permission: 'inventory.reconcile',
  title: () => 'Reconciliation report',
  page: (it) => `/reconciliations/${it.reportId}`,
  run: async (ctx, { reportId }, { progress, signal }) => {
    await makeReport(ctx, reportId, (step, done) => {
      signal.throwIfAborted();
      progress(done, DISCREPANCY_KINDS.length + 1, step);
    });
    return {};
  },
});

/** Fills a report that was asked for, from the inventory as it stands; one that is made already stays as it is. */
export async function makeReport(
  ctx: Context,
  reportId: string,
  tell: (step: string, done: number) => void,
): Promise<void> {
  await act(ctx, { permission: 'inventory.reconcile' }, async (tx) => {
    await lockInventory(tx);
    const report = await locked(tx, reportId);
    if (report.state !== 'making') return { value: undefined, audit: null };
    await fill(tx, ctx, report, tell);
    await announce(ctx, tx, {
      kind: 'reconciliation.waiting',
      title: `The reconciliation of ${ctx.now().toISOString().slice(0, 10)} waits for two signatures`,
      lines: ['Sources were held against each other. Two people sign the report off.'],
      data: { reportId, asOf: ctx.now().toISOString() },
    });
    return {
      value: undefined,
      audit: {
        act: 'reconciliation.made',
        subject: { kind: 'reconciliation', id: reportId },
        detail: { asOf: ctx.now().toISOString() },
      },
    };
  });
}

async function fill(
  tx: Tx,
  ctx: Context,
  report: { readonly id: string; readonly unseenDays: number },
  tell: (step: string, done: number) => void,
): Promise<void> {
  const asOf = ctx.now();
  const previous = await findNewestReconciliation(tx, { signed: true });
  const earlier = await findNewestReconciliation(tx);
  tell('Comparing sources', 0);
  await insertParts(tx, report.id);
  for (const [index, kind] of DISCREPANCY_KINDS.entries()) {
    tell('Looking for discrepancies', index + 1);
    const seenSince = unseenBefore(asOf, report);
    await insertDiscrepancies(tx, report.id, { kind, asOf, seenSince, earlierId: earlier?.id ?? null });
  }
  const sources = (await listSourceWords(tx)).map(({ source, kinds, words }) => ({
    name: source,
    kinds,
    lastAt: new Date(Math.max(...words.map((it) => it.getTime()))).toISOString(),
  }));
  await openReconciliation(tx, report.id, { asOf, sources, previousId: previous?.id ?? null });
}

/** The report of each month makes itself, on the first occasion. @returns in words; null: it is there */
export async function makeMonthlyReconciliation(ctx: Context): Promise<string | null> {
  const { db } = ctx.store;
  if (await isInventoryEmpty(db)) return null;
  const last = await lastMadeAt(db);
  const month = (at: Date) => at.toISOString().slice(0, 7);
  if (last !== null && month(last) >= month(ctx.now())) return null;
  await startReconciliation(ctx, { unseenDays: UNSEEN_DAYS });
  return 'The report of the month is being made';
}
