import * as z from 'zod';
import { isDemonstrationComing } from '#store/demonstration';
import { type ImportState, type InventoryImport, listImportsIn } from '#store/imports';
import { insertJob } from '#store/jobs';
import type { Context } from '../context.ts';
import type { Reconciler } from '../jobs/kind.ts';
import { applyImportJob, readImportJob, takeInJob, undoImportJob } from './import-jobs.ts';
import { jobOfImport } from './import-start.ts';

/** What goes on with an import that is in the middle of something. */
const NEXT = {
  uploaded: readImportJob,
  reading: readImportJob,
  applying: applyImportJob,
  undoing: undoImportJob,
} as const satisfies Partial<Record<ImportState, unknown>>;
type Unfinished = keyof typeof NEXT;
const UNFINISHED = Object.keys(NEXT) as Unfinished[];

const Suspects = z.array(z.string()).catch([]);

/**
 * A small import is worked on while its sender waits, with no job behind it. When its server ends in the middle, it goes on
 * here, in the name of whoever brought it. What is being applied or taken back goes on at once: two that work on it share
 * its batches. A file must not be read twice at the same time, so that one goes on when it was found like this a round before.
 */
export const resumeImports: Reconciler = {
  name: 'import.resume',
  words: 'Go on with imports whose server ended',
  everyMinutes: 1,
  run: async (ctx, { saved, save, log }) => {
    const { db } = ctx.store;
    // Its files come in within a job of its own, one after the other.
    if (await isDemonstrationComing(db)) return null;
    const suspectsBefore = Suspects.parse(saved);
    const suspects: string[] = [];
    const resumed: string[] = [];
    for (const it of await listImportsIn(db, UNFINISHED)) {
      if ((await jobOfImport(db, it.id)) !== null) continue;
      const isRead = it.state === 'uploaded' || it.state === 'reading';
      if (isRead && !suspectsBefore.includes(it.id)) suspects.push(it.id);
      else {
        await resume(ctx, it);
        resumed.push(it.file);
      }
    }
    await db.transaction().execute((tx) => save(tx, suspects));
    for (const file of resumed) log(`${file} goes on`);
    return resumed.length === 0 ? null : `Imports that go on: ${resumed.length}`;
  },
};

async function resume(ctx: Context, it: InventoryImport): Promise<void> {
  const kind = it.pickupId !== null && it.state !== 'undoing' ? takeInJob : NEXT[it.state as Unfinished];
  const input = { importId: it.id, file: it.file };
  await ctx.store.db.transaction().execute((tx) =>
    insertJob(tx, {
      id: ctx.newId(),
      kind: kind.name,
      key: it.id,
      periodic: false,
      title: kind.title(input),
      input,
      createdAt: ctx.now(),
      createdBy: it.createdBy,
      createdByName: it.createdByName,
      limitedTo: null,
      runAfter: ctx.now(),
    }),
  );
}
