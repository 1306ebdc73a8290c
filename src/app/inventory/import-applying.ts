import { placeOf } from '#engine/intake';
import { deleteChanges, insertChanges } from '#store/import-changes';
import { deleteFile } from '#store/import-files';
import { deleteAllRows, deleteRows, judgeRows, listRowsAfter, markRepaired } from '#store/import-rows';
import { type InventoryImport, lockInventory, updateImport } from '#store/imports';
import { sayAgain } from '#store/observations';
import type { Tx } from '#store/store';
import { act } from '../act.ts';
import type { Context } from '../context.ts';
import { announce, type Event } from '../destinations/announce.ts';
import { Refused } from '../refusal.ts';
import { type NewStatement, saveFleet } from './fleet.ts';
import { authorOf, heldImport, sayOutside } from './import-access.ts';
import { type BatchAhead, inTurn, planAhead, type PlannedBatch } from './import-ahead.ts';
import { addCounts, outcomeOf } from './import-outcome.ts';
import { planRows, type PlannedRows } from './import-plan.ts';
import { batchRowsOn } from './import-reading.ts';
import type { ImportWork } from './import-work.ts';

/**
 * Carries a previewed import out in batches, each of which is in the inventory whole or not at all: its observations,
 * devices and timeline. Run again after an interruption, it goes on with the rows that are left.
 */
export async function applyPreviewedImport(
  ctx: Context,
  id: string,
  { signal, progress }: ImportWork,
): Promise<InventoryImport> {
  const begun = await beginApplying(ctx, id);
  const total = begun.counts.rows - begun.counts.known;
  let done = 0;
  for (
    let batch = await applyBatch(ctx, id, null);
    batch.rows > 0;
    batch = await applyBatch(ctx, id, batch.ahead)
  ) {
    done += batch.rows;
    progress(Math.min(done, total), total, 'Applying');
    signal.throwIfAborted();
  }
  return finishApplying(ctx, id);
}

async function beginApplying(ctx: Context, id: string): Promise<InventoryImport> {
  return act(ctx, { permission: 'inventory.import', subject: 'anywhere' }, async (tx) => {
    await lockInventory(tx);
    const it = await heldImport(tx, ctx.actor, id);
    // Goes on, or was finished by somebody else who worked on it.
    if (it.state === 'applying' || it.state === 'applied') return { value: it, audit: null };
    refuseUnlessReady(it);
    const known = await judgeRows(tx, it);
    await deleteChanges(tx, id, 'apply');
    const begun: InventoryImport = {
      ...it,
      state: 'applying',
      counts: {
        ...it.counts,
        known: it.counts.known + known.rows,
        create: 0,
        change: 0,
        remove: 0,
        unchanged: it.counts.knownDevices,
        conflicts: 0,
        doubtful: 0,
        outside: 0,
      },
    };
    await updateImport(tx, begun);
    return { value: begun, audit: null };
  });
}

export function refuseUnlessReady({ state, file, counts }: InventoryImport): void {
  if (state !== 'previewed')
    throw new Refused({
      code: 'conflict',
      because:
        state === 'applied'
          ? `Cannot apply import of ${file}: it is applied already`
          : `Cannot apply import of ${file}: it has no preview`,
    });
  if (counts.outside > 0) throw new Refused({ code: 'conflict', because: sayOutside(file, counts.outside) });
}

interface AppliedBatch {
  /** Rows that were dealt with; 0: none was left. */
  readonly rows: number;
  /** What comes next, where it could be worked out meanwhile. */
  readonly ahead: BatchAhead | null;
}

async function applyBatch(ctx: Context, id: string, ahead: BatchAhead | null): Promise<AppliedBatch> {
  let next: Promise<BatchAhead | null> = Promise.resolve(null);
  try {
    const rows = await applyInTurn(ctx, id, ahead, (it, batch) => {
      next = planAhead(ctx, it, batch);
      // Whether it can be worked out is asked once this batch is written; if that fails, nobody asks.
      next.catch(() => {});
    });
    return { rows, ahead: await next };
  } finally {
    await Promise.allSettled([next]);
  }
}

