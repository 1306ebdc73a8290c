import { listCohortKeysJudgedBy } from '#store/cohorts';
import type { Context } from '../context.ts';
import { learn } from './configuration-products.ts';
import { readKnowledge } from './knowledge.ts';

/**
 * Opens what the feeds said last and works out what configurations are, so that the first change after a start takes no
 * longer than the next. Nothing rests on it: whatever is asked for before it is done is worked out by whoever asks.
 */
export async function prepareKnowledge(ctx: Context, signal: AbortSignal): Promise<void> {
  const knowledge = await readKnowledge(ctx);
  if (knowledge === null) return;
  const cohorts = await listCohortKeysJudgedBy(ctx.store.db, knowledge.state);
  await learn(ctx, knowledge, [...new Set(cohorts.map((it) => it.configurationId))], signal);
}
