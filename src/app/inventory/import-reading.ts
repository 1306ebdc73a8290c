import { deleteChanges, insertChanges } from '#store/import-changes';
import { readFileParts } from '#store/import-files';
import {
  analyzeRows,
  countRows,
  deleteAllRows,
  deleteRejects,
  type ImportRow,
  insertRejects,
  insertRows,
  judgeRows,
  listRowsAfter,
  numberKeys,
} from '#store/import-rows';
import { type ChosenColumns, findImportSource, saveImportSource } from '#store/import-sources';
import { type InventoryImport, NO_COUNTS, updateImport } from '#store/imports';
import { act } from '../act.ts';
import type { Context } from '../context.ts';
import { Refused } from '../refusal.ts';
import { authorOf, heldImport } from './import-access.ts';
import { addCounts, outcomeOf } from './import-outcome.ts';
import { planRows, type PlannedRows } from './import-plan.ts';
import { type ReadFile, readImportFile, type RowBatch } from './import-rows.ts';
import { createWriter } from './import-writer.ts';
import type { ImportWork } from './import-work.ts';

/** Rows looked at together. The embedded database serves one at a time: others should not wait long. */
export function batchRowsOn({ store }: Context): number {
  return store.engine === 'embedded' ? 400 : 2000;
}

/** From so many on a wrong belief of the planner costs more than telling it better. */
const MANY_ROWS = 1000;

/**
 * Reads the kept file of an import and works out what it would change, batch by batch: neither the file nor the fleet is
 * ever in memory as a whole. Run again after an interruption, it begins anew.
 * @param isCompared whether somebody wants to see what it would change; else it is ready to be applied as soon as it is read
 * @throws Refused when the file cannot be used at all
 */
export async function readUploadedImport(
  ctx: Context,
  id: string,
  { signal, progress }: ImportWork,
  { isCompared = true }: { readonly isCompared?: boolean } = {},
): Promise<InventoryImport> {
  const begun = await beginReading(ctx, id);
  let rejected = 0;
  let rows = 0;
  const { chosen, ...read } = await readWithColumns(ctx, begun, signal, async (batch) => {
    signal.throwIfAborted();
    await ctx.store.db.transaction().execute(async (tx) => {
      await insertRows(tx, id, batch.rows);
      await insertRejects(tx, id, batch.rejects);
    });
    rows += batch.rows.length;
    rejected += batch.rejects.length;
    progress(rows, null, 'Reading');
  });
  if (rows >= MANY_ROWS) await analyzeRows(ctx.store.db);
  const known = await ctx.store.db.transaction().execute(async (tx) => {
    await numberKeys(tx, id);
    return judgeRows(tx, begun);
  });
  const counts = { ...NO_COUNTS, rows, rejected, known: known.rows };
  const readIn: InventoryImport = { ...begun, ...read, chosen, counts };
  const knownIds = new Set(known.deviceIds);
  const previewed = isCompared
    ? await previewRows(ctx, readIn, knownIds, { signal, progress })
    : { ...readIn, counts: { ...counts, knownDevices: knownIds.size, unchanged: knownIds.size } };
  return act(ctx, { permission: 'inventory.import', subject: 'anywhere' }, async (tx) => {
    const it: InventoryImport = { ...previewed, state: 'previewed' };
    await updateImport(tx, it);
    if (Object.keys(chosen).length > 0)
      await saveImportSource(tx, {
        name: it.source,
        mapping: chosen,
        savedAt: ctx.now(),
        savedByName: authorOf(ctx.actor).createdByName,
      });
    return {
      value: it,
      audit: isCompared
        ? {
            act: 'import.preview',
            subject: { kind: 'import', id },
            detail: { source: it.source, file: it.file, counts: { ...it.counts } },
          }
        : null,
    };
  });
}

/** Columns as chosen for this file; else as saved for its source, where the file still has them; else as guessed. */
async function readWithColumns(
  { store: { db } }: Context,
  { id, file, source, chosen }: InventoryImport,
  signal: AbortSignal,
  keep: (batch: RowBatch) => Promise<void>,
): Promise<ReadFile & { readonly chosen: ChosenColumns }> {
  const read = async (columns: ChosenColumns) => ({
    ...(await readImportFile({ name: file, stream: readFileParts(db, id) }, columns, signal, keep)),
    chosen: columns,
  });
  const saved = Object.keys(chosen).length > 0 ? null : await findImportSource(db, source);
  if (saved === null) return read(chosen);
  try {
    return await read(saved.mapping);
  } catch (error) {
    // Before the first row: the file has other columns than the one they were chosen for.
    if (error instanceof Refused) return read({});
    throw error;
  }
}

/** Whatever an interrupted or other reading left is gone. */
async function beginReading(ctx: Context, id: string): Promise<InventoryImport> {
  return ctx.store.db.transaction().execute(async (tx) => {
    const it = await heldImport(tx, ctx.actor, id);
    await deleteAllRows(tx, id);
    await deleteRejects(tx, id);
    await deleteChanges(tx, id, 'apply');
    const begun: InventoryImport = { ...it, state: 'reading', counts: NO_COUNTS, problem: null };
    await updateImport(tx, begun);
    return begun;
  });
}

/** Rows on their way to being compared. */
interface Comparison {
  /** Those that no rows before brought along. */
  readonly fresh: readonly ImportRow[];
  readonly last: number;
  readonly planned: Promise<PlannedRows>;
}

async function previewRows(
  ctx: Context,
  it: InventoryImport,
  known: Set<string>,
  { signal, progress }: ImportWork,
): Promise<InventoryImport> {
  const { db } = ctx.store;
  const total = await countRows(db, it.id);
  const seen = new Set<number>();
  const writer = createWriter();
  const begin = async (after: number): Promise<Comparison | null> => {
    const rows = await listRowsAfter(db, it.id, { after, limit: batchRowsOn(ctx) });
    const last = rows.at(-1);
    if (last === undefined) return null;
    const fresh = rows.filter((row) => !seen.has(row.place));
    const planned = planRows(db, ctx, it, fresh);
    // Heard of once it is waited for, unless something else fails first.
    planned.catch(() => {});
    return { fresh, last: last.place, planned };
  };
  let [{ counts }, next] = [it, await begin(0)];
  try {
    while (next !== null) {
      signal.throwIfAborted();
      const comparison: Comparison = next;
      // The database looks for what the next rows can matter to while these are compared.
      next = await begin(comparison.last);
      const planned = await comparison.planned;
      const unseen = comparison.fresh.filter((row) => !seen.has(row.place));
      if (unseen.length === 0) continue;
      const isWhole = planned.rows.every((row) => !seen.has(row.place));
      const { fleet, rows } = isWhole ? planned : await planRows(db, ctx, it, unseen);
      for (const row of rows) seen.add(row.place);
      const outcome = outcomeOf(ctx.actor, fleet);
      for (const device of fleet.plan.devices) known.delete(device.id);
      await writer.write(() => insertChanges(db, { importId: it.id, phase: 'apply' }, outcome.changes));
      counts = addCounts(counts, outcome.counts);
      progress(seen.size, total, 'Comparing');
    }
    await writer.written();
  } finally {
    await Promise.allSettled([next?.planned]);
    await writer.settled();
  }
  const knownDevices = known.size;
  return { ...it, counts: { ...counts, knownDevices, unchanged: counts.unchanged + knownDevices } };
}
