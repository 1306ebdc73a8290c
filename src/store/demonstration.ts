import { type ColumnType, type Generated, sql } from 'kysely';
import type { InventoryImport } from './imports.ts';
import type { Db, Tx } from './store.ts';

export interface DemonstrationTables {
  demonstration: {
    id: Generated<boolean>;
    seed: number;
    devices: number;
    as_of: string;
    chapters: Generated<number>;
    ready_at: Date | null;
    played: Generated<number>;
    created_at: Date;
    created_by_name: string;
    hospital_before: ColumnType<HospitalBefore, string, never>;
  };
}

export interface HospitalBefore {
  readonly name: string;
  readonly zone: string;
}

export interface Demonstration {
  readonly seed: number;
  readonly devices: number;
  readonly asOf: string;
  /** Files of its history that are in. */
  readonly chapters: number;
  /** Null: its history is being brought in. */
  readonly readyAt: Date | null;
  /** Days after its history that were played. */
  readonly played: number;
  readonly createdAt: Date;
  readonly createdByName: string;
  readonly hospitalBefore: HospitalBefore;
}

/** Null: what is in the inventory is real. */
export async function findDemonstration(db: Db | Tx): Promise<Demonstration | null> {
  const row = await db.selectFrom('demonstration').selectAll().executeTakeFirst();
  return row === undefined
    ? null
    : {
        seed: row.seed,
        devices: row.devices,
        asOf: row.as_of,
        chapters: row.chapters,
        readyAt: row.ready_at,
        played: row.played,
        createdAt: row.created_at,
        createdByName: row.created_by_name,
        hospitalBefore: row.hospital_before,
      };
}

/** Whether one is here whose history is not whole yet. */
export async function isDemonstrationComing(db: Db | Tx): Promise<boolean> {
  const it = await findDemonstration(db);
  return it !== null && it.readyAt === null;
}

export async function insertDemonstration(
  tx: Tx,
  it: Omit<Demonstration, 'chapters' | 'readyAt' | 'played'>,
): Promise<void> {
  await tx
    .insertInto('demonstration')
    .values({
      seed: it.seed,
      devices: it.devices,
      as_of: it.asOf,
      ready_at: null,
      created_at: it.createdAt,
      created_by_name: it.createdByName,
      hospital_before: JSON.stringify(it.hospitalBefore),
    })
    .execute();
}

export async function noteChapters(tx: Tx, chapters: number): Promise<void> {
  await tx.updateTable('demonstration').set({ chapters }).execute();
}

export async function finishDemonstration(tx: Tx, readyAt: Date): Promise<void> {
  await tx.updateTable('demonstration').set({ ready_at: readyAt }).execute();
}

/** Notes how many days after its history were played. */
export async function notePlayed(tx: Tx, played: number): Promise<void> {
  await tx.updateTable('demonstration').set({ played }).execute();
}

/** Whether nothing was ever brought in: no device, and no file. */
export async function isInventoryEmpty(db: Db | Tx): Promise<boolean> {
  const { rows } = await sql<{ empty: boolean }>`
    select not exists (select from device) and not exists (select from inventory_import) as empty
  `.execute(db);
  return rows[0]?.empty === true;
}

/** The import of a file that an interruption left half done. */
export async function findUnfinishedImport(
  db: Db | Tx,
  file: string,
): Promise<Pick<InventoryImport, 'id' | 'state'> | null> {
  const row = await db
    .selectFrom('inventory_import')
    .select(['id', 'state'])
    .where('file', '=', file)
    .where('applied_at', 'is', null)
    .executeTakeFirst();
  return row ?? null;
}

/** Marks accounts as invented. */
export async function markInvented(tx: Tx, personIds: readonly string[]): Promise<void> {
  await tx.updateTable('person').set({ is_invented: true }).where('id', 'in', personIds).execute();
}

/**
 * What stays when a demonstration goes: accounts and how they sign in, settings, destinations, the audit log, what real feeds
 * brought, and the schema's own books. Everything else holds inventory or what follows from it; feeds are compiled anew.
 */
