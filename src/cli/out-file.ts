import { randomUUID } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import { finished } from 'node:stream/promises';
import { type Chunks, writeAll } from './io.ts';

/**
 * Writes a file as a whole or not at all: what an interrupt or a full disk leaves behind is the earlier file, never
 * half a report.
 */
export async function writeWhole(file: string, chunks: Chunks): Promise<void> {
  const partial = `${file}.${randomUUID().slice(0, 8)}.partial`;
  const stream = createWriteStream(partial, { flags: 'wx' });
  try {
    await writeAll(stream, chunks);
    stream.end();
    await finished(stream);
    await rename(partial, file);
  } catch (error) {
    stream.destroy();
    await rm(partial, { force: true });
    throw isOfTheSystem(error) ? new CannotWrite(file, error) : error;
  }
}

/** A result has nowhere to go. */
export class CannotWrite extends Error {
  override readonly name = 'CannotWrite';

  constructor(file: string, cause: Error) {
    // Node's message ends with the path of the unfinished file, which means nothing to anyone
    super(`Cannot write ${file}: ${cause.message.replace(/, \w+ '.*$/, '')}`, { cause });
  }
}

/** The disk, not what was to be written. */
function isOfTheSystem(error: unknown): error is Error {
  return error instanceof Error && 'syscall' in error;
}
