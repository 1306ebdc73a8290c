import { constants } from 'node:fs';
import { type FileHandle, lstat, mkdir, open, readdir, realpath, rename } from 'node:fs/promises';
import { join, sep } from 'node:path';
import { type EarlierLook, type FileLook, isNews, isWanted, lookAgain } from '#engine/pickup';
import { deleteImport } from '#store/imports';
import { listLooks, listTaken, markLook, rememberTaken, replaceLooks } from '#store/pickup-files';
import type { Pickup, PickupPlace } from '#store/pickups';
import { actUnasked } from '../act.ts';
import type { Context } from '../context.ts';
import type { JobTools } from '../jobs/kind.ts';
import { startJob } from '../jobs/start.ts';
import { Refused } from '../refusal.ts';
import { takeInJob } from './import-jobs.ts';
import { uploadImport } from './imports.ts';

export type WatchedFolder = Extract<PickupPlace, { kind: 'folder' }>;

/** More files than this beside each other are no folder for exchange. */
const FILES_MAX = 10_000;
/** Where files go that were taken, beside those that were not. */
const DONE = 'done';

/** Looks into a folder and keeps what it saw: a file is taken when it stayed the same between two looks. */
export async function lookIntoFolder(
  ctx: Context,
  pickupId: string,
  place: WatchedFolder,
): Promise<readonly EarlierLook[]> {
  const found = await filesIn(await pathOf(ctx, place), place);
  return actUnasked(ctx, async (tx) => {
    const before = new Map((await listLooks(tx, pickupId)).map((it) => [it.name, it]));
    const looks = found.map((it) => lookAgain(it, before.get(it.name) ?? null, ctx.now()));
    await replaceLooks(tx, pickupId, looks);
    return { value: looks, audit: null };
  });
}

/**
 * Takes the first finished file that says something new. One at a time: the next is compared with what this one changed.
 * @returns its name; null: nothing is new
 */
export async function takeFromFolder(
  ctx: Context,
  pickup: Pickup,
  place: WatchedFolder,
  tools: JobTools,
): Promise<string | null> {
  const folder = await pathOf(ctx, place);
  const looks = await lookIntoFolder(ctx, pickup.id, place);
  let taken: string | null = null;
  for (const look of looks.filter((it) => it.state === 'finished').toSorted(byTime)) {
    tools.signal.throwIfAborted();
    if (await takeFile(ctx, pickup, { folder, look, signal: tools.signal })) {
      taken = look.name;
      break;
    }
    tools.log(`${look.name} says nothing new`);
  }
  if (place.afterwards === 'move') await moveTaken(ctx, pickup.id, folder);
  return taken;
}

interface Taking {
  readonly folder: string;
  readonly look: EarlierLook;
  readonly signal: AbortSignal;
}

/** @returns whether there is an import of it now */
async function takeFile(ctx: Context, pickup: Pickup, { folder, look, signal }: Taking): Promise<boolean> {
  const { name } = look;
  await using file = await opened(folder, name);
  // Clocks of file servers differ: nothing was said in the future.
  const at = look.modifiedAt > ctx.now() ? ctx.now() : look.modifiedAt;
  const stream = file.createReadStream({ autoClose: false, signal });
  const order = { source: pickup.source, at, mapping: null, pickupId: pickup.id };
  const it = await uploadImport(ctx, { name, stream }, order);
  const { size, mtime } = await file.stat();
  const grew = size !== look.bytes || it.fileBytes !== size || mtime.getTime() !== look.modifiedAt.getTime();
  const hash = Buffer.from(it.fileHash ?? []).toString('hex');
  return actUnasked(ctx, async (tx) => {
    const isNew = !grew && isNews({ hash, at }, await listTaken(tx, pickup.id));
    await markLook(tx, { pickupId: pickup.id, name, state: grew ? 'growing' : 'taken' });
    if (!isNew) {
      await deleteImport(tx, it.id);
      return { value: false, audit: null };
    }
    await rememberTaken(tx, pickup.id, { hash, at, file: name, takenAt: ctx.now() });
    await startJob(ctx, tx, takeInJob, { importId: it.id, file: name }, { key: it.id });
    return {
      value: true,
      audit: {
        act: 'pickup.take',
        subject: { kind: 'pickup', id: pickup.id },
        detail: { source: pickup.source, file: name, import: it.id, hash },
      },
    };
  });
}

