import { Buffer } from 'node:buffer';

export type ByteStream = AsyncIterable<Uint8Array>;

/** The bytes of a file stopped making sense; what was read before the fault stands. */
export class FeedFault extends Error {
  override readonly name = 'FeedFault';
}

/** What a file is packed in stopped making sense: nothing more of it can be read. */
export class UnpackFault extends FeedFault {}

/** The first bytes of a stream, at least `size` of them if it has as many, and the stream with them put back. */
export async function peek(
  stream: ByteStream,
  size: number,
): Promise<{ head: Uint8Array; complete: boolean; stream: ByteStream }> {
  const iterator = stream[Symbol.asyncIterator]();
  const first: Uint8Array[] = [];
  let length = 0;
  let complete = false;
  while (length < size && !complete) {
    const next = await iterator.next();
    if (next.done === true) complete = true;
    else {
      first.push(next.value);
      length += next.value.length;
    }
  }
  const head = first.length === 1 ? (first[0] as Uint8Array) : Buffer.concat(first, length);
  return { head, complete, stream: putBack(head, iterator) };
}

async function* putBack(head: Uint8Array, rest: AsyncIterator<Uint8Array>): ByteStream {
  try {
    if (head.length > 0) yield head;
    for (;;) {
      const next = await rest.next();
      if (next.done === true) return;
      yield next.value;
    }
  } finally {
    await rest.return?.(); // closes the file below when the reader leaves early
  }
}

const owned = new WeakSet<Uint8Array>();

/** Says of a piece that its memory is nobody else's, so that the reader that has taken it in may free it. */
export function ownPiece(piece: Uint8Array): Uint8Array {
  owned.add(piece);
  return piece;
}

/**
 * Frees the memory of a piece that was taken in, if it is nobody else's. Left alone it is freed only with all other
 * garbage, and hundreds of megabytes that come and go have the whole heap searched every few pieces.
 */
export function freePiece(piece: Uint8Array): void {
  if (owned.delete(piece)) (piece.buffer as ArrayBuffer).transfer(0);
}

type Encoding = 'utf-8' | 'utf-8-bom' | 'utf-16le' | 'utf-16be';

/** Told by the byte order mark, or for UTF-16 without one by the zero half of an ASCII character. */
export function encodingOf(head: Uint8Array): Encoding {
  const [a, b, c] = head;
  if (a === 0xef && b === 0xbb && c === 0xbf) return 'utf-8-bom';
  if (a === 0xff && b === 0xfe) return 'utf-16le';
  if (a === 0xfe && b === 0xff) return 'utf-16be';
  if (a !== undefined && a !== 0 && b === 0) return 'utf-16le';
  if (a === 0 && b !== undefined && b !== 0) return 'utf-16be';
  return 'utf-8';
}

/** The same text as UTF-8 without a byte order mark. */
export async function* asUtf8(stream: ByteStream): ByteStream {
  const peeked = await peek(stream, 3);
  const encoding = encodingOf(peeked.head);
  if (encoding === 'utf-8') {
    yield* peeked.stream;
    return;
  }
  if (encoding === 'utf-8-bom') {
    let first = true;
    for await (const chunk of peeked.stream) {
      yield first ? chunk.subarray(3) : chunk;
      first = false;
    }
    return;
  }
  const decoder = new TextDecoder(encoding); // drops the byte order mark
  for await (const chunk of peeked.stream) yield Buffer.from(decoder.decode(chunk, { stream: true }));
  yield Buffer.from(decoder.decode());
}
