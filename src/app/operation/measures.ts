import { countJobsByState, findOldestWaiting } from '#store/jobs';
import { answers } from '#store/health';
import { seeWhole } from '../act.ts';
import type { Context, Instance } from '../context.ts';

/** What an operator watches, of the whole installation and of this node. */
export interface Measures {
  readonly jobs: readonly { readonly kind: string; readonly state: string; readonly count: number }[];
  readonly oldestWaitingSeconds: number;
  readonly connections: { readonly all: number; readonly idle: number; readonly wanted: number };
}

export async function readMeasures(ctx: Context): Promise<Measures> {
  return seeWhole(ctx, 'settings.read', async (db) => {
    const now = ctx.now();
    const oldest = await findOldestWaiting(db, now);
    const { totalCount, idleCount, waitingCount } = ctx.store.pool;
    return {
      jobs: await countJobsByState(db),
      oldestWaitingSeconds: oldest === null ? 0 : (now.getTime() - oldest.getTime()) / 1000,
      connections: { all: totalCount, idle: idleCount, wanted: waitingCount },
    };
  });
}

const ANSWER_WITHIN_MS = 2000;

/** Whether the database answers in good time, and its secrets can be read. */
export async function isReady({ store, vault }: Instance): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<boolean>((resolve) => {
    timer = setTimeout(() => resolve(false), ANSWER_WITHIN_MS);
  });
  try {
    return await Promise.race([answers(store, vault.id), late]);
  } finally {
    clearTimeout(timer);
  }
}
