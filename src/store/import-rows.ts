import { type ColumnType, sql } from 'kysely';
import type { DeviceFields, SourceKind } from '#engine/words';
import type { BoundHash, IdentifierHash } from './identifiers.ts';
import { storableJson, storableText } from './json.ts';
import type { Db, Tx } from './store.ts';

export interface ImportRowTables {
  import_row: {
    import_id: string;
    place: number;
    key: string;
    effect: RowEffect;
    kind: SourceKind;
    line: number | null;
    content_hash: Buffer;
    fields: ColumnType<DeviceFields, string, never>;
    unmapped: ColumnType<Readonly<Record<string, string>>, string, never>;
    reported: ColumnType<readonly string[], string, never>;
  };
  import_identifier: {
    import_id: string;
    hash: string;
    place: number;
  };
  import_reject: {
    import_id: string;
    place: number;
    line: number | null;
    field: string | null;
    reason: string;
    raw: string | null;
    cells: ColumnType<Readonly<Record<string, string>> | null, string | null, never>;
    repaired_by: string | null;
  };
}

/** What a row is to its source: its word from now on, the same said later, or older than its present word. */
export type RowEffect = 'say' | 'again' | 'past';

/** A row of an import that is not applied yet. */
export interface ImportRow {
  /** 1-based, in the order of the file. */
  readonly place: number;
  readonly key: string;
  readonly effect: RowEffect;
  readonly kind: SourceKind;
  readonly line: number | null;
  readonly contentHash: Uint8Array;
  readonly fields: DeviceFields;
  readonly unmapped: Readonly<Record<string, string>>;
  readonly reported: readonly string[];
}

export interface ImportReject {
  readonly place: number;
  readonly line: number | null;
  readonly field: string | null;
  readonly reason: string;
  /** The row as it stood, shortened. */
  readonly raw: string | null;
  /** The row as it stood, by column; null: it is not kept whole. */
  readonly cells: Readonly<Record<string, string>> | null;
}

/** Rows as they were read; their keys are not yet told apart. */
export async function insertRows(
  tx: Db | Tx,
  importId: string,
  rows: readonly (Omit<ImportRow, 'effect'> & { readonly hashes: readonly IdentifierHash[] })[],
): Promise<void> {
  if (rows.length === 0) return;
  const given = rows.map(({ place, key, kind, line, contentHash, fields, unmapped, reported }) => ({
    place,
    key,
    kind,
    line,
    hash: Buffer.from(contentHash).toString('base64'),
    fields,
    unmapped,
    reported,
  }));
  await sql`
    insert into import_row (import_id, place, key, kind, line, content_hash, fields, unmapped, reported)
    select ${importId}::uuid, place, key, kind, line, decode(hash, 'base64'), fields, unmapped, reported
    from jsonb_to_recordset(${storableJson(given)}::jsonb)
      as it (place integer, key text, kind text, line integer, hash text, fields jsonb, unmapped jsonb, reported jsonb)
  `.execute(tx);
  const hashes = rows.flatMap((it) => it.hashes.map((hash) => ({ hash, place: it.place })));
  await sql`
    insert into import_identifier (import_id, hash, place)
    select ${importId}::uuid, hash, place
    from unnest(${hashes.map((it) => it.hash)}::bigint[], ${hashes.map((it) => it.place)}::integer[]) as it (hash, place)
  `.execute(tx);
}

export async function insertRejects(
  tx: Db | Tx,
  importId: string,
  rejects: readonly ImportReject[],
): Promise<void> {
  if (rejects.length === 0) return;
  await tx
    .insertInto('import_reject')
    .values(
      rejects.map(({ place, line, field, reason, raw, cells }) => ({
        import_id: importId,
        place,
        line,
        field,
        reason: storableText(reason),
        raw: raw === null ? null : storableText(raw),
        cells: cells === null ? null : storableJson(cells),
        repaired_by: null,
      })),
    )
    .execute();
}

/**
 * Tells the planner how many rows there are: they came a moment ago, and it may still believe what held of the import before,
 * whose rows are gone. Not within a transaction of others: it sees what is committed.
 */
export async function analyzeRows(db: Db): Promise<void> {
  await sql`
    analyze import_row (import_id, place, key, effect), observation (id, source, key, at, is_current, device_id)
  `.execute(db);
}

/**
 * Rows of one file that speak of the same thing are numbered by what they say: their order does not matter. Asked and
 * written apart, because a planner that does not know yet how many rows came would join the two row by row.
 */
export async function numberKeys(tx: Db | Tx, importId: string): Promise<void> {
  const { rows } = await sql<{ place: number; number: number }>`
    select place, number::integer from (
      select place, row_number() over (partition by key order by content_hash, place) as number
      from import_row where import_id = ${importId}::uuid
    ) as numbered
    where number > 1
  `.execute(tx);
  if (rows.length === 0) return;
  await sql`
    update import_row set key = import_row.key || ' #' || again.number
    from unnest(${rows.map((it) => it.place)}::integer[], ${rows.map((it) => it.number)}::integer[]) as again (place, number)
    where import_row.import_id = ${importId}::uuid and import_row.place = again.place
  `.execute(tx);
}

/** Rows a source said before, word for word, and the devices they speak of. */
export interface KnownRows {
  readonly rows: number;
  readonly deviceIds: readonly string[];
}

/**
 * Compares the rows with what the source has said: lets go of those it said already, and marks those that only say the
 * same later, or that are older than its present word.
 */
