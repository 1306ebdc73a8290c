import { type RawBuilder, sql } from 'kysely';
import type { Db, Tx } from './store.ts';

// Reads and writes whole tables, whatever they hold: values travel as PostgreSQL's own text, which both engines share and
// which loses nothing.

export interface TableShape {
  readonly name: string;
  /** Columns that hold what was put there; generated ones follow from them. */
  readonly columns: readonly { readonly name: string; readonly type: string }[];
}

/** Rows of one table: a JSON array of arrays of texts and nulls, in the order of the columns. */
export interface RowBatch {
  readonly table: string;
  readonly rows: number;
  readonly json: string;
}

export interface SequenceState {
  readonly name: string;
  /** The last number given out; null: none yet. */
  readonly last: string | null;
}

/** What the migrator keeps for itself: a restored schema has its own. */
const OWN_OF_MIGRATOR = ['kysely_migration', 'kysely_migration_lock'];

/** A reading transaction that sees one moment, whatever others write meanwhile. The caller ends it. */
export async function beginSnapshot(db: Db) {
  const tx = await db
    .startTransaction()
    .setIsolationLevel('repeatable read')
    .setAccessMode('read only')
    .execute();
  await sql`set local timezone = 'UTC'`.execute(tx);
  return tx;
}

export async function listTables(db: Db | Tx): Promise<TableShape[]> {
  const { rows } = await sql<{ table: string; name: string; type: string }>`
    select c.relname as "table", a.attname as name, format_type(a.atttypid, a.atttypmod) as type
    from pg_class c
    join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped and a.attgenerated = ''
    where c.relkind = 'r' and c.relnamespace = current_schema()::regnamespace
      and not (c.relname = any(${OWN_OF_MIGRATOR}::text[]))
    order by c.relname, a.attnum`.execute(db);
  return [...Map.groupBy(rows, (it) => it.table)].map(([name, columns]) => ({
    name,
    columns: columns.map((it) => ({ name: it.name, type: it.type })),
  }));
}

export async function listSequences(db: Db | Tx): Promise<SequenceState[]> {
  const { rows } = await sql<SequenceState>`
    select sequencename as name, last_value::text as last from pg_sequences
    where schemaname = current_schema() order by sequencename`.execute(db);
  return rows;
}

/** Whether anything was ever done here: every act leaves an entry in the audit log. */
export async function isUntouched(db: Db | Tx): Promise<boolean> {
  const { rows } = await sql<{
    exists: boolean;
  }>`select to_regclass('audit_entry') is not null as exists`.execute(db);
  if (rows[0]?.exists !== true) return true;
  return (await db.selectFrom('audit_entry').select('seq').limit(1).executeTakeFirst()) === undefined;
}

/** Rows are read in batches of about this size, so that neither long tables nor wide rows fill the memory. */
const BATCH_CHARACTERS = 1_000_000;
const FIRST_ROWS = 16;
const ROWS_MAX = 4000;

/** All rows of a table, at the pace of the reader. */
export async function* readTable(tx: Tx, { name, columns }: TableShape): AsyncGenerator<RowBatch> {
  const values = sql.join(columns.map((it) => sql`${sql.ref(it.name)}::text`));
  await sql`declare backup_rows no scroll cursor for
    select to_json(array[${values}])::text as line from ${sql.table(name)}`.execute(tx);
  for (let count = FIRST_ROWS; ; ) {
    const { rows } = await sql<{ line: string }>`fetch ${sql.lit(count)} from backup_rows`.execute(tx);
    if (rows.length === 0) break;
    const json = `[${rows.map((it) => it.line).join(',')}]`;
    yield { table: name, rows: rows.length, json };
    count = Math.min(ROWS_MAX, Math.max(1, Math.round((BATCH_CHARACTERS * rows.length) / json.length)));
  }
  await sql`close backup_rows`.execute(tx);
}

/** Empties every table and lets go of what would stand in the way of filling them in any order. */
export async function beginFilling(tx: Tx, tables: readonly TableShape[]): Promise<Filling> {
  await sql`set local timezone = 'UTC'`.execute(tx);
  const { rows: references } = await sql<Reference>`
    select conrelid::regclass::text as "table", conname as name, pg_get_constraintdef(oid) as definition
    from pg_constraint
    where contype = 'f' and connamespace = current_schema()::regnamespace
    order by 1, 2`.execute(tx);
  for (const it of references)
    await sql`alter table ${sql.raw(it.table)} drop constraint ${sql.ref(it.name)}`.execute(tx);
  for (const it of tables) await sql`alter table ${sql.table(it.name)} disable trigger user`.execute(tx);
  for (const it of tables) await sql`delete from ${sql.table(it.name)}`.execute(tx);
  return { tables, references };
}

export interface Filling {
  readonly tables: readonly TableShape[];
  readonly references: readonly Reference[];
}

interface Reference {
  readonly table: string;
  readonly name: string;
  readonly definition: string;
}

export async function insertBatch(
  tx: Tx,
  { name, columns }: TableShape,
  { json }: Pick<RowBatch, 'json'>,
): Promise<void> {
  const values = columns.map(
    (it, place): RawBuilder<unknown> => sql`(r ->> ${sql.lit(place)})::${sql.raw(it.type)}`,
  );
  await sql`insert into ${sql.table(name)} (${sql.join(columns.map((it) => sql.ref(it.name)))})
    overriding system value
    select ${sql.join(values)} from jsonb_array_elements(${json}::jsonb) as r`.execute(tx);
}

/** @throws when a row refers to one that is not there */
export async function endFilling(
  tx: Tx,
  { tables, references }: Filling,
  sequences: readonly SequenceState[],
): Promise<void> {
  for (const it of references)
    await sql`alter table ${sql.raw(it.table)} add constraint ${sql.ref(it.name)} ${sql.raw(it.definition)}`.execute(
      tx,
    );
  for (const it of tables) await sql`alter table ${sql.table(it.name)} enable trigger user`.execute(tx);
  for (const { name, last } of sequences)
    if (last !== null) await sql`select setval(quote_ident(${name})::regclass, ${last}::bigint)`.execute(tx);
}
