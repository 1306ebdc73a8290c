import * as z from 'zod';
import { type BelongingSelection, listForBelonging } from '#store/device-belongings';
import { lockInventory } from '#store/imports';
import type { Tx } from '#store/store';
import { actUnasked } from '../act.ts';
import type { Context } from '../context.ts';
import { jobKind, type JobTools } from '../jobs/kind.ts';
import { startJob } from '../jobs/start.ts';
import { settleDevices } from './settle.ts';

const PAGE = 1000;
/** Devices that follow within the act itself, so that most hospitals see the change at once. */
const AT_ONCE_MAX = 3000;

interface RefreshOptions extends Partial<Pick<JobTools, 'progress' | 'signal'>> {
  /** Where to go on; left out: at the beginning. */
  readonly after?: string | null;
}

/**
 * Works out again what devices belong to and inherit, a thousand to a transaction: after a change of a model or a
 * segment, and for devices of before there were any. May be stopped at any time and started again.
 */
export async function refreshDevices(
  ctx: Context,
  selection: BelongingSelection,
  { after = null, signal, progress }: RefreshOptions = {},
): Promise<number> {
  let [changed, done, place] = [0, 0, after];
  do {
    signal?.throwIfAborted();
    const from: string | null = place;
    const page: RefreshedPage = await actUnasked(ctx, async (tx) => {
      await lockInventory(tx);
      return { value: await refreshPage(tx, ctx, selection, from), audit: null };
    });
    changed += page.changed;
    done += page.devices;
    progress?.(done);
    place = page.next;
  } while (place !== null);
  return changed;
}

/**
 * The same within an act, so that a model and its devices change together. Of very many devices the rest follow as a
 * job, started in the same transaction.
 * @returns how many devices changed at once
 */
export async function refreshDevicesOf(
  tx: Tx,
  ctx: Context,
  selection: BelongingSelection,
  { atOnceMax = AT_ONCE_MAX }: { readonly atOnceMax?: number } = {},
): Promise<number> {
  let [changed, done] = [0, 0];
  let after: string | null = null;
  do {
    const page: RefreshedPage = await refreshPage(tx, ctx, selection, after);
    changed += page.changed;
    done += page.devices;
    after = page.next;
  } while (after !== null && done < atOnceMax);
  if (after !== null) await startJob(ctx, tx, REFRESH_JOB, { selection, after });
  return changed;
}

interface RefreshedPage {
  readonly devices: number;
  readonly changed: number;
  /** Where to go on; null: that was the last. */
  readonly next: string | null;
}

async function refreshPage(
  tx: Tx,
  ctx: Context,
  selection: BelongingSelection,
  after: string | null,
): Promise<RefreshedPage> {
  const devices = await listForBelonging(tx, selection, { after, limit: PAGE });
  const changed = await settleDevices(tx, ctx, devices);
  return {
    devices: devices.length,
    changed,
    next: devices.length < PAGE ? null : (devices.at(-1)?.id ?? null),
  };
}

const Selection = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('model'), id: z.string() }),
  z.object({ kind: z.literal('vendor'), id: z.string() }),
  z.object({ kind: z.literal('identifiers'), dis: z.array(z.string()).readonly() }),
  z.object({ kind: z.literal('product-codes'), codes: z.array(z.string()).readonly() }),
  z.object({ kind: z.literal('addresses') }),
  z.object({ kind: z.literal('unsettled') }),
]);

/** Lets the devices follow that an act had no time for. */
export const REFRESH_JOB = jobKind({
  name: 'devices.refresh',
  words: 'Let devices follow their model or segment',
  input: z.object({ selection: Selection, after: z.string() }),
  permission: 'inventory.structure',
  title: ({ selection: { kind } }) =>
    kind === 'addresses'
      ? 'Let devices follow their network segments'
      : 'Let devices follow their model or vendor',
  run: async (ctx, { selection, after }, { signal, progress }) => ({
    changed: await refreshDevices(ctx, selection, { after, signal, progress }),
  }),
});
