import { isAnyDecisionRunOut } from '#store/decisions';
import { isAnyOverrideRunOut } from '#store/readiness-overrides';
import type { Context } from '../context.ts';
import { startMatching } from './match-job.ts';

/** Has what people said end once its last day has passed, also where nothing else has anything matched. */
export async function endWhatRanOut(ctx: Context): Promise<string | null> {
  const today = ctx.now().toISOString().slice(0, 10);
  return ctx.store.db.transaction().execute(async (tx) => {
    if (!(await isAnyDecisionRunOut(tx, today)) && !(await isAnyOverrideRunOut(tx, today))) return null;
    await startMatching(ctx, tx);
    return 'Something has run out: findings follow';
  });
}
