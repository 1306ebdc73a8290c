import * as z from 'zod';
import { findImport, updateImport } from '#store/imports';
import type { Context } from '../context.ts';
import { type JobKind, jobKind } from '../jobs/kind.ts';
import { Refused } from '../refusal.ts';
import { applyPreviewedImport } from './import-applying.ts';
import { readUploadedImport } from './import-reading.ts';
import { takeInImport } from './pickup-import.ts';
import { previewUndo, undoImport } from './import-undo.ts';
import type { ImportWork } from './import-work.ts';

const Input = z.object({ importId: z.uuid(), file: z.string() });
type Input = z.output<typeof Input>;

/** Reads an uploaded file and works out what it would change. */
export const readImportJob = importJob('import.read', 'Read import', readUploadedImport);
export const applyImportJob = importJob('import.apply', 'Apply import', applyPreviewedImport);
export const previewUndoJob = importJob(
  'import.preview-undo',
  'See what undoing an import does',
  previewUndo,
);
export const undoImportJob = importJob('import.undo', 'Undo import', undoImport);

/** Reads a file that was picked up, and applies it where its source allows that. */
export const takeInJob = importJob('import.take-in', 'Take in a file', takeInImport);

export const IMPORT_JOBS: readonly JobKind<typeof Input, null>[] = [
  readImportJob,
  applyImportJob,
  previewUndoJob,
  undoImportJob,
  takeInJob,
];

function importJob(
  name: string,
  words: string,
  work: (ctx: Context, id: string, work: ImportWork) => Promise<unknown>,
): JobKind<typeof Input, null> {
  return jobKind({
    name,
    words,
    input: Input,
    permission: 'inventory.import',
    title: ({ file }: Input) => `${words}: ${file}`,
    page: ({ importId }: Input) => `/imports/${importId}`,
    run: async (ctx, { importId }, tools) => {
      try {
        await work(ctx, importId, tools);
        return null;
      } catch (error) {
        if (error instanceof Refused) await markFailed(ctx, importId, error.message);
        throw error;
      }
    },
  });
}

/** An import that had not yet touched the inventory has failed; another one only says what stopped it. */
async function markFailed({ store: { db } }: Context, id: string, problem: string): Promise<void> {
  await db.transaction().execute(async (tx) => {
    const it = await findImport(tx, id);
    if (it === null) return;
    const isUntouched = it.state === 'uploaded' || it.state === 'reading';
    await updateImport(tx, { ...it, problem, state: isUntouched ? 'failed' : it.state });
  });
}
