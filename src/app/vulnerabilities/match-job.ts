import * as z from 'zod';
import { isAnyUnjudged } from '#store/cohorts';
import { isDemonstrationComing } from '#store/demonstration';
import type { Tx } from '#store/store';
import type { Context } from '../context.ts';
import { jobKind } from '../jobs/kind.ts';
import { startJob } from '../jobs/start.ts';
import { matchFleet } from './match-fleet.ts';

/** Brings findings up to date with inventory, feeds and policy. */
export const matchFleetJob = jobKind({
  name: 'fleet.match',
  words: 'Match devices against feeds',
  permission: 'findings.read',
  title: () => 'Match devices against feeds',
  input: z.object({}),
  joins: 'waiting',
  page: () => '/findings',
  run: async (ctx, _, { signal, progress }) =>
    matchFleet(ctx, {
      signal,
      onProgress: ({ step, done, total }) => progress(done, total, step),
    }),
});

/**
 * Has findings follow what this transaction changes: call it wherever devices, feeds or policy change. A demonstration that
 * comes in, file after file, is matched once, by the transaction that finishes it.
 */
export async function startMatching(ctx: Context, tx: Tx): Promise<void> {
  if (await isDemonstrationComing(tx)) return;
  await startJob(ctx, tx, matchFleetJob, {}, { key: 'fleet' });
}

/** Has devices matched whose judgements were put aside by a migration, rather than leave them to the next change. */
export async function matchUnjudged(ctx: Context): Promise<void> {
  await ctx.store.db.transaction().execute(async (tx) => {
    if (await isAnyUnjudged(tx)) await startMatching(ctx, tx);
  });
}
