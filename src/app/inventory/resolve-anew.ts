import * as z from 'zod';
import { listDeviceIdsAfter } from '#store/devices';
import { lockInventory } from '#store/imports';
import { lockSetting, readSetting, writeSetting } from '#store/settings';
import type { Context } from '../context.ts';
import { jobKind } from '../jobs/kind.ts';
import { startJob } from '../jobs/start.ts';
import { BY_HAND } from './edit-device.ts';
import { resolveFleet, saveFleet } from './fleet.ts';
import { authorOf } from './import-access.ts';
import type { ImportWork } from './import-work.ts';

const BATCH = 300;

/** Works every device out again, batch by batch; it may be stopped at any time and started again. */
export async function resolveAll(
  ctx: Context,
  { signal, progress }: ImportWork,
  note: string,
): Promise<number> {
  let [changed, done] = [0, 0];
  for (let after: string | null = null; ; ) {
    const ids: string[] = await listDeviceIdsAfter(ctx.store.db, after, BATCH);
    const last = ids.at(-1);
    if (last === undefined) return changed;
    after = last;
    changed += await ctx.store.db.transaction().execute(async (tx) => {
      await lockInventory(tx);
      const fleet = await resolveFleet(tx, ctx, { deviceIds: ids });
      await saveFleet(tx, ctx, fleet, {
        byName: authorOf(ctx.actor).createdByName,
        importId: null,
        source: BY_HAND,
        note,
      });
      return fleet.plan.devices.filter((it) => it.changes.length > 0).length;
    });
    done += ids.length;
    progress(done, null, 'Working devices out again');
    signal.throwIfAborted();
  }
}

/** Lets devices follow rules that a new version of the product brought. */
export const resolveAnewJob = jobKind({
  name: 'devices.resolve',
  words: 'Work devices out again',
  input: z.object({}),
  permission: 'inventory.structure',
  title: () => 'Work devices out again by the rules of this version',
  page: () => '/devices',
  joins: 'waiting',
  run: async (ctx, _, tools) => ({
    changed: await resolveAll(ctx, tools, 'Worked out again by the rules of a new version'),
  }),
});

const KEY = 'inventory.rules';
/**
 * Counts changes of the rules that make devices of what sources say. 2: a placeholder never rules over a value. 3: a host
 * name with and without its domain is one. 4: so are spellings of one maker.
 */
const RULES = 4;

/** Has devices worked out again where an earlier version made them by other rules. */
export async function resolveAfterUpgrade(ctx: Context): Promise<void> {
  await ctx.store.db.transaction().execute(async (tx) => {
    await lockSetting(tx, KEY);
    if ((await readSetting(tx, KEY)) === RULES) return;
    await writeSetting(tx, KEY, RULES);
    if ((await listDeviceIdsAfter(tx, null, 1)).length > 0)
      await startJob(ctx, tx, resolveAnewJob, {}, { key: 'rules' });
  });
}
