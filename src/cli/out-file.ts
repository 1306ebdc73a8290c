import { randomUUID } from 'node:crypto';
import { createWriteStream, statSync } from 'node:fs';
import { open, rename, rm } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { finished } from 'node:stream/promises';
import { fileTrouble } from '#app/file-trouble';
import { type Chunks, writeAll } from './io.ts';

/**
 * Writes a file as a whole or not at all: what an interrupt or a full disk leaves behind is the earlier file, never
 * half a report.
 */
export async function writeWhole(file: string, chunks: Chunks): Promise<void> {
  const partial = partialOf(file);
  const stream = createWriteStream(partial, { flags: 'wx' });
  try {
    await writeAll(stream, chunks);
    stream.end();
    await finished(stream);
    await rename(partial, file);
  } catch (error) {
    stream.destroy();
    await rm(partial, { force: true });
    throw fileTrouble(error) === null ? error : new CannotWrite(file, error as Error);
  }
}

/**
 * Finds out whether a file can be written, before the work whose result it is to hold. Leaves nothing behind.
 * @throws {CannotWrite} when it cannot
 */
export async function refuseUnwritable(file: string): Promise<void> {
  const partial = partialOf(file);
  try {
    await (await open(partial, 'wx')).close();
  } catch (error) {
    throw fileTrouble(error) === null ? error : new CannotWrite(file, error as Error);
  }
  await rm(partial, { force: true });
  if (statSync(file, { throwIfNoEntry: false })?.isDirectory() === true)
    throw new CannotWrite(file, new Error('it is a folder'));
}

/** Whether two names are of one file, by whatever way they lead to it. */
export function isSameFile(a: string, b: string): boolean {
  if (resolve(a) === resolve(b)) return true;
  const [one, other] = [a, b].map((it) => statSync(it, { throwIfNoEntry: false }));
  return one?.isFile() === true && one.ino === other?.ino && one.dev === other.dev;
}

function partialOf(file: string): string {
  return `${file}.${randomUUID().slice(0, 8)}.partial`;
}

/** A result has nowhere to go. */
export class CannotWrite extends Error {
  override readonly name = 'CannotWrite';

  constructor(file: string, cause: NodeJS.ErrnoException) {
    const because =
      cause.code === 'ENOENT' ? `there is no folder ${dirname(file)}` : (fileTrouble(cause) ?? cause.message);
    super(`Cannot write ${file}: ${because}`, { cause });
  }
}
