import { sql } from 'kysely';
import { readSetting, writeSetting } from './settings.ts';
import type { Db, Tx } from './store.ts';

// What is encrypted with the key of the instance, and which key that is. The database never sees the key.

/** Columns that hold what is encrypted, each with what tells its rows apart. */
const COLUMNS = {
  'authenticator secret': { table: 'second_factor', column: 'secret', id: ['person_id'] },
  'secret of a destination': { table: 'destination', column: 'secret', id: ['id'] },
  'secret for writing back': { table: 'destination', column: 'inbound_secret', id: ['id'] },
  'API key of a feed': { table: 'feed', column: 'sealed_key', id: ['id'] },
  'headers of a pickup': { table: 'pickup', column: 'headers', id: ['id'] },
  'kept request': { table: 'kept_answer', column: 'request_hash', id: ['person_id', 'key'] },
  'kept answer': { table: 'kept_answer', column: 'body', id: ['person_id', 'key'] },
} as const;

export type SealedColumn = keyof typeof COLUMNS;

/** Table and column, as the catalogue of the database names them. */
export const SEALED_COLUMNS: readonly string[] = Object.values(COLUMNS).map(
  ({ table, column }) => `${table}.${column}`,
);

export interface SealedSecret {
  /** What tells the row apart within its table. */
  readonly id: string;
  readonly sealed: Buffer;
}

/** Nobody else reads or writes rows with secrets until the transaction ends, and nobody has one in mind meanwhile. */
export async function lockSecrets(tx: Tx, waitSecondsMax: number): Promise<void> {
  const tables = [...new Set(Object.values(COLUMNS).map((it) => it.table))];
  await sql.raw(`set local lock_timeout = '${waitSecondsMax}s'`).execute(tx);
  await sql`select pg_advisory_xact_lock(hashtext(${KEY_ID}))`.execute(tx);
  await sql`lock table ${sql.join(tables.map((it) => sql.table(it)))} in access exclusive mode`.execute(tx);
}

/** Whether a statement failed because others hold what it waited for. */
export function isLockTimeout(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === '55P03';
}

/** A page of secrets in order of their ids. */
export async function listSecretsAfter(
  db: Db | Tx,
  name: SealedColumn,
  { after, limit }: { readonly after: string | null; readonly limit: number },
): Promise<SealedSecret[]> {
  const { table, column } = COLUMNS[name];
  const { rows } = await sql<SealedSecret>`
    select ${idOf(name)} as id, ${sql.ref(column)} as sealed from ${sql.table(table)}
    where ${sql.ref(column)} is not null and (${after}::text is null or ${idOf(name)} > ${after}::text)
    order by 1 limit ${limit}`.execute(db);
  return rows.map(({ id, sealed }) => ({ id, sealed: Buffer.from(sealed) }));
}

export async function updateSecrets(
  tx: Tx,
  name: SealedColumn,
  secrets: readonly SealedSecret[],
): Promise<void> {
  const { table, column } = COLUMNS[name];
  await sql`
    update ${sql.table(table)} set ${sql.ref(column)} = decode(anew.secret, 'base64')
    from unnest(${secrets.map((it) => it.id)}::text[], ${secrets.map((it) => it.sealed.toString('base64'))}::text[]) as anew(place, secret)
    where ${idOf(name)} = anew.place`.execute(tx);
}

function idOf(name: SealedColumn) {
  const parts = COLUMNS[name].id.map((it) => sql`${sql.ref(it)}::text`);
  return sql`(${sql.join(parts, sql` || ' ' || `)}) collate "C"`;
}

const KEY_ID = 'secrets.key';

/** Id of the key that secrets are encrypted with; null: it was never told. */
export async function readKeyId(db: Db | Tx): Promise<string | null> {
  const id = await readSetting(db, KEY_ID);
  return typeof id === 'string' ? id : null;
}

/** The same; the key is not changed before the transaction ends. */
export async function holdKeyId(tx: Tx): Promise<string | null> {
  await sql`select pg_advisory_xact_lock_shared(hashtext(${KEY_ID}))`.execute(tx);
  return readKeyId(tx);
}

export async function writeKeyId(tx: Tx, id: string): Promise<void> {
  await writeSetting(tx, KEY_ID, id);
}
