import type { Context } from '../src/app/context.ts';
import { settleDevices } from '../src/app/inventory/settle.ts';
import type { DeviceFields } from '../src/engine/words/mod.ts';
import { insertDevices } from '../src/store/devices.ts';

/** Puts devices into the inventory as if sources had named them. @returns their ids, in the same order */
export async function addDevices(ctx: Context, all: readonly DeviceFields[]): Promise<string[]> {
  const states = all.map((fields) => ({
    id: ctx.newId(),
    name: fields.assetTag ?? null,
    fields,
    sourceCount: 1,
    conflictCount: 0,
    seenAt: ctx.now(),
  }));
  await ctx.store.db.transaction().execute(async (tx) => {
    await insertDevices(tx, states, ctx.now());
    await settleDevices(tx, ctx, states);
  });
  return states.map((it) => it.id);
}
