import { randomUUID } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import { finished } from 'node:stream/promises';
import { fileTrouble } from '#app/file-trouble';
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
    throw fileTrouble(error) === null ? error : new CannotWrite(file, error as Error);
  }
}

/** A result has nowhere to go. */
export class CannotWrite extends Error {
  override readonly name = 'CannotWrite';

  constructor(file: string, cause: Error) {
    super(`Cannot write ${file}: ${fileTrouble(cause) ?? cause.message}`, { cause });
  }
}
