import { type ColumnType, type Selectable, sql } from 'kysely';
import type { PickupRules } from '#engine/pickup';
import type { Schedule } from '#engine/schedule';
import { type InventoryImport, findImport } from './imports.ts';
import { storableText } from './json.ts';
import type { Db, Tx } from './store.ts';

export interface PickupTables {
  pickup: {
    id: string;
    source: string;
    kind: 'folder' | 'address';
    folder: string | null;
    pattern: string | null;
    afterwards: 'leave' | 'move';
    url: string | null;
    header_names: string[];
    headers: Buffer | null;
    schedule: ColumnType<Schedule, string, string>;
    rules: ColumnType<PickupRules, string, string>;
    version: number;
    changed_at: Date;
    changed_by_name: string;
    paused_at: Date | null;
    paused_by_name: string | null;
    next_run_at: Date;
    last_run_at: Date | null;
    last_success_at: Date | null;
    failures: number;
    problem: string | null;
    etag: string | null;
    last_modified: string | null;
  };
}

/** Where the files of a source come from. */
export type PickupPlace =
  /** A folder below the inbox of the server. */
  | {
      readonly kind: 'folder';
      /** Empty: the inbox itself. */
      readonly folder: string;
      readonly pattern: string | null;
      readonly afterwards: 'leave' | 'move';
    }
  | { readonly kind: 'address'; readonly url: string; readonly headerNames: readonly string[] };

/** What people say of a pickup. */
export interface PickupOrder {
  readonly source: string;
  readonly place: PickupPlace;
  readonly schedule: Schedule;
  readonly rules: PickupRules;
}

export interface Pickup extends PickupOrder {
  readonly id: string;
  readonly version: number;
  /** Headers with their values, encrypted; null: none. */
  readonly headers: Uint8Array | null;
  readonly changedAt: Date;
  readonly changedByName: string;
  readonly pausedAt: Date | null;
  readonly pausedByName: string | null;
  readonly nextRunAt: Date;
  readonly lastRunAt: Date | null;
  readonly lastSuccessAt: Date | null;
  readonly failures: number;
  /** Why it failed last. */
  readonly problem: string | null;
  /** What the address gave last, by its own validators. */
  readonly etag: string | null;
  readonly lastModified: string | null;
}

/** @returns whether there was none for the source yet */
export async function insertPickup(tx: Tx, it: Pickup): Promise<boolean> {
  const { numInsertedOrUpdatedRows } = await tx
    .insertInto('pickup')
    .values({ id: it.id, ...rowOf(it) })
    .onConflict((on) => on.column('source').doNothing())
    .executeTakeFirstOrThrow();
  return Number(numInsertedOrUpdatedRows) === 1;
}

/** Writes all of it. */
export async function updatePickup(tx: Tx, it: Pickup): Promise<void> {
  await tx.updateTable('pickup').set(rowOf(it)).where('id', '=', it.id).execute();
}

export async function deletePickup(tx: Tx, id: string): Promise<void> {
  await tx.deleteFrom('pickup').where('id', '=', id).execute();
}

export async function findPickup(db: Db | Tx, id: string): Promise<Pickup | null> {
  const row = await db.selectFrom('pickup').selectAll().where('id', '=', id).executeTakeFirst();
  return row === undefined ? null : pickupOf(row);
}

/** The same, and nobody else changes it until the transaction ends. */
export async function lockPickup(tx: Tx, id: string): Promise<Pickup | null> {
  const row = await tx.selectFrom('pickup').selectAll().where('id', '=', id).forUpdate().executeTakeFirst();
  return row === undefined ? null : pickupOf(row);
}

export async function listPickups(db: Db): Promise<Pickup[]> {
  return (await db.selectFrom('pickup').selectAll().orderBy('source').execute()).map(pickupOf);
}

/** Those whose time has come, and that nobody paused. */
export async function listDuePickups(db: Db, now: Date): Promise<Pickup[]> {
  const rows = await db
    .selectFrom('pickup')
    .selectAll()
    .where('paused_at', 'is', null)
    .where('next_run_at', '<=', now)
    .orderBy('next_run_at')
    .execute();
  return rows.map(pickupOf);
}