const KEPT: ReadonlySet<string> = new Set([
  'kysely_migration',
  'kysely_migration_lock',
  'setting',
  'audit_entry',
  'audit_checkpoint',
  'person',
  'person_grant',
  'session',
  'second_factor',
  'recovery_code',
  'api_token',
  'attempt_tally',
  'passkey',
  'sign_in_challenge',
  'sign_in_link',
  'external_identity',
  'single_sign_on_attempt',
  'match_state',
  'kept_answer',
  'destination',
  'vendor_notice',
]);

/** Tables of the queue of jobs, whose work goes on, and of feeds, which are real. */
const KEPT_PREFIX = /^(?:job|feed)(?:_|$)/;

/** Takes the demonstration away: everything in the inventory, and the invented people with all that is theirs. */
export async function removeDemonstration(tx: Tx): Promise<void> {
  const { rows } = await sql<{ name: string }>`
    select table_name as name from information_schema.tables
    where table_schema = current_schema() and table_type = 'BASE TABLE'
  `.execute(tx);
  const contents = await removeInventedNotices(tx);
  const emptied = rows.map((it) => it.name).filter((it) => !KEPT.has(it) && !KEPT_PREFIX.test(it));
  await sql`truncate ${sql.join(emptied.map((it) => sql.table(it)))}`.execute(tx);
  // What the feeds said of advisories and recalls went along, and is taken from the catalogue again.
  await sql`update match_state set version = version + 1, advisories_of = null, recalls_of = null`.execute(
    tx,
  );
  await removeInventedFeeds(tx);
  await removeContents(tx, contents);
  await removeInvented(tx);
}

/** The invented feeds, with every edition that was compiled from them: what they said goes with the catalogue. */
async function removeInventedFeeds(tx: Tx): Promise<void> {
  const invented = sql`select id from feed where origin = 'demonstration'`;
  await sql`delete from feed_edition where exists (
    select from jsonb_array_elements(feeds) as fed where fed ->> 'id' in (${invented}))`.execute(tx);
  const { rows } = await sql<{ id: string }>`
    select distinct content_id as id from feed_file where feed_id in (${invented})
  `.execute(tx);
  await sql`delete from feed where origin = 'demonstration'`.execute(tx);
  await removeContents(tx, rows);
}

/**
 * Notices that somebody entered while it was here, with the documents that their feed made of them. @returns contents of these,
 * which the catalogue still holds
 */
async function removeInventedNotices(tx: Tx): Promise<readonly { readonly id: string }[]> {
  const { rows } = await sql<{ id: string }>`
    with gone as (
      delete from vendor_notice where entered_at >= (select created_at from demonstration) returning id
    )
    delete from feed_file using gone where feed_id = 'notices' and feed_file.name = gone.id || '.json'
    returning content_id as id
  `.execute(tx);
  await sql`
    update feed set is_enabled = false, as_of = null, last_attempt_at = null, last_success_at = null, next_run_at = null
    where id = 'notices' and not exists (select from vendor_notice)
      and not exists (select from feed_file where feed_id = 'notices')
  `.execute(tx);
  return rows;
}

async function removeContents(tx: Tx, contents: readonly { readonly id: string }[]): Promise<void> {
  await sql`delete from feed_content where id = any(${contents.map((it) => it.id)}::uuid[])
    and not exists (select from feed_file where content_id = feed_content.id)`.execute(tx);
}

async function removeInvented(tx: Tx): Promise<void> {
  const { rows } = await sql<{ place: string; column: string }>`
    select held.conrelid::regclass::text as place, own.attname as column
    from pg_constraint held
    join pg_attribute own on own.attrelid = held.conrelid and own.attnum = held.conkey[1]
    where held.contype = 'f' and held.confrelid = 'person'::regclass and held.connamespace = current_schema()::regnamespace
  `.execute(tx);
  for (const { place, column } of rows)
    await sql`delete from ${sql.table(place)} where ${sql.ref(column)} in (select id from person where is_invented)`.execute(
      tx,
    );
  await tx.deleteFrom('person').where('is_invented', '=', true).execute();
}
