import { lockInventory } from '#store/imports';
import { forgetKeptDue } from '#store/kept-due';
import { markModelMerged, moveModelNames } from '#store/models';
import { endMerge, findMerge, insertMerge, type MovedNames, type NounMerge } from '#store/noun-merges';
import type { Tx } from '#store/store';
import { markVendorMerged, moveVendor } from '#store/vendors';
import { act, type AuditNote } from '../act.ts';
import type { Context } from '../context.ts';
import { Refused } from '../refusal.ts';
import { HOSPITAL, modelIn } from './models.ts';
import { refreshDevicesOf } from './refresh.ts';
import { vendorIn } from './vendors.ts';

type Noun = NounMerge['noun'];

/**
 * Puts one vendor or model into another: its names and devices, now and to come, go over. What a person kept of it
 * stays with it, and is there again once the merge is undone.
 */
export async function mergeNouns(
  ctx: Context,
  noun: Noun,
  { from, into }: { readonly from: string; readonly into: string },
): Promise<void> {
  if (from === into)
    throw new Refused({
      code: 'invalid',
      because: `Cannot merge ${noun}: it is the same one`,
      field: 'into',
    });
  await act(ctx, { permission: 'inventory.reconcile' }, async (tx) => {
    await lockInventory(tx);
    return { value: undefined, audit: await mergeWithin(tx, ctx, noun, { from, into }) };
  });
}

/** The same within an act that holds the inventory. @returns what the audit log keeps of it */
export async function mergeWithin(
  tx: Tx,
  ctx: Context,
  noun: Noun,
  { from, into }: { readonly from: string; readonly into: string },
): Promise<AuditNote> {
  const [given, taking] = [await nameOf(tx, noun, from), await nameOf(tx, noun, into)];
  const moved = await move(tx, noun, { from, into });
  await markMerged(tx, noun, from, into);
  const merge: NounMerge = {
    id: ctx.newId(),
    noun,
    fromId: from,
    intoId: into,
    moved,
    at: ctx.now(),
    byName: ctx.actor.kind === 'nobody' ? 'Nobody signed in' : ctx.actor.name,
    undoneAt: null,
  };
  await insertMerge(tx, merge);
  await forgetKeptDue(tx);
  const devices = await refreshDevicesOf(tx, ctx, { kind: noun, id: from });
  return {
    act: `${noun}.merge`,
    subject: { kind: noun, id: into },
    detail: { from: given, into: taking, devices },
  };
}

/** Takes a merge back: the names that went over go back, and with them the devices that say them. */
export async function undoMerge(ctx: Context, noun: Noun, mergeId: string): Promise<void> {
  await act(ctx, { permission: 'inventory.reconcile' }, async (tx) => {
    await lockInventory(tx);
    const merge = await findMerge(tx, mergeId);
    if (merge === null || merge.noun !== noun)
      throw new Refused({ code: 'not-found', what: `merge ${mergeId}` });
    if (merge.undoneAt !== null)
      throw new Refused({ code: 'conflict', because: 'Cannot undo merge: it is undone already' });
    const { fromId, intoId, moved } = merge;
    // Gone into another one by now: that merge is to be undone first.
    const taking = await nameOf(tx, noun, intoId);
    await move(tx, noun, { from: intoId, into: fromId, only: moved });
    await markMerged(tx, noun, fromId, null);
    await endMerge(tx, mergeId, ctx.now());
    await forgetKeptDue(tx);
    const devices = await refreshDevicesOf(tx, ctx, { kind: noun, id: intoId });
    const given = await nameOf(tx, noun, fromId);
    return {
      value: undefined,
      audit: {
        act: `${noun}.unmerge`,
        subject: { kind: noun, id: fromId },
        detail: { from: given, into: taking, devices },
      },
    };
  });
}

async function nameOf(tx: Tx, noun: Noun, id: string): Promise<string> {
  const it = noun === 'model' ? await modelIn(tx, id, HOSPITAL) : await vendorIn(tx, id, HOSPITAL);
  return it.name;
}

async function move(
  tx: Tx,
  noun: Noun,
  { from, into, only }: { readonly from: string; readonly into: string; readonly only?: MovedNames },
): Promise<MovedNames> {
  if (noun === 'vendor') return moveVendor(tx, { from, into, ...(only === undefined ? {} : { only }) });
  const keys = await moveModelNames(tx, { from, into, ...(only === undefined ? {} : { only: only.keys }) });
  return { keys, modelIds: [] };
}

async function markMerged(tx: Tx, noun: Noun, id: string, into: string | null): Promise<void> {
  await (noun === 'model' ? markModelMerged(tx, id, into) : markVendorMerged(tx, id, into));
}