export async function judgeRows(
  tx: Db | Tx,
  { id, source, at }: { readonly id: string; readonly source: string; readonly at: Date },
): Promise<KnownRows> {
  const { rows } = await sql<{ deviceId: string | null; rows: number }>`
    with known as (
      delete from import_row r using observation o
      where r.import_id = ${id}::uuid and o.source = ${source} and o.key = r.key and o.content_hash = r.content_hash
        and ((o.is_current and o.at >= ${at}::timestamptz) or o.at = ${at}::timestamptz)
      returning r.place, o.device_id
    )
    select device_id as "deviceId", count(distinct place)::integer as rows from known group by device_id
  `.execute(tx);
  await sql`
    update import_row r set effect = case
      when o.at > ${at}::timestamptz then 'past' when o.content_hash = r.content_hash then 'again' else 'say' end
    from observation o
    where r.import_id = ${id}::uuid and o.is_current and o.source = ${source} and o.key = r.key
      and (o.at > ${at}::timestamptz or o.content_hash = r.content_hash or r.effect <> 'say')
  `.execute(tx);
  return {
    rows: rows.reduce((sum, it) => sum + it.rows, 0),
    deviceIds: rows.flatMap((it) => (it.deviceId === null ? [] : [it.deviceId])),
  };
}

/** In the order of the file, after a place. */
export async function listRowsAfter(
  db: Db | Tx,
  importId: string,
  { after, limit }: { readonly after: number; readonly limit: number },
): Promise<ImportRow[]> {
  const { rows } = await sql<RawRow>`
    select ${COLUMNS} from import_row r
    where import_id = ${importId}::uuid and place > ${after} order by place limit ${limit}
  `.execute(db);
  return rows.map(rowOf);
}

/** Rows that rule from now on or say the same again, by what they speak of. */
export async function listRowsByKey(
  db: Db | Tx,
  importId: string,
  keys: readonly string[],
): Promise<ImportRow[]> {
  if (keys.length === 0) return [];
  const { rows } = await sql<RawRow>`
    select ${COLUMNS} from unnest(${keys}::text[]) as asked (key)
    join import_row r on r.import_id = ${importId}::uuid and r.key = asked.key and r.effect <> 'past'
  `.execute(db);
  return rows.map(rowOf);
}

/**
 * Rows that rule from now on and carry one of the identifiers; of each, one more than `max` at most. Each row is looked up by
 * its key: a planner that does not know yet how many rows came would go through all of them instead, for every identifier.
 */
export async function listRowCarriers(
  db: Db | Tx,
  importId: string,
  asked: readonly BoundHash[],
): Promise<{ readonly hash: IdentifierHash; readonly place: number }[]> {
  if (asked.length === 0) return [];
  const { rows } = await sql<{ hash: string; place: number }>`
    select asked.hash::text as hash, found.place
    from unnest(${asked.map((it) => it.hash)}::bigint[], ${asked.map((it) => it.max + 1)}::integer[]) as asked (hash, max)
    cross join lateral (
      select i.place from import_identifier i
      where i.import_id = ${importId}::uuid and i.hash = asked.hash
        and (select r.effect from import_row r where r.import_id = i.import_id and r.place = i.place) = 'say'
      limit asked.max
    ) found
  `.execute(db);
  return rows;
}

export async function listRowsAt(
  db: Db | Tx,
  importId: string,
  places: readonly number[],
): Promise<ImportRow[]> {
  if (places.length === 0) return [];
  const { rows } = await sql<RawRow>`
    select ${COLUMNS} from unnest(${places}::integer[]) as asked (place)
    join import_row r on r.import_id = ${importId}::uuid and r.place = asked.place
  `.execute(db);
  return rows.map(rowOf);
}

export async function deleteRows(tx: Tx, importId: string, places: readonly number[]): Promise<void> {
  await sql`
    delete from import_row where import_id = ${importId}::uuid and place = any(${places}::integer[])
  `.execute(tx);
}

export async function deleteAllRows(tx: Db | Tx, importId: string): Promise<void> {
  await tx.deleteFrom('import_identifier').where('import_id', '=', importId).execute();
  await tx.deleteFrom('import_row').where('import_id', '=', importId).execute();
}

export async function countRows(db: Db | Tx, importId: string): Promise<number> {
  const row = await db
    .selectFrom('import_row')
    .select((it) => it.fn.countAll<string>().as('count'))
    .where('import_id', '=', importId)
    .executeTakeFirstOrThrow();
  return Number(row.count);
}

/** In the order of the file, after a place. */
export async function listRejectsAfter(
  db: Db | Tx,
  importId: string,
  { after, limit }: { readonly after: number; readonly limit: number },
): Promise<(ImportReject & { readonly repairedBy: string | null })[]> {
  const rows = await db
    .selectFrom('import_reject')
    .select(['place', 'line', 'field', 'reason', 'raw', 'cells', 'repaired_by'])
    .where('import_id', '=', importId)
    .where('place', '>', after)
    .orderBy('place')
    .limit(limit)
    .execute();
  return rows.map(({ repaired_by, ...it }) => ({ ...it, repairedBy: repaired_by }));
}

export async function deleteRejects(tx: Db | Tx, importId: string): Promise<void> {
  await tx.deleteFrom('import_reject').where('import_id', '=', importId).execute();
}

/** Notes that another import brought the rejected rows repaired; null takes the note back. */
export async function markRepaired(tx: Tx, importId: string, by: string | null): Promise<void> {
  await tx.updateTable('import_reject').set({ repaired_by: by }).where('import_id', '=', importId).execute();
}

const COLUMNS = sql.raw(
  'r.place, r.key, r.effect, r.kind, r.line, r.content_hash, r.fields, r.unmapped, r.reported',
);

type RawRow = Omit<ImportRow, 'contentHash'> & { readonly content_hash: Buffer };

function rowOf({ content_hash, ...it }: RawRow): ImportRow {
  return { ...it, contentHash: content_hash };
}
