import type { Selectable } from 'kysely';
import { storableText } from './json.ts';
import type { Db, Tx } from './store.ts';

export interface KeptBackupTables {
  kept_backup: {
    id: string;
    state: 'making' | 'kept' | 'failed';
    file: string;
    begun_at: Date;
    begun_by_name: string;
    ended_at: Date | null;
    bytes: string | number | null;
    sha256: Buffer | null;
    problem: string | null;
  };
}

/** A backup in the folder of backups. */
export interface KeptBackup {
  readonly id: string;
  readonly state: 'making' | 'kept' | 'failed';
  readonly file: string;
  readonly begunAt: Date;
  readonly begunByName: string;
  readonly endedAt: Date | null;
  readonly bytes: number | null;
  /** In hexadecimal. */
  readonly sha256: string | null;
  readonly problem: string | null;
}

export async function insertKeptBackup(
  tx: Tx,
  it: Pick<KeptBackup, 'id' | 'file' | 'begunAt' | 'begunByName'>,
): Promise<void> {
  await tx
    .insertInto('kept_backup')
    .values({
      id: it.id,
      state: 'making',
      file: it.file,
      begun_at: it.begunAt,
      begun_by_name: storableText(it.begunByName),
    })
    .execute();
}

export type BackupEnd = { readonly id: string; readonly endedAt: Date } & (
  | { readonly state: 'kept'; readonly bytes: number; readonly sha256: string }
  | { readonly state: 'failed'; readonly problem: string }
);

export async function endKeptBackup(tx: Tx, it: BackupEnd): Promise<void> {
  const end =
    it.state === 'kept'
      ? { bytes: it.bytes, sha256: Buffer.from(it.sha256, 'hex') }
      : { problem: storableText(it.problem) };
  await tx
    .updateTable('kept_backup')
    .set({ state: it.state, ended_at: it.endedAt, ...end })
    .where('id', '=', it.id)
    .execute();
}

/** Newest first. */
export async function listKeptBackups(db: Db | Tx): Promise<KeptBackup[]> {
  const rows = await db.selectFrom('kept_backup').selectAll().orderBy('id', 'desc').execute();
  return rows.map(backupOf);
}

export async function findKeptBackup(db: Db | Tx, id: string): Promise<KeptBackup | null> {
  const row = await db.selectFrom('kept_backup').selectAll().where('id', '=', id).executeTakeFirst();
  return row === undefined ? null : backupOf(row);
}

export async function deleteKeptBackup(tx: Tx, id: string): Promise<void> {
  await tx.deleteFrom('kept_backup').where('id', '=', id).execute();
}

function backupOf(row: Selectable<KeptBackupTables['kept_backup']>): KeptBackup {
  return {
    id: row.id,
    state: row.state,
    file: row.file,
    begunAt: row.begun_at,
    begunByName: row.begun_by_name,
    endedAt: row.ended_at,
    bytes: row.bytes === null ? null : Number(row.bytes),
    sha256: row.sha256?.toString('hex') ?? null,
    problem: row.problem,
  };
}
