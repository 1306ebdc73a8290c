import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { findKeptBackup, type KeptBackup, listKeptBackups as listRows } from '#store/kept-backups';
import { act, seeWhole } from '../act.ts';
import type { Context } from '../context.ts';
import { startJob } from '../jobs/start.ts';
import { demandProof } from '../people/proof.ts';
import { Refused } from '../refusal.ts';
import { type BackupPolicy, backupPolicyInForce } from './backup-policy.ts';
import { BACKUP_KEY, folderOf, keepBackupJob, removeBackup } from './keep-backup.ts';

export interface BackupSeen extends KeptBackup {
  /** Whether its file can be read here. */
  readonly isThere: boolean;
}

export interface KeptBackups {
  readonly backups: readonly BackupSeen[];
  readonly policy: BackupPolicy;
  /** Where they are kept; null: this server keeps none. */
  readonly folder: string | null;
}

/** Backups in the folder of the server, newest first. */
export async function listKeptBackups(ctx: Context): Promise<KeptBackups> {
  return seeWhole(ctx, 'backups.make', async (db) => ({
    backups: await Promise.all((await listRows(db)).map((it) => seen(ctx, it))),
    policy: await backupPolicyInForce(db),
    folder: ctx.backups,
  }));
}

async function seen({ backups }: Context, it: KeptBackup): Promise<BackupSeen> {
  return {
    ...it,
    isThere: it.state === 'kept' && backups !== null && (await isFile(join(backups, it.file))),
  };
}

async function isFile(path: string): Promise<boolean> {
  try {
    return (await stat(path)).isFile();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return false;
    throw error;
  }
}

/** Makes one now. @returns id of the job; of the one at work, where there is one */
export async function beginBackup(ctx: Context): Promise<string> {
  demandPersonsProof(ctx);
  folderOf(ctx);
  return act(ctx, { permission: 'backups.make' }, async (tx) => {
    const { id } = await startJob(ctx, tx, keepBackupJob, {}, { key: BACKUP_KEY });
    return { value: id, audit: null };
  });
}

/** One backup, for whoever may take it along now. */
export async function readKeptBackup(ctx: Context, id: string): Promise<BackupSeen> {
  demandPersonsProof(ctx);
  return seeWhole(ctx, 'backups.make', async (db) => {
    const it = await findKeptBackup(db, id);
    if (it === null) throw new Refused({ code: 'not-found', what: `backup ${id}` });
    return seen(ctx, it);
  });
}

/** The bytes of a kept backup. */
export async function takeKeptBackup(
  ctx: Context,
  id: string,
): Promise<{ readonly backup: BackupSeen; readonly bytes: Readable }> {
  const backup = await readKeptBackup(ctx, id);
  if (!backup.isThere)
    throw new Refused({ code: 'conflict', because: `Cannot download ${backup.file}: the file is not there` });
  await act(ctx, { permission: 'backups.make' }, async () => ({
    value: undefined,
    audit: { act: 'backup.download', subject: { kind: 'backup', id }, detail: { file: backup.file } },
  }));
  return { backup, bytes: createReadStream(join(folderOf(ctx), backup.file)) };
}

export async function dropKeptBackup(ctx: Context, id: string): Promise<void> {
  const it = await readKeptBackup(ctx, id);
  if (it.state === 'making')
    throw new Refused({ code: 'conflict', because: `Cannot remove ${it.file}: it is being made` });
  await removeBackup(ctx, folderOf(ctx), it, 'asked for');
}

/** A token that is made for backups alone serves a nightly run; an open browser is not enough. */
function demandPersonsProof(ctx: Context): void {
  if (!('limitedTo' in ctx.actor) || ctx.actor.limitedTo === null) demandProof(ctx);
}
