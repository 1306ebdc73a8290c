import { type ColumnType, sql } from 'kysely';
import type { FieldChange } from '#engine/intake';
import type { DeviceFields, SourceKind } from '#engine/words';
import { storableJson, storableText } from './json.ts';
import type { Db, Tx } from './store.ts';

export interface ImportTables {
  inventory_import: {
    id: string;
    state: 'previewed' | 'applied';
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
    changes: ColumnType<readonly DeviceChange[], string, string>;
  };
  import_row: {
    import_id: string;
    key: string;
    kind: SourceKind;
    line: number | null;
    content_hash: Buffer;
    fields: ColumnType<DeviceFields, string, never>;
    unmapped: ColumnType<Readonly<Record<string, string>>, string, never>;
    reported: ColumnType<readonly string[], string, never>;
  };
  import_reject: {
    import_id: string;
    place: number;
    line: number | null;
    field: string | null;
    reason: string;
    raw: string | null;
  };
}

/** What the columns of a file were taken for. */
export interface ImportColumns {
  readonly mapping: readonly { readonly field: string; readonly column: string; readonly because: string }[];
  readonly unmapped: readonly string[];
  readonly dropped: readonly { readonly column: string; readonly because: string }[];
}

export interface ImportCounts {
  readonly rows: number;
  readonly known: number;
  readonly create: number;
  readonly change: number;
  readonly unchanged: number;
  readonly conflicts: number;
  readonly doubtful: number;
  readonly outside: number;
  readonly rejected: number;
}

export interface DeviceChange {
  readonly deviceId: string | null;
  readonly label: string;
  readonly kind: 'create' | 'change';
  readonly changes: readonly FieldChange[];
}

export interface InventoryImport {
  readonly id: string;
  readonly state: 'previewed' | 'applied';
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
  readonly changes: readonly DeviceChange[];
}

/** A row of a previewed import. */
export interface ImportRow {
  readonly key: string;
  readonly kind: SourceKind;
  readonly line: number | null;
  readonly contentHash: Uint8Array;
  readonly fields: DeviceFields;
  readonly unmapped: Readonly<Record<string, string>>;
  readonly reported: readonly string[];
}

export interface ImportReject {
  readonly line: number | null;
  readonly field: string | null;
  readonly reason: string;
  readonly raw: string | null;
}

const BATCH = 1000;
/** Key of the advisory lock that lets one transaction at a time change what devices come to. */
const INVENTORY_LOCK = 727_004;

/** Keeps other transactions that resolve devices waiting until this one ends. */
export async function lockInventory(tx: Tx): Promise<void> {
  await sql`select pg_advisory_xact_lock(${INVENTORY_LOCK})`.execute(tx);
}

export async function insertImport(
  tx: Tx,
  it: InventoryImport,
  rows: readonly ImportRow[],
  rejects: readonly ImportReject[],
): Promise<void> {
  await tx
    .insertInto('inventory_import')
    .values({
      id: it.id,
      state: it.state,
      source: it.source,
      file: storableText(it.file),
      format: it.format,
      at: it.at,
      created_at: it.createdAt,
      created_by: it.createdBy,
      created_by_name: it.createdByName,
      applied_at: it.appliedAt,
      columns: storableJson(it.columns),
      counts: JSON.stringify(it.counts),
      changes: storableJson(it.changes),
    })
    .execute();
  for (let from = 0; from < rows.length; from += BATCH)
    await tx
      .insertInto('import_row')
      .values(
        rows.slice(from, from + BATCH).map((row) => ({
          import_id: it.id,
          key: storableText(row.key),
          kind: row.kind,
          line: row.line,
          content_hash: Buffer.from(row.contentHash),
          fields: storableJson(row.fields),
          unmapped: storableJson(row.unmapped),
          reported: storableJson(row.reported),
        })),
      )
      .execute();
  for (let from = 0; from < rejects.length; from += BATCH)
    await tx
      .insertInto('import_reject')
      .values(
        rejects.slice(from, from + BATCH).map((reject, index) => ({
          import_id: it.id,
          place: from + index + 1,
          line: reject.line,
          field: reject.field,
          reason: storableText(reject.reason),
          raw: reject.raw === null ? null : storableText(reject.raw),
        })),
      )
      .execute();
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

export async function listImportRows(db: Db | Tx, importId: string): Promise<ImportRow[]> {
  const rows = await db
    .selectFrom('import_row')
    .selectAll()
    .where('import_id', '=', importId)
    .orderBy('key')
    .execute();
  return rows.map(({ content_hash, import_id: _, ...it }) => ({ ...it, contentHash: content_hash }));
}

/** In the order of the file, after a place. */
export async function listRejectsAfter(
  db: Db | Tx,
  importId: string,
  { after, limit }: { readonly after: number; readonly limit: number },
): Promise<(ImportReject & { readonly place: number })[]> {
  return db
    .selectFrom('import_reject')
    .select(['place', 'line', 'field', 'reason', 'raw'])
    .where('import_id', '=', importId)
    .where('place', '>', after)
    .orderBy('place')
    .limit(limit)
    .execute();
}

/** Writes down that the import was carried out, and lets go of its rows: the observations hold them now. */
export async function finishImport(
  tx: Tx,
  id: string,
  { at, counts, changes }: { readonly at: Date } & Pick<InventoryImport, 'counts' | 'changes'>,
): Promise<void> {
  await tx
    .updateTable('inventory_import')
    .set({
      state: 'applied',
      applied_at: at,
      counts: JSON.stringify(counts),
      changes: storableJson(changes),
    })
    .where('id', '=', id)
    .execute();
  await tx.deleteFrom('import_row').where('import_id', '=', id).execute();
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
    changes: row.changes,
  };
}
