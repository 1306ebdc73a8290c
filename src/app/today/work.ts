import type { TodayWorkView } from '#contract/today/routes';
import type { Scope } from '#engine/access';
import { addDays } from '#engine/risk';
import { listDueGroups } from '#store/due-work';
import { type DueDays, type DueFirst, keepDue, readEarlierDue, readKeptDue } from '#store/kept-due';
import type { Db, Tx } from '#store/store';
import { see } from '../act.ts';
import type { Context } from '../context.ts';
import { counted } from '../counted.ts';
import { areBeingCounted } from '../vulnerabilities/being-counted.ts';
import { policyInForce } from '../vulnerabilities/policy-in-force.ts';
import { dayOf } from './days.ts';

const GROUPS = 5;
const WHOLE: readonly Scope[] = [{ kind: 'hospital' }];

/** What has to be done first, of what the actor may see. */
export async function readTodayWork(ctx: Context): Promise<TodayWorkView> {
  return see(ctx, 'findings.read', async (db, scopes) => {
    const { dueSoonDays, ...days } = await daysOf(ctx, db);
    const first = await counted(
      ctx.store,
      db,
      ['work', scopes, days],
      () => keptFirst(db, scopes, days),
      (it) => it.countedAt === null,
    );
    return { on: days.on, dueSoonDays, ...first, countedAt: first.countedAt?.toISOString() ?? null };
  });
}

/** As it was kept of all devices; while it is counted anew, as it was before. @returns `countedAt` null: it holds now */
async function keptFirst(
  db: Db,
  scopes: readonly Scope[],
  days: DueDays,
): Promise<DueFirst & { readonly countedAt: Date | null }> {
  if (scopes.some((it) => it.kind === 'hospital')) {
    const kept = await readKeptDue(db, days);
    if (kept !== null) return { ...kept, countedAt: null };
    const earlier = await readEarlierDue(db, days);
    if (earlier !== null && (await areBeingCounted(db))) return earlier;
  }
  return { ...(await dueFirst(db, scopes, days)), countedAt: null };
}

/** Counts what is due first of all devices, so that nobody who opens Today has to wait for it. */
export async function keepTodayWork(ctx: Context): Promise<void> {
  await ctx.store.db.transaction().execute(async (tx) => {
    const { dueSoonDays: _, ...days } = await daysOf(ctx, tx);
    await keepDue(tx, { ...days, at: ctx.now() }, () => dueFirst(tx, WHOLE, days));
  });
}

async function daysOf(ctx: Context, db: Db | Tx): Promise<DueDays & { readonly dueSoonDays: number }> {
  const on = dayOf(ctx.now());
  const { dueSoonDays } = await policyInForce(db);
  return { on, dueSoonDays, soonAfter: addDays(on, dueSoonDays + 1) };
}

async function dueFirst(
  db: Db | Tx,
  scopes: readonly Scope[],
  { on, soonAfter }: DueDays,
): Promise<DueFirst> {
  return {
    overdue: await listDueGroups(db, scopes, { from: null, until: on, limit: GROUPS }),
    dueSoon: await listDueGroups(db, scopes, { from: on, until: soonAfter, limit: GROUPS }),
  };
}
