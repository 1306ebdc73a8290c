import { createWriteStream } from 'node:fs';
import { mkdir, mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import type { FastifyRequest } from 'fastify';
import { Refused } from '../answer.ts';

/** Inventory files of one assessment. Several assessments may stand on the same upload. */
export interface Upload {
  readonly files: readonly { readonly name: string; readonly path: string; readonly bytes: number }[];
  /** One more assessment stands on these files. */
  hold(): Upload;
  /** One less; the files go with the last. */
  release(): Promise<void>;
}

interface Received {
  readonly upload: Upload;
  readonly fields: Readonly<Record<string, string>>;
}

/** Streams an upload to a folder that only this user can read. Nothing is kept when it fails half-way. */
export async function receiveUpload(request: FastifyRequest, bytesMax: number): Promise<Received> {
  const folder = await mkdtemp(join(tmpdir(), 'patchward-'));
  try {
    return await receiveInto(folder, request, bytesMax);
  } catch (error) {
    await rm(folder, { recursive: true, force: true });
    throw error;
  }
}

async function receiveInto(folder: string, request: FastifyRequest, bytesMax: number): Promise<Received> {
  const files: { name: string; path: string; bytes: number }[] = [];
  const fields: Record<string, string> = {};
  for await (const part of request.parts()) {
    if (part.type === 'field') {
      fields[part.fieldname] = String(part.value);
      continue;
    }
    const name = basename(part.filename || 'inventory');
    const path = await placeFor(folder, files.length, name);
    await pipeline(part.file, createWriteStream(path, { mode: 0o600 }));
    if (part.file.truncated)
      throw new Refused(413, `Cannot take "${name}": it is larger than ${Math.round(bytesMax / 1e6)} MB`, {
        file: name,
      });
    files.push({ name, path, bytes: (await stat(path)).size });
  }
  if (files.length === 0) throw new Refused(400, 'Cannot assess: no file in the upload', { field: 'file' });
  return { upload: heldUpload(files, async () => rm(folder, { recursive: true, force: true })), fields };
}

/** Each file in its own folder: two may have one name, and readers may look at the ending. */
async function placeFor(folder: string, index: number, name: string): Promise<string> {
  const own = join(folder, String(index));
  await mkdir(own, { mode: 0o700 });
  return join(own, `file-${name.replace(/[^\w.-]/g, '_').slice(-100)}`);
}

/** Files that stand on disk anyway, such as the sample hospital. */
export async function filesOnDisk(paths: readonly string[]): Promise<Upload> {
  const files = await Promise.all(
    paths.map(async (path) => ({ name: basename(path), path, bytes: (await stat(path)).size })),
  );
  return heldUpload(files, async () => undefined);
}

function heldUpload(files: Upload['files'], remove: () => Promise<void>): Upload {
  let holders = 1;
  const upload: Upload = {
    files,
    hold: () => {
      holders += 1;
      return upload;
    },
    release: async () => {
      holders -= 1;
      if (holders === 0) await remove();
    },
  };
  return upload;
}