/** @returns rows that were dealt with; 0: none was left */
async function applyInTurn(
  ctx: Context,
  id: string,
  ahead: BatchAhead | null,
  onPlanned: (it: InventoryImport, batch: BatchAhead) => void,
): Promise<number> {
  return ctx.store.db.transaction().execute(async (tx) => {
    const turn = await lockInventory(tx);
    const it = await heldImport(tx, ctx.actor, id);
    const batch = (await inTurn(tx, ctx, ahead, turn)) ?? (await planNext(tx, ctx, it));
    if (batch === null) return 0;
    // The embedded database has a single connection: nothing can be read while this is written.
    if (ctx.store.engine === 'postgresql') onPlanned(it, { ...batch, turn });
    const { planned } = batch;
    const outcome = outcomeOf(ctx.actor, planned.fleet);
    if (outcome.counts.outside > 0)
      throw new Refused({ code: 'conflict', because: sayOutside(it.file, outcome.counts.outside) });
    const { again, fresh } = statementsOf(ctx, it, planned);
    await sayAgain(tx, { importId: id, at: it.at }, again);
    await saveFleet(
      tx,
      ctx,
      planned.fleet,
      { byName: authorOf(ctx.actor).createdByName, importId: id, source: it.source },
      fresh,
    );
    await insertChanges(tx, { importId: id, phase: 'apply' }, outcome.changes);
    await updateImport(tx, { ...it, counts: addCounts(it.counts, outcome.counts) });
    await deleteRows(
      tx,
      id,
      planned.rows.map((row) => row.place),
    );
    return planned.rows.length;
  });
}

/** Null: no row is left. */
async function planNext(tx: Tx, ctx: Context, it: InventoryImport): Promise<PlannedBatch | null> {
  const next = await listRowsAfter(tx, it.id, { after: 0, limit: batchRowsOn(ctx) });
  const last = next.at(-1);
  return last === undefined ? null : { planned: await planRows(tx, ctx, it, next), last: last.place };
}

/** What the rows say for the first time, and the observations that they only repeat. */
function statementsOf(
  ctx: Context,
  it: InventoryImport,
  { rows, observationIds, fleet }: PlannedRows,
): { readonly fresh: readonly NewStatement[]; readonly again: readonly string[] } {
  const again: string[] = [];
  const fresh: NewStatement[] = [];
  for (const row of rows) {
    const place = placeOf({ source: it.source, key: row.key });
    const before = fleet.reached.replaced.get(place);
    if (row.effect === 'again' && before !== undefined) {
      again.push(before.observationId);
      continue;
    }
    const { place: _, effect, ...said } = row;
    fresh.push({
      ...said,
      id: observationIds.get(place) ?? ctx.newId(),
      source: it.source,
      at: it.at,
      firstAt: it.at,
      importId: it.id,
      isCurrent: effect !== 'past',
      deviceId: null,
      anchors: null,
      byId: null,
      byName: null,
      reason: null,
      evidence: null,
    });
  }
  return { fresh, again };
}

async function finishApplying(ctx: Context, id: string): Promise<InventoryImport> {
  return act(ctx, { permission: 'inventory.import', subject: 'anywhere' }, async (tx) => {
    const it = await heldImport(tx, ctx.actor, id);
    if (it.state !== 'applying') return { value: it, audit: null };
    const applied: InventoryImport = { ...it, state: 'applied', appliedAt: ctx.now() };
    await updateImport(tx, applied);
    await deleteAllRows(tx, id);
    await deleteFile(tx, id);
    if (it.repairs !== null) await markRepaired(tx, it.repairs, id);
    await announce(ctx, tx, importFinished(applied));
    return {
      value: applied,
      audit: {
        act: 'import.apply',
        subject: { kind: 'import', id },
        detail: { source: it.source, file: it.file, counts: { ...it.counts } },
      },
    };
  });
}

function importFinished({ id, source, file, counts }: InventoryImport): Event {
  const { create, change, remove, rejected } = counts;
  return {
    kind: 'import.finished',
    title: `Import of ${source} is in the inventory: ${create} new, ${change} changed, ${rejected} rejected`,
    lines: [
      `File: ${file}`,
      `Devices made: ${create}`,
      `Devices changed: ${change}`,
      `Devices taken away: ${remove}`,
      `Rows rejected: ${rejected}`,
    ],
    data: { importId: id, source, file, created: create, changed: change, removed: remove, rejected },
  };
}
