import * as z from 'zod';
import { nextRunAt, retryAt } from '#engine/schedule';
import {
  deleteCutOffUploads,
  findOpenImport,
  findPickup,
  listDuePickups,
  lockPickup,
  type Pickup,
  updatePickup,
} from '#store/pickups';
import { actUnasked } from '../act.ts';
import type { Context } from '../context.ts';
import { jobKind, type JobTools, type Reconciler } from '../jobs/kind.ts';
import { startJob } from '../jobs/start.ts';
import { CannotFetch } from '../outgoing/cannot-fetch.ts';
import { Refused } from '../refusal.ts';
import { readHospital } from '../settings/hospital.ts';
import { NoFile, takeFromAddress } from './pickup-address.ts';
import { lookIntoFolder, takeFromFolder } from './pickup-folder.ts';

const Input = z.object({ pickupId: z.uuid(), source: z.string() });

/** Sees whether a source has something new, and takes it. */
export const pickupJob = jobKind({
  name: 'pickup.run',
  words: 'Pick up files',
  input: Input,
  permission: 'inventory.import',
  limit: 2,
  title: ({ source }) => `Pick up files of ${source}`,
  page: () => '/sources',
  run: async (ctx, { pickupId }, tools) => {
    const pickup = await findPickup(ctx.store.db, pickupId);
    if (pickup === null) return null;
    const by: Context = { ...ctx, actor: { kind: 'system', name: `Source "${pickup.source}"` } };
    return pickUp(by, pickup, tools);
  },
});

/** @returns the file that was taken; null: nothing is new, or an earlier one is not in the inventory yet */
async function pickUp(ctx: Context, pickup: Pickup, tools: JobTools): Promise<{ file: string | null }> {
  await actUnasked(ctx, async (tx) => ({
    value: await deleteCutOffUploads(tx, pickup.id),
    audit: null,
  }));
  const open = await findOpenImport(ctx.store.db, pickup.id);
  if (open !== null) {
    tools.log(`${open.file} is not in the inventory yet: nothing else is taken until it is, or discarded`);
    return { file: null };
  }
  try {
    const { file, ...validators } = await takeFrom(ctx, pickup, tools);
    await noteSuccess(ctx, pickup.id, validators);
    return { file };
  } catch (error) {
    if (tools.signal.aborted) throw error;
    throw await noteFailure(ctx, pickup.id, error);
  }
}

async function takeFrom(ctx: Context, pickup: Pickup, tools: JobTools) {
  const { place } = pickup;
  switch (place.kind) {
    case 'folder':
      return { file: await takeFromFolder(ctx, pickup, place, tools) };
    case 'address':
      return takeFromAddress(ctx, pickup, place, tools);
  }
}

/** Looks around for whatever is due. Folders are looked into here; a job begins only where there is a file to take. */
export const lookForFiles: Reconciler = {
  name: 'pickup.look',
  words: 'Look for new files of sources',
  everyMinutes: 1,
  run: async (ctx, { log }) => {
    let begun = 0;
    for (const pickup of await listDuePickups(ctx.store.db, ctx.now())) {
      if ((await findOpenImport(ctx.store.db, pickup.id)) !== null) continue;
      if (await isWorthwhile(ctx, pickup, log)) {
        await beginRun(ctx, pickup);
        begun++;
      }
    }
    return begun === 0 ? null : `${begun} begun`;
  },
};

async function isWorthwhile(ctx: Context, pickup: Pickup, log: (line: string) => void): Promise<boolean> {
  const { place } = pickup;
  if (place.kind === 'address') return true;
  try {
    const looks = await lookIntoFolder(ctx, pickup.id, place);
    const isStuck = place.afterwards === 'move' && looks.some((it) => it.state === 'taken');
    if (isStuck || looks.some((it) => it.state === 'finished')) return true;
    await noteSuccess(
      ctx,
      pickup.id,
      {},
      looks.some((it) => it.state === 'growing'),
    );
  } catch (error) {
    const { message } = await noteFailure(ctx, pickup.id, error);
    log(`${pickup.source}: ${message}`);
  }
  return false;
}

/** Queues a run; one that waits or runs will do. */
async function beginRun(ctx: Context, { id, source }: Pickup): Promise<void> {
  await actUnasked(ctx, async (tx) => {
    await startJob(ctx, tx, pickupJob, { pickupId: id, source }, { key: id });
    return { value: undefined, audit: null };
  });
}

/** @param isSoon whether something is about to be finished */
async function noteSuccess(
  ctx: Context,
  id: string,
  validators: Partial<Pick<Pickup, 'etag' | 'lastModified'>>,
  isSoon = false,
): Promise<void> {
  const { zone } = await readHospital(ctx.store.db);
  const now = ctx.now();
  await change(ctx, id, (it) => ({
    ...it,
    ...validators,
    lastRunAt: now,
    lastSuccessAt: now,
    failures: 0,
    problem: null,
    nextRunAt: isSoon
      ? nextRunAt({ kind: 'every', minutes: 1 }, now, zone)
      : nextRunAt(it.schedule, now, zone),
  }));
}

/** Keeps why it failed and when it is tried again. @returns what to end the job with */
async function noteFailure(ctx: Context, id: string, error: unknown): Promise<Error> {
  const cause = error instanceof Error ? error : new Error(String(error));
  const now = ctx.now();
  await change(ctx, id, (it) => {
    const failures = it.failures + 1;
    const next = retryAt(failures, now);
    const wished = cause instanceof NoFile ? cause.retryAt : null;
    return {
      ...it,
      lastRunAt: now,
      failures,
      problem: cause.message,
      nextRunAt: wished !== null && wished > next ? wished : next,
    };
  });
  const isExpected = cause instanceof CannotFetch || cause instanceof NoFile;
  return isExpected ? new Refused({ code: 'conflict', because: cause.message }) : cause;
}

async function change(ctx: Context, id: string, next: (it: Pickup) => Pickup): Promise<void> {
  await actUnasked(ctx, async (tx) => {
    const it = await lockPickup(tx, id);
    if (it !== null) await updatePickup(tx, next(it));
    return { value: undefined, audit: null };
  });
}
