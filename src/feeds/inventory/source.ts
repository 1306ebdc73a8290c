import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { createGunzip } from 'node:zlib';
import { fileTrouble } from '../file-trouble.ts';
import { InputError } from './input-error.ts';

export type ByteChunks = AsyncIterable<Uint8Array>;

/** Where an inventory comes from: a path on disk, or bytes that arrive (an upload). */
export interface InventorySource {
  /** What people call it; stands in origins and rejects. */
  readonly name: string;
  readonly path?: string;
  readonly stream?: ByteChunks;
}

export interface Progress {
  /** Bytes taken from the source so far (compressed, where it is). */
  readonly bytesRead: number;
  /** Null: not known, as with an upload. */
  readonly bytesTotal: number | null;
}

/** The opened source: decompressed bytes, its beginning for sniffing, and what went wrong on the way. */
export interface OpenSource {
  readonly name: string;
  /** Up to `HEAD_BYTES` of the decompressed beginning. */
  readonly head: Uint8Array;
  readonly chunks: ByteChunks;
  /** Why the bytes end early (damaged archive); null while they do not. */
  readonly trouble: () => string | null;
  /** Lets go of the source; for callers that stop before the end. */
  readonly close: () => Promise<void>;
}

/** Enough to find delimiter, header and root element, small enough to hold twice. */
const HEAD_BYTES = 256 * 1024;

/** @throws InputError if nothing can be read */
export async function openSource(
  source: InventorySource,
  onProgress: (progress: Progress) => void,
): Promise<OpenSource> {
  const bytesTotal = source.path === undefined ? null : await sizeOf(source.name, source.path);
  const raw = source.stream ?? createReadStream(source.path as string, { highWaterMark: 256 * 1024 });
  const counted = counting(source.name, raw, bytesTotal, onProgress);
  const close = async (): Promise<void> => {
    await counted.return(undefined);
  };
  const first = await peek(counted, 2);
  let trouble: string | null = null;
  const plain = isGzip(first.head)
    ? gunzipped(first.chunks, (it) => {
        trouble = it;
      })
    : first.chunks;
  const { head, chunks } = await peek(plain, HEAD_BYTES);
  if (head.length === 0) throw new InputError(source.name, trouble ?? 'the file is empty');
  return { name: source.name, head, chunks, trouble: () => trouble, close };
}

async function sizeOf(name: string, path: string): Promise<number> {
  try {
    const found = await stat(path);
    if (found.isDirectory()) throw new InputError(name, 'it is a folder');
    return found.size;
  } catch (error) {
    if (error instanceof InputError) throw error;
    throw new InputError(name, fileTrouble(error) ?? 'the file cannot be opened', { cause: error });
  }
}

async function* counting(
  name: string,
  chunks: ByteChunks,
  bytesTotal: number | null,
  onProgress: (progress: Progress) => void,
): AsyncGenerator<Uint8Array> {
  const iterator = chunks[Symbol.asyncIterator]();
  let bytesRead = 0;
  try {
    for (let next = await nextOf(name, iterator); next.done !== true; next = await nextOf(name, iterator)) {
      bytesRead += next.value.length;
      onProgress({ bytesRead, bytesTotal });
      yield next.value;
    }
  } finally {
    await iterator.return?.();
  }
}

async function nextOf(
  name: string,
  iterator: AsyncIterator<Uint8Array>,
): Promise<IteratorResult<Uint8Array>> {
  try {
    return await iterator.next();
  } catch (error) {
    throw new InputError(name, 'reading stopped', { cause: error });
  }
}

function isGzip(head: Uint8Array): boolean {
  return head[0] === 0x1f && head[1] === 0x8b;
}

/** The first bytes for a look, and all chunks again from the start. */
async function peek(chunks: ByteChunks, bytes: number): Promise<{ head: Uint8Array; chunks: ByteChunks }> {
  const iterator = chunks[Symbol.asyncIterator]();
  const taken: Uint8Array[] = [];
  let length = 0;
  while (length < bytes) {
    const next = await iterator.next();
    if (next.done === true) break;
    taken.push(next.value);
    length += next.value.length;
  }
  const rest: ByteChunks = { [Symbol.asyncIterator]: () => iterator };
  async function* again(): ByteChunks {
    yield* taken;
    yield* rest;
  }
  return { head: Buffer.concat(taken).subarray(0, bytes), chunks: again() };
}

/**
 * Decompresses as far as the archive is sound. Everything before the damage is still delivered: a truncated
 * upload must not hide the devices that did arrive.
 */
async function* gunzipped(chunks: ByteChunks, onTrouble: (problem: string) => void): ByteChunks {
  const gunzip = createGunzip();
  let ready: Uint8Array[] = [];
  let failed = false;
  gunzip.on('data', (chunk: Uint8Array) => ready.push(chunk));
  gunzip.on('error', (error) => {
    failed = true;
    onTrouble(`the gzip archive is damaged or cut short (${error.message})`);
  });
  const take = () => {
    const taken = ready;
    ready = [];
    return taken;
  };
  for await (const chunk of chunks) {
    await new Promise((resolve) => gunzip.write(chunk, resolve));
    yield* take();
    if (failed) return;
  }
  const closed = new Promise((resolve) => gunzip.once('close', resolve));
  gunzip.end();
  await closed;
  yield* take();
}
