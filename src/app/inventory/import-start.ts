import { hasFile } from '#store/import-files';
import type { ChosenColumns } from '#store/import-sources';
import { deleteImport, type InventoryImport, updateImport } from '#store/imports';
import { findActiveJob } from '#store/jobs';
import type { Db } from '#store/store';
import { act } from '../act.ts';
import type { Context } from '../context.ts';
import type { JobKind } from '../jobs/kind.ts';
import { startJob } from '../jobs/start.ts';
import { Refused } from '../refusal.ts';
import { heldImport, seenImport } from './import-access.ts';
import { applyPreviewedImport, refuseUnlessReady } from './import-applying.ts';
import { applyImportJob, IMPORT_JOBS, previewUndoJob, readImportJob, undoImportJob } from './import-jobs.ts';
import { readUploadedImport } from './import-reading.ts';
import { previewUndo, refuseUnlessApplied, undoImport } from './import-undo.ts';
import { type ImportWork, UNWATCHED } from './import-work.ts';
import { type ImportOrder, readImport, uploadImport } from './imports.ts';

/** Work on a file or import up to this size is done while the caller waits; more is a job. */
const AT_ONCE_BYTES = 200_000;
const AT_ONCE_ROWS = 1000;

/** Takes a file in and says what it would change, at once or as a job. The inventory stays as it is. */
export async function previewImport(
  ctx: Context,
  file: Parameters<typeof uploadImport>[1],
  order: ImportOrder,
): Promise<InventoryImport> {
  const it = await uploadImport(ctx, file, order);
  if (it.fileBytes > AT_ONCE_BYTES) return queued(ctx, it, readImportJob);
  return readOrForget(ctx, it.id, UNWATCHED);
}

/** The same, while the caller waits however long it takes. */
export async function previewImportNow(
  ctx: Context,
  file: Parameters<typeof uploadImport>[1],
  order: ImportOrder,
  work: ImportWork,
): Promise<InventoryImport> {
  return readOrForget(ctx, (await uploadImport(ctx, file, order)).id, work);
}

/** Takes a file in and carries it out, where nobody is there to look at what it would change. */
export async function bringImportNow(
  ctx: Context,
  file: Parameters<typeof uploadImport>[1],
  order: ImportOrder,
  work: ImportWork,
): Promise<InventoryImport> {
  const { id } = await uploadImport(ctx, file, order);
  await readOrForget(ctx, id, work, { isCompared: false });
  return applyPreviewedImport(ctx, id, work);
}

/** Of a file that is no use at all nothing is kept. */
async function readOrForget(
  ctx: Context,
  id: string,
  work: ImportWork,
  how: Parameters<typeof readUploadedImport>[3] = {},
): Promise<InventoryImport> {
  try {
    return await readUploadedImport(ctx, id, work, how);
  } catch (error) {
    if (error instanceof Refused) await ctx.store.db.transaction().execute((tx) => deleteImport(tx, id));
    throw error;
  }
}

/** Reads the kept file once more, with columns as a person chose them; what can be read is saved for the source's next file. */
export async function remapImport(ctx: Context, id: string, chosen: ChosenColumns): Promise<InventoryImport> {
  const it = await act(ctx, { permission: 'inventory.import', subject: 'anywhere' }, async (tx) => {
    const held = await heldImport(tx, ctx.actor, id);
    if (held.state !== 'previewed' && held.state !== 'failed')
      throw new Refused({
        code: 'conflict',
        because: `Cannot read ${held.file} again: ${held.state === 'applied' ? 'it is applied already' : 'it is being worked on'}`,
      });
    if (!(await hasFile(tx, id)))
      throw new Refused({
        code: 'conflict',
        because: `Cannot read ${held.file} again: the file is kept no longer`,
      });
    const next: InventoryImport = { ...held, chosen, state: 'uploaded', sameAs: null };
    await updateImport(tx, next);
    const { source } = held;
    return {
      value: next,
      audit: {
        act: 'import.map',
        subject: { kind: 'import', id },
        detail: { source, file: held.file, columns: { ...chosen } },
      },
    };
  });
  if (it.fileBytes > AT_ONCE_BYTES) return queued(ctx, it, readImportJob);
  try {
    return await readUploadedImport(ctx, id, UNWATCHED);
  } catch (error) {
    if (error instanceof Refused)
      await updateImport(ctx.store.db, { ...it, state: 'failed', problem: error.message });
    throw error;
  }
}

/** Carries a previewed import out, at once or as a job. One that was interrupted goes on. */
export async function applyImport(ctx: Context, id: string): Promise<InventoryImport> {
  const it = await readImport(ctx, id);
  if (it.state !== 'applying') refuseUnlessReady(it);
  if (it.counts.rows - it.counts.known > AT_ONCE_ROWS) return queued(ctx, it, applyImportJob);
  return applyPreviewedImport(ctx, id, UNWATCHED);
}

export async function applyImportNow(ctx: Context, id: string, work: ImportWork): Promise<InventoryImport> {
  return applyPreviewedImport(ctx, id, work);
}

/** Takes an applied import back, or only works out what that does, at once or as a job. */
export async function takeImportBack(
  ctx: Context,
  id: string,
  { isDryRun }: { readonly isDryRun: boolean },
): Promise<InventoryImport> {
  const it = await readImport(ctx, id);
  refuseUnlessApplied(it);
  if (it.counts.rows > AT_ONCE_ROWS) return queued(ctx, it, isDryRun ? previewUndoJob : undoImportJob);
  if (!isDryRun) return undoImport(ctx, id, UNWATCHED);
  await previewUndo(ctx, id, UNWATCHED);
  return readImport(ctx, id);
}

async function queued(
  ctx: Context,
  it: InventoryImport,
  kind: JobKind<(typeof IMPORT_JOBS)[number]['input'], null>,
): Promise<InventoryImport> {
  await act(ctx, { permission: 'inventory.import', subject: 'anywhere' }, async (tx) => {
    await heldImport(tx, ctx.actor, it.id);
    await startJob(ctx, tx, kind, { importId: it.id, file: it.file }, { key: it.id });
    return { value: undefined, audit: null };
  });
  return seenImport(ctx.store.db, ctx.actor, it.id);
}

/** The job that works on an import now; null: none does. */
export async function jobOfImport(db: Db, id: string): Promise<string | null> {
  for (const { name } of IMPORT_JOBS) {
    const job = await findActiveJob(db, name, id);
    if (job !== null) return job.id;
  }
  return null;
}