/** A link could lead out of the inbox: none is followed. */
async function opened(folder: string, name: string): Promise<FileHandle> {
  try {
    return await open(join(folder, name), constants.O_RDONLY | constants.O_NOFOLLOW);
  } catch (cause) {
    throw sayWhy(cause, `open "${name}"`);
  }
}

/** Files that were taken leave the folder; one that an interruption left there leaves it the next time. */
async function moveTaken(ctx: Context, pickupId: string, folder: string): Promise<void> {
  const taken = (await listLooks(ctx.store.db, pickupId)).filter((it) => it.state === 'taken');
  if (taken.length === 0) return;
  const stamp = ctx
    .now()
    .toISOString()
    .replaceAll(/[-:]|\.\d+/g, '');
  try {
    await mkdir(join(folder, DONE), { recursive: true });
    for (const { name } of taken) await rename(join(folder, name), join(folder, DONE, `${stamp} ${name}`));
  } catch (cause) {
    throw sayWhy(cause, 'move files that were taken');
  }
}

async function filesIn(folder: string, { pattern }: WatchedFolder): Promise<FileLook[]> {
  try {
    const entries = await readdir(folder, { withFileTypes: true });
    const names = entries.filter((it) => it.isFile() && isWanted(it.name, pattern)).map((it) => it.name);
    if (names.length > FILES_MAX)
      throw new Refused({
        code: 'conflict',
        because: `Cannot look into the folder: it holds more than ${FILES_MAX} files`,
      });
    const files: FileLook[] = [];
    for (const name of names) {
      const { size, mtime } = await lstat(join(folder, name));
      files.push({ name, bytes: size, modifiedAt: mtime });
    }
    return files;
  } catch (cause) {
    throw sayWhy(cause, 'look into the folder');
  }
}

/** Where a folder really is. @throws Refused when it is not there, or a link leads out of the inbox */
async function pathOf({ inbox }: Context, { folder }: WatchedFolder): Promise<string> {
  if (inbox === null) throw noInbox();
  try {
    // An inbox that nobody made is made; a folder of it is the business of who writes into it.
    await mkdir(inbox, { recursive: true });
    const root = await realpath(inbox);
    const path = await realpath(join(root, folder));
    if (path === root || path.startsWith(root + sep)) return path;
  } catch (cause) {
    throw sayWhy(cause, 'look into the folder');
  }
  throw new Refused({
    code: 'conflict',
    because: `Cannot look into the folder: it leads out of the inbox of the server`,
  });
}

export function noInbox(): Refused {
  return new Refused({
    code: 'conflict',
    because: 'Cannot watch a folder: this server has no inbox, its operator names one with PATCHWARD_INBOX',
  });
}

function sayWhy(cause: unknown, what: string): unknown {
  const { code } = cause as NodeJS.ErrnoException;
  if (cause instanceof Refused || code === undefined) return cause;
  return new Refused({ code: 'conflict', because: `Cannot ${what}: ${WORDS[code] ?? code}` });
}

const WORDS: Readonly<Record<string, string>> = {
  ENOENT: 'it does not exist',
  ENOTDIR: 'it is no folder',
  EACCES: 'the server may not',
  EPERM: 'the server may not',
  EROFS: 'it is read-only',
};

function byTime(a: FileLook, b: FileLook): number {
  return a.modifiedAt.getTime() - b.modifiedAt.getTime() || (a.name < b.name ? -1 : 1);
}
