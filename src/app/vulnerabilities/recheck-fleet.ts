import { isDemonstrationComing } from '#store/demonstration';
import { countConfigurations, listCohortsAfter } from '#store/cohorts';
import { enqueueAllDevices } from '#store/device-cohorts';
import type { Context } from '../context.ts';
import { judgeCohorts } from './judge-cohorts.ts';
import { readKnowledge } from './knowledge.ts';
import { matchFleet } from './match-fleet.ts';

const CONFIGURATIONS_PER_STEP = 40;

/**
 * Works every device and every configuration out anew, as if nothing were known, and writes what differs: what the
 * passing of days changes, such as an end of support, and whatever following changes one by one may have missed.
 * @returns what differed, in words; null: nothing did
 */
export async function recheckFleet(
  ctx: Context,
  {
    signal,
    progress,
  }: { readonly signal: AbortSignal; readonly progress: (done: number, total: number) => void },
): Promise<string | null> {
  // What a demonstration brings in happened on earlier days, and is matched as of those.
  if (await isDemonstrationComing(ctx.store.db)) return null;
  await ctx.store.db.transaction().execute(enqueueAllDevices);
  await matchFleet(ctx, { signal });
  const total = await countConfigurations(ctx.store.db);
  let differing = 0;
  let done = 0;
  for (let after = 0; ; ) {
    signal.throwIfAborted();
    const knowledge = await readKnowledge(ctx);
    if (knowledge === null) return null;
    const cohorts = await listCohortsAfter(ctx.store.db, after, CONFIGURATIONS_PER_STEP);
    const last = cohorts.at(-1);
    if (last === undefined) break;
    differing += await judgeCohorts(ctx, knowledge, cohorts);
    after = last.configurationId;
    done += new Set(cohorts.map((it) => it.configurationId)).size;
    progress(done, Math.max(done, total));
  }
  return differing === 0 ? null : `${differing} findings of cohorts differed and were put right`;
}
