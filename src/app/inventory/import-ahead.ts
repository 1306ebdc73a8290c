import { placeOf } from '#engine/intake';
import { listRowsAfter } from '#store/import-rows';
import type { InventoryImport } from '#store/imports';
import type { Tx } from '#store/store';
import type { Context } from '../context.ts';
import { planRows, type PlannedRows } from './import-plan.ts';
import { batchRowsOn } from './import-reading.ts';
import { groupsFor } from './scope.ts';

/** A batch of rows, in the order of the file. */
export interface PlannedBatch {
  readonly planned: PlannedRows;
  /** Place of the last row it began with. */
  readonly last: number;
}

/** A batch that was worked out while the one before was written. */
export interface BatchAhead extends PlannedBatch {
  /** The turn in which the one before was written: whoever changed the inventory since took another. */
  readonly turn: number;
}

/**
 * Works the batch out that follows one which is being written on another connection. Nothing of that one is looked at:
 * where the two share a statement, an identifier or a device, there is no answer.
 * @returns null: it must be worked out in its turn
 */
export async function planAhead(
  ctx: Context,
  it: InventoryImport,
  { planned: before, last, turn }: BatchAhead,
): Promise<BatchAhead | null> {
  if (!isFollowable(before)) return null;
  const written = new Set(before.rows.map((row) => row.place));
  const next = await listRowsAfter(ctx.store.db, it.id, { after: last, limit: batchRowsOn(ctx) });
  const seeds = next.filter((row) => !written.has(row.place));
  if (seeds.length === 0) return null;
  const planned = await planRows(ctx.store.db, ctx, it, seeds);
  return isApart(before, planned) ? { planned, last: next.at(-1)?.place ?? last, turn } : null;
}

/** The same as worked out now, if nobody changed the inventory in between. */
export async function inTurn(
  tx: Tx,
  ctx: Context,
  ahead: BatchAhead | null,
  turn: number,
): Promise<PlannedBatch | null> {
  if (ahead === null || ahead.turn + 1 !== turn) return null;
  const { planned, last } = ahead;
  const groups = await groupsFor(tx, ctx.actor, planned.fleet.reached.deviceIds);
  return { planned: { ...planned, fleet: { ...planned.fleet, groups } }, last };
}

/** Where an identifier may identify again, writing reaches further than the plan; an SBOM reaches whatever is of its model. */
function isFollowable({ fleet: { reached } }: PlannedRows): boolean {
  return (reached.hubs.size === 0 || reached.replaced.size === 0) && hasNoBill(reached);
}

function hasNoBill({ words }: Pick<PlannedRows['fleet']['reached'], 'words'>): boolean {
  return words.every((it) => it.kind !== 'sbom');
}

function isApart({ fleet: before }: PlannedRows, { fleet: after }: PlannedRows): boolean {
  const places = new Set(before.reached.words.map(placeOf));
  const units = new Set(before.reached.units);
  const devices = new Set([...before.reached.deviceIds, ...before.plan.devices.map((it) => it.id)]);
  return (
    hasNoBill(after.reached) &&
    after.reached.words.every((it) => !places.has(placeOf(it))) &&
    after.reached.units.every((it) => !units.has(it)) &&
    after.reached.deviceIds.every((it) => !devices.has(it))
  );
}
