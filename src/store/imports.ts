import { type ColumnType, sql } from 'kysely';
import type { ChosenColumns } from './import-sources.ts';
import { storableJson, storableText } from './json.ts';
import type { Db, Tx } from './store.ts';

export interface ImportTables {
  inventory_import: {
    id: string;
    state: ImportState;
    source: string;
    file: string;
    format: string;
    at: Date;
    created_at: Date;
    created_by: string | null;
    created_by_name: string;
    applied_at: Date | null;
    columns: ColumnType<ImportColumns, string, string>;
    counts: ColumnType<ImportCounts, string, string>;
    problem: string | null;
    chosen: ColumnType<ChosenColumns, string, string>;
    file_hash: Buffer | null;
    file_bytes: ColumnType<string, number, number>;
    same_as: string | null;
    repairs: string | null;
    undone_at: Date | null;
    undone_by_name: string | null;
    pickup_id: string | null;
    waits_because: string[] | null;
  };
}

export type ImportState =
  | 'uploaded'
  | 'reading'
  | 'previewed'
  | 'applying'
  | 'applied'
  | 'failed'
  | 'undoing'
  | 'undone';

/** What the columns of a file were taken for. */
export interface ImportColumns {
  readonly mapping: readonly { readonly field: string; readonly column: string; readonly because: string }[];
  readonly unmapped: readonly string[];
  readonly dropped: readonly { readonly column: string; readonly because: string }[];
}

export interface ImportCounts {
  readonly rows: number;
  readonly known: number;
  /** Devices that rows said before speak of. */
  readonly knownDevices: number;
  readonly create: number;
  readonly change: number;
  readonly remove: number;
  readonly unchanged: number;
  readonly conflicts: number;
  readonly doubtful: number;
  readonly outside: number;
  readonly rejected: number;
}

export const NO_COUNTS: ImportCounts = {
  rows: 0,
  known: 0,
  knownDevices: 0,
  create: 0,
  change: 0,
  remove: 0,
  unchanged: 0,
  conflicts: 0,
  doubtful: 0,
  outside: 0,
  rejected: 0,
};

export interface InventoryImport {
  readonly id: string;
  readonly state: ImportState;
  readonly source: string;
  readonly file: string;
  readonly format: string;
  readonly at: Date;
  readonly createdAt: Date;
  readonly createdBy: string | null;
  readonly createdByName: string;
  readonly appliedAt: Date | null;
  readonly columns: ImportColumns;
  readonly counts: ImportCounts;
  /** Why it failed. */
  readonly problem: string | null;
  /** Inventory field → column, where a person chose. */
  readonly chosen: ChosenColumns;
  readonly fileHash: Uint8Array | null;
  readonly fileBytes: number;
  /** The applied import that brought the same file before. */
  readonly sameAs: string | null;
  /** The import whose rejected rows this one brings repaired. */
  readonly repairs: string | null;
  readonly undoneAt: Date | null;
  readonly undoneByName: string | null;
  /** The pickup that brought it; null: a person or a program did. */
  readonly pickupId: string | null;
  /** Why it was not applied by itself; null: that was not asked, or not yet. */
  readonly waitsBecause: readonly string[] | null;
}

/** Key of the advisory lock that lets one transaction at a time change what devices come to. */
const INVENTORY_LOCK = 727_004;

/**
 * Keeps other transactions that resolve devices waiting until this one ends.
 * @returns the number of this turn: of two in succession, nobody had the inventory in between
 */
export async function lockInventory(tx: Tx): Promise<number> {
  await sql`select pg_advisory_xact_lock(${INVENTORY_LOCK})`.execute(tx);
  const { rows } = await sql<{ turn: string }>`select nextval('inventory_turn') as turn`.execute(tx);
  return Number(rows[0]?.turn);
}

export async function insertImport(tx: Tx, it: InventoryImport): Promise<void> {
  await tx
    .insertInto('inventory_import')
    .values({
      id: it.id,
      source: storableText(it.source),
      file: storableText(it.file),
      created_at: it.createdAt,
      created_by: it.createdBy,
      created_by_name: it.createdByName,
      repairs: it.repairs,
      pickup_id: it.pickupId,
      ...changingOf(it),
    })
    .execute();
}

/** Writes all of it that may change. */
export async function updateImport(tx: Db | Tx, it: InventoryImport): Promise<void> {
  await tx.updateTable('inventory_import').set(changingOf(it)).where('id', '=', it.id).execute();
}