/** The import of a pickup that is not yet in the inventory, nor given up; the pickup brings nothing else until it is. */
export async function findOpenImport(db: Db | Tx, pickupId: string): Promise<InventoryImport | null> {
  const row = await db
    .selectFrom('inventory_import')
    .select('id')
    .where('pickup_id', '=', pickupId)
    .where('state', 'in', ['uploaded', 'reading', 'previewed', 'applying'])
    .orderBy('id')
    .limit(1)
    .executeTakeFirst();
  return row === undefined ? null : findImport(db, row.id);
}

/** The newest import that a pickup brought, in any of these states. */
export async function findNewestImport(
  db: Db | Tx,
  pickupId: string,
  states: readonly InventoryImport['state'][] | null = null,
): Promise<InventoryImport | null> {
  let query = db.selectFrom('inventory_import').select('id').where('pickup_id', '=', pickupId);
  if (states !== null) query = query.where('state', 'in', states);
  const row = await query.orderBy('id', 'desc').limit(1).executeTakeFirst();
  return row === undefined ? null : findImport(db, row.id);
}

/** Uploads of a pickup that were cut off; nothing of them was read. */
export async function deleteCutOffUploads(tx: Tx, pickupId: string): Promise<void> {
  await tx
    .deleteFrom('inventory_import')
    .where('pickup_id', '=', pickupId)
    .where('state', '=', 'uploaded')
    .where('file_hash', 'is', null)
    .execute();
}

/** What is known of every source that ever said something, by name. */
export interface KnownSource {
  readonly source: string;
  /** Fields whose column a person chose, kept for its next file. */
  readonly chosenFields: number;
  readonly lastAppliedAt: Date | null;
}

export async function listKnownSources(db: Db): Promise<KnownSource[]> {
  const { rows } = await sql<KnownSource>`
    select name as source,
      coalesce((select count(*)::integer from import_source saved, jsonb_each(saved.mapping) field
        where saved.name = known.name and field.value <> 'null'::jsonb), 0) as "chosenFields",
      (select max(applied_at) from inventory_import applied where applied.source = known.name) as "lastAppliedAt"
    from (select name from import_source union select source from inventory_import where applied_at is not null
      union select source from pickup) known
    order by name
  `.execute(db);
  return rows;
}

function rowOf({ place, ...it }: Pickup) {
  return {
    source: storableText(it.source),
    kind: place.kind,
    folder: place.kind === 'folder' ? storableText(place.folder) : null,
    pattern: place.kind === 'folder' && place.pattern !== null ? storableText(place.pattern) : null,
    afterwards: place.kind === 'folder' ? place.afterwards : ('leave' as const),
    url: place.kind === 'address' ? place.url : null,
    header_names: place.kind === 'address' ? [...place.headerNames] : [],
    headers: it.headers === null ? null : Buffer.from(it.headers),
    schedule: JSON.stringify(it.schedule),
    rules: JSON.stringify(it.rules),
    version: it.version,
    changed_at: it.changedAt,
    changed_by_name: it.changedByName,
    paused_at: it.pausedAt,
    paused_by_name: it.pausedByName,
    next_run_at: it.nextRunAt,
    last_run_at: it.lastRunAt,
    last_success_at: it.lastSuccessAt,
    failures: it.failures,
    problem: it.problem === null ? null : storableText(it.problem),
    etag: it.etag === null ? null : storableText(it.etag),
    last_modified: it.lastModified === null ? null : storableText(it.lastModified),
  };
}

type Row = Selectable<PickupTables['pickup']>;

function pickupOf(row: Row): Pickup {
  return {
    id: row.id,
    source: row.source,
    place: placeOf(row),
    schedule: row.schedule,
    rules: row.rules,
    version: row.version,
    headers: row.headers,
    changedAt: row.changed_at,
    changedByName: row.changed_by_name,
    pausedAt: row.paused_at,
    pausedByName: row.paused_by_name,
    nextRunAt: row.next_run_at,
    lastRunAt: row.last_run_at,
    lastSuccessAt: row.last_success_at,
    failures: row.failures,
    problem: row.problem,
    etag: row.etag,
    lastModified: row.last_modified,
  };
}

function placeOf({ kind, folder, pattern, afterwards, url, header_names: headerNames }: Row): PickupPlace {
  switch (kind) {
    case 'folder':
      return { kind, folder: folder ?? '', pattern, afterwards };
    case 'address':
      return { kind, url: url ?? '', headerNames };
  }
}
