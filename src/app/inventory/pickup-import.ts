import { type ImportFacts, reasonsToWait } from '#engine/pickup';
import { type InventoryImport, updateImport } from '#store/imports';
import { rememberTaken } from '#store/pickup-files';
import { findNewestImport, findPickup } from '#store/pickups';
import type { Tx } from '#store/store';
import { act } from '../act.ts';
import type { Context } from '../context.ts';
import { heldImport, seenImport } from './import-access.ts';
import { applyPreviewedImport } from './import-applying.ts';
import { readUploadedImport } from './import-reading.ts';
import type { ImportWork } from './import-work.ts';

/**
 * Brings a file that was picked up as far as its source allows without a person: read and compared like any import, then
 * applied, or left with the reasons why it waits. Run again after an interruption, it goes on.
 */
export async function takeInImport(ctx: Context, id: string, work: ImportWork): Promise<void> {
  let it = await seenImport(ctx.store.db, ctx.actor, id);
  if (it.state === 'uploaded' || it.state === 'reading') {
    await remember(ctx, it);
    it = await readUploadedImport(ctx, id, work);
  }
  if (it.state === 'previewed') it = await judge(ctx, id);
  const mayGoOn = it.state === 'previewed' && it.waitsBecause?.length === 0;
  if (mayGoOn || it.state === 'applying') await applyPreviewedImport(ctx, id, work);
}

/** The file may be here although its pickup was interrupted before it noted so. */
async function remember(
  { store, now }: Context,
  { pickupId, fileHash, at, file }: InventoryImport,
): Promise<void> {
  if (pickupId === null || fileHash === null) return;
  const hash = Buffer.from(fileHash).toString('hex');
  await store.db
    .transaction()
    .execute((tx) => rememberTaken(tx, pickupId, { hash, at, file, takenAt: now() }));
}

/** Decides once whether it is applied by itself. */
async function judge(ctx: Context, id: string): Promise<InventoryImport> {
  return act(ctx, { permission: 'inventory.import', subject: 'anywhere' }, async (tx) => {
    const it = await heldImport(tx, ctx.actor, id);
    if (it.state !== 'previewed' || it.waitsBecause !== null) return { value: it, audit: null };
    const judged: InventoryImport = { ...it, waitsBecause: await reasonsOf(tx, it) };
    await updateImport(tx, judged);
    const reasons = [...(judged.waitsBecause ?? [])];
    return {
      value: judged,
      audit:
        reasons.length === 0
          ? null
          : {
              act: 'import.wait',
              subject: { kind: 'import', id },
              detail: { source: it.source, file: it.file, reasons },
            },
    };
  });
}

async function reasonsOf(tx: Tx, it: InventoryImport): Promise<string[]> {
  const pickup = it.pickupId === null ? null : await findPickup(tx, it.pickupId);
  if (pickup === null) return ['Nobody says any more what this source may do by itself'];
  const last = await findNewestImport(tx, pickup.id, ['applied']);
  return reasonsToWait(pickup.rules, factsOf(it), last === null ? null : factsOf(last));
}

function factsOf({ counts, columns }: InventoryImport): ImportFacts {
  return { ...counts, fields: columns.mapping.map((it) => it.field) };
}