function changingOf(it: InventoryImport) {
  return {
    state: it.state,
    format: it.format,
    at: it.at,
    applied_at: it.appliedAt,
    columns: storableJson(it.columns),
    counts: JSON.stringify(it.counts),
    problem: it.problem === null ? null : storableText(it.problem),
    chosen: storableJson(it.chosen),
    file_hash: it.fileHash === null ? null : Buffer.from(it.fileHash),
    file_bytes: it.fileBytes,
    same_as: it.sameAs,
    undone_at: it.undoneAt,
    undone_by_name: it.undoneByName,
    waits_because: it.waitsBecause === null ? null : it.waitsBecause.map(storableText),
  };
}

export async function findImport(db: Db | Tx, id: string): Promise<InventoryImport | null> {
  const row = await importsQuery(db).where('id', '=', id).executeTakeFirst();
  return row === undefined ? null : importOf(row);
}

/** The same, and nobody else changes it until the transaction ends. */
export async function lockImport(tx: Tx, id: string): Promise<InventoryImport | null> {
  const row = await importsQuery(tx).where('id', '=', id).forUpdate().executeTakeFirst();
  return row === undefined ? null : importOf(row);
}

/** The newest applied import of the same file by the same source. */
export async function findSameFile(
  db: Db | Tx,
  { source, fileHash }: { readonly source: string; readonly fileHash: Uint8Array },
): Promise<InventoryImport | null> {
  const row = await importsQuery(db)
    .where('source', '=', storableText(source))
    .where('file_hash', '=', Buffer.from(fileHash))
    .where('state', '=', 'applied')
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row === undefined ? null : importOf(row);
}

/** Newest first, below an id. `createdBy` null: everybody's. */
export async function listImportsBefore(
  db: Db | Tx,
  createdBy: string | null,
  { before, limit }: { readonly before: string | null; readonly limit: number },
): Promise<InventoryImport[]> {
  let query = importsQuery(db).orderBy('id', 'desc').limit(limit);
  if (createdBy !== null) query = query.where('created_by', '=', createdBy);
  if (before !== null) query = query.where('id', '<', before);
  return (await query.execute()).map(importOf);
}

export async function countImports(db: Db | Tx, createdBy: string | null): Promise<number> {
  let query = db.selectFrom('inventory_import').select((it) => it.fn.countAll<string>().as('count'));
  if (createdBy !== null) query = query.where('created_by', '=', createdBy);
  return Number((await query.executeTakeFirstOrThrow()).count);
}

/** Imports in one of these states whose file is here as a whole, oldest first. */
export async function listImportsIn(db: Db, states: readonly ImportState[]): Promise<InventoryImport[]> {
  const rows = await importsQuery(db)
    .where('state', 'in', states)
    .where('file_hash', 'is not', null)
    .orderBy('id')
    .execute();
  return rows.map(importOf);
}

export async function deleteImport(tx: Tx, id: string): Promise<void> {
  await tx.deleteFrom('inventory_import').where('id', '=', id).execute();
}

function importsQuery(db: Db | Tx) {
  return db.selectFrom('inventory_import').selectAll();
}

type Row = Awaited<ReturnType<ReturnType<typeof importsQuery>['execute']>>[number];

function importOf(row: Row): InventoryImport {
  return {
    id: row.id,
    state: row.state,
    source: row.source,
    file: row.file,
    format: row.format,
    at: row.at,
    createdAt: row.created_at,
    createdBy: row.created_by,
    createdByName: row.created_by_name,
    appliedAt: row.applied_at,
    columns: row.columns,
    counts: row.counts,
    problem: row.problem,
    chosen: row.chosen,
    fileHash: row.file_hash,
    fileBytes: Number(row.file_bytes),
    sameAs: row.same_as,
    repairs: row.repairs,
    undoneAt: row.undone_at,
    undoneByName: row.undone_by_name,
    pickupId: row.pickup_id,
    waitsBecause: row.waits_because,
  };
}

/** Applied imports that brought the same file as this one again. */
export async function listSameAs(db: Db | Tx, id: string): Promise<InventoryImport[]> {
  const rows = await importsQuery(db)
    .where('same_as', '=', id)
    .where('state', '=', 'applied')
    .orderBy('id')
    .execute();
  return rows.map(importOf);
}
