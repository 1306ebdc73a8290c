import { createHash } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { open, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import * as z from 'zod';
import {
  deleteKeptBackup,
  endKeptBackup,
  insertKeptBackup,
  type KeptBackup,
  listKeptBackups,
} from '#store/kept-backups';
import { makeFolder } from '#store/make-folder';
import { act, actUnasked } from '../act.ts';
import type { Context } from '../context.ts';
import { authorOf } from '../inventory/import-access.ts';
import { jobKind, type Reconciler } from '../jobs/kind.ts';
import { startJob } from '../jobs/start.ts';
import { Refused } from '../refusal.ts';
import { backupPolicyInForce, takeBackupTime } from './backup-policy.ts';
import { backupBytes } from './make-backup.ts';

/** One at a time. */
export const BACKUP_KEY = 'backup';

/** Makes a backup into the folder of backups, and removes what is more than is to be kept. */
export const keepBackupJob = jobKind({
  name: 'backup.keep',
  words: 'Make a backup',
  input: z.object({}),
  permission: 'backups.make',
  title: () => 'Make a backup',
  page: () => '/backups',
  run: async (ctx, _, { signal, log }) => {
    const folder = folderOf(ctx);
    await giveUpUnfinished(ctx, folder);
    const it = await begin(ctx);
    try {
      const end = await write(ctx, join(folder, it.file), signal);
      await actUnasked(ctx, async (tx) => ({
        value: await endKeptBackup(tx, { id: it.id, state: 'kept', endedAt: ctx.now(), ...end }),
        audit: null,
      }));
      log(`${it.file}: ${end.bytes} bytes, SHA-256 ${end.sha256}`);
    } catch (error) {
      if (!signal.aborted) await giveUp(ctx, it, error instanceof Error ? error.message : String(error));
      throw error;
    }
    await removeSurplus(ctx, folder, log);
    return null;
  },
});

/** @throws Refused when the server keeps none */
export function folderOf({ backups }: Context): string {
  if (backups !== null) return backups;
  throw new Refused({
    code: 'conflict',
    because:
      'Cannot keep backups: this server has no folder for them, its operator names one with PATCHWARD_BACKUPS',
  });
}

async function begin(ctx: Context): Promise<Pick<KeptBackup, 'id' | 'file'>> {
  return act(ctx, { permission: 'backups.make' }, async (tx) => {
    const id = ctx.newId();
    const stamp = ctx
      .now()
      .toISOString()
      .replaceAll(/[-:]|\.\d+/g, '');
    const it = { id, file: `patchward-${stamp}-${id.slice(-4)}.jsonl.gz` };
    await insertKeptBackup(tx, {
      ...it,
      begunAt: ctx.now(),
      begunByName: authorOf(ctx.actor).createdByName,
    });
    return {
      value: it,
      audit: { act: 'backup.make', subject: { kind: 'backup', id }, detail: { kept: it.file } },
    };
  });
}

/** The file has its name only once it is whole and on the disk. */
async function write(
  ctx: Context,
  path: string,
  signal: AbortSignal,
): Promise<{ readonly bytes: number; readonly sha256: string }> {
  const hash = createHash('sha256');
  let bytes = 0;
  const counting = new Transform({
    transform: (chunk: Buffer, _, done) => {
      hash.update(chunk);
      bytes += chunk.length;
      done(null, chunk);
    },
  });
  const part = `${path}.part`;
  makeFolder(dirname(path));
  try {
    await pipeline(backupBytes(ctx), counting, createWriteStream(part, { mode: 0o600, flush: true }), {
      signal,
    });
    await rename(part, path);
    await syncFolder(dirname(path));
  } catch (error) {
    await rm(part, { force: true });
    throw error;
  }
  return { bytes, sha256: hash.digest('hex') };
}

/** A new name is on the disk only once its folder is. */
async function syncFolder(path: string): Promise<void> {
  await using folder = await open(path);
  await folder.sync();
}

/** What an interruption left: only one job is at it, so nobody goes on with them. */
async function giveUpUnfinished(ctx: Context, folder: string): Promise<void> {
  for (const it of await listKeptBackups(ctx.store.db)) {
    if (it.state !== 'making') continue;
    await rm(join(folder, `${it.file}.part`), { force: true });
    await giveUp(ctx, it, 'It was interrupted');
  }
}

async function giveUp(ctx: Context, { id }: Pick<KeptBackup, 'id'>, problem: string): Promise<void> {
  await actUnasked(ctx, async (tx) => ({
    value: await endKeptBackup(tx, { id, state: 'failed', endedAt: ctx.now(), problem }),
    audit: null,
  }));
}

async function removeSurplus(ctx: Context, folder: string, log: (line: string) => void): Promise<void> {
  const { keep } = await backupPolicyInForce(ctx.store.db);
  const all = await listKeptBackups(ctx.store.db);
  const surplus = all.filter((it) => it.state === 'kept').slice(keep);
  for (const it of surplus) {
    await removeBackup(ctx, folder, it, 'more than are kept');
    log(`${it.file} was removed`);
  }
  const failed = all.filter((it) => it.state === 'failed').slice(keep);
  for (const { id } of failed)
    await actUnasked(ctx, async (tx) => ({ value: await deleteKeptBackup(tx, id), audit: null }));
}

/** The row goes first: a file that nobody knows of is better than a row without its file. */
export async function removeBackup(
  ctx: Context,
  folder: string,
  { id, file }: Pick<KeptBackup, 'id' | 'file'>,
  because: string,
): Promise<void> {
  await act(ctx, { permission: 'backups.make' }, async (tx) => {
    await deleteKeptBackup(tx, id);
    return {
      value: undefined,
      audit: { act: 'backup.remove', subject: { kind: 'backup', id }, detail: { file, because } },
    };
  });
  await rm(join(folder, file), { force: true });
}

/** Begins a backup when its time has come. */
export const keepBackups: Reconciler = {
  name: 'backup.schedule',
  words: 'Make backups when their time has come',
  everyMinutes: 5,
  run: async (ctx) => {
    const isTime = await actUnasked(ctx, async (tx) => {
      const due = await takeBackupTime(tx, ctx.now());
      if (due) await startJob(ctx, tx, keepBackupJob, {}, { key: BACKUP_KEY });
      return { value: due, audit: null };
    });
    return isTime ? 'A backup was begun' : null;
  },
};
