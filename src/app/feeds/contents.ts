import { createHash } from 'node:crypto';
import { createGunzip, createGzip } from 'node:zlib';
import { pipeline, Readable } from 'node:stream';
import {
  beginContent,
  type FeedContent,
  finishContent,
  insertContentPart,
  readContentParts,
} from '#store/feed-contents';
import type { Db } from '#store/store';
import { type ByteStream, ownPiece, peek } from '#feeds/byte-stream';
import type { Context } from '../context.ts';

const PART_BYTES = 1_000_000;

/**
 * Keeps bytes once for each content, whoever brings them and however often. What is not compressed yet is, and comes
 * back as it came.
 */
export async function keepContent(
  { store, newId, now }: Pick<Context, 'store' | 'newId' | 'now'>,
  stream: ByteStream,
): Promise<FeedContent> {
  const id = newId();
  const peeked = await peek(stream, 4);
  const isPacked = !isCompressed(peeked.head);
  await beginContent(store.db, { id, isPacked, madeAt: now() });
  const hash = createHash('sha256');
  let bytes = 0;
  async function* watched(): ByteStream {
    for await (const chunk of peeked.stream) {
      hash.update(chunk);
      bytes += chunk.length;
      yield chunk;
    }
  }
  let part = 0;
  for await (const it of pieces(isPacked ? through(watched(), createGzip({ level: 6 })) : watched()))
    await insertContentPart(store.db, id, ++part, it);
  return store.db.transaction().execute((tx) => finishContent(tx, { id, hash: hash.digest('hex'), bytes }));
}

/** The bytes as they came. */
export async function* openContent(
  db: Db,
  {
    contentId,
    isPacked,
    bytes,
  }: { readonly contentId: string; readonly isPacked: boolean; readonly bytes: number },
): ByteStream {
  const kept = readContentParts(db, contentId);
  let length = 0;
  for await (const chunk of isPacked ? through(kept, createGunzip()) : kept) {
    length += chunk.length;
    yield isPacked || chunk.length < chunk.buffer.byteLength ? chunk : ownPiece(chunk);
  }
  if (length !== bytes) throw new Error(`Cannot read content ${contentId}: it was let go of meanwhile`);
}

/** Gzip and zip, which pack nothing smaller. */
function isCompressed(head: Uint8Array): boolean {
  return (head[0] === 0x1f && head[1] === 0x8b) || (head[0] === 0x50 && head[1] === 0x4b);
}

/** A fault of the source ends the reading with that fault. */
function through(stream: ByteStream, packer: NodeJS.ReadWriteStream): ByteStream {
  return pipeline(Readable.from(stream), packer, () => {}) as unknown as ByteStream;
}

async function* pieces(stream: ByteStream): ByteStream {
  let waiting: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of stream) {
    waiting.push(chunk);
    bytes += chunk.length;
    if (bytes < PART_BYTES) continue;
    yield Buffer.concat(waiting);
    [waiting, bytes] = [[], 0];
  }
  if (bytes > 0) yield Buffer.concat(waiting);
}
