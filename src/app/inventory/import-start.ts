import { deleteImport, type InventoryImport } from '#store/imports';
import { act } from '../act.ts';
import type { Context } from '../context.ts';
import { Refused } from '../refusal.ts';
import { heldImport } from './import-access.ts';
import { applyPreviewedImport, refuseUnlessReady } from './import-applying.ts';
import { readUploadedImport } from './import-reading.ts';
import { UNWATCHED } from './import-work.ts';
import { type ImportOrder, uploadImport } from './imports.ts';

/** Takes a file in and says what it would change. The inventory stays as it is. */
export async function previewImport(
  ctx: Context,
  file: Parameters<typeof uploadImport>[1],
  order: ImportOrder,
): Promise<InventoryImport> {
  const { id } = await uploadImport(ctx, file, order);
  try {
    return await readUploadedImport(ctx, id, UNWATCHED);
  } catch (error) {
    // Of a file that is no use at all nothing is kept.
    if (error instanceof Refused) await ctx.store.db.transaction().execute((tx) => deleteImport(tx, id));
    throw error;
  }
}

/** Carries a previewed import out. */
export async function applyImport(ctx: Context, id: string): Promise<InventoryImport> {
  await act(ctx, { permission: 'inventory.import', subject: 'anywhere' }, async (tx) => {
    const it = await heldImport(tx, ctx.actor, id);
    if (it.state !== 'applying') refuseUnlessReady(it);
    return { value: undefined, audit: null };
  });
  return applyPreviewedImport(ctx, id, UNWATCHED);
}
