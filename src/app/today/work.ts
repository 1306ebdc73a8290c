import type { TodayWorkView } from '#contract/today/routes';
import { addDays } from '#engine/risk';
import { listDueGroups } from '#store/due-work';
import { see } from '../act.ts';
import type { Context } from '../context.ts';
import { counted } from '../counted.ts';
import { readKnowledge } from '../vulnerabilities/knowledge.ts';
import { dayOf } from './days.ts';

const GROUPS = 5;

/** What has to be done first, of what the actor may see. */
export async function readTodayWork(ctx: Context): Promise<TodayWorkView> {
  return see(ctx, 'findings.read', async (db, scopes) => {
    const on = dayOf(ctx.now());
    const dueSoonDays = (await readKnowledge(ctx))?.policy.dueSoonDays ?? 0;
    const soonAfter = addDays(on, dueSoonDays + 1);
    return counted(ctx.store, db, ['work', scopes, on, dueSoonDays], async () => ({
      on,
      dueSoonDays,
      overdue: await listDueGroups(db, scopes, { from: null, until: on, limit: GROUPS }),
      dueSoon: await listDueGroups(db, scopes, { from: on, until: soonAfter, limit: GROUPS }),
    }));
  });
}
