import { Buffer } from 'node:buffer';
import { type ByteStream, UnpackFault } from './byte-stream.ts';

const BLOCK_BYTES = 512;
/** A long name is a path; anything longer is no name. */
const NAME_BYTES_MAX = 64 * 1024;

/** The files of a tar archive, in order; folders, links and devices are passed over. Formats: ustar, GNU, pax. */
export async function* readTar(stream: ByteStream): AsyncGenerator<{ name: string; bytes: ByteStream }> {
  const reader = new ByteReader(stream);
  let longName: string | null = null;
  for (;;) {
    const header = await reader.take(BLOCK_BYTES);
    if (header === null || header.every((it) => it === 0)) return;
    const { name, size, type } = readHeader(header);
    const padding = (BLOCK_BYTES - (size % BLOCK_BYTES)) % BLOCK_BYTES;
    if (type === 'L' || type === 'x') {
      const text = await readName(reader, size);
      await reader.skip(padding);
      longName = type === 'L' ? text.replace(/\0.*$/s, '') : (paxPath(text) ?? longName);
      continue;
    }
    if (type === '0' || type === '\0') {
      const rest = { bytes: size };
      yield { name: longName ?? name, bytes: reader.stream(rest) };
      await reader.skip(rest.bytes + padding);
    } else await reader.skip(size + padding);
    longName = null;
  }
}

function readHeader(header: Buffer): { name: string; size: number; type: string } {
  const text = (from: number, to: number) => header.toString('utf8', from, to).replace(/\0.*$/s, '');
  const prefix = header.toString('latin1', 257, 262) === 'ustar' ? text(345, 500) : '';
  const name = text(0, 100);
  const size = sizeOf(header.subarray(124, 136));
  if (size === null) throw new UnpackFault('Cannot unpack: the tar header gives no size');
  return {
    name: prefix === '' ? name : `${prefix}/${name}`,
    size,
    type: String.fromCharCode(header[156] as number),
  };
}

/** Octal digits, or for 8 GiB and more a binary number marked by its first bit (GNU). */
function sizeOf(field: Buffer): number | null {
  if (((field[0] as number) & 0x80) !== 0) {
    const size = field.readBigUInt64BE(4);
    return size <= BigInt(Number.MAX_SAFE_INTEGER) ? Number(size) : null;
  }
  const digits = field.toString('latin1').replace(/\0.*$/s, '').trim();
  return /^[0-7]*$/.test(digits) ? Number.parseInt(digits || '0', 8) : null;
}

async function readName(reader: ByteReader, size: number): Promise<string> {
  if (size > NAME_BYTES_MAX) throw new UnpackFault(`Cannot unpack: a tar header of ${size} bytes`);
  const bytes = await reader.take(size);
  if (bytes === null) throw new UnpackFault('Cannot unpack: the tar archive is cut off');
  return bytes.toString('utf8');
}

/** Pax records are lines `LENGTH key=value`. */
function paxPath(text: string): string | null {
  return /^\d+ path=(.*)$/m.exec(text)?.[1] ?? null;
}

/** Reads a stream by counted bytes. */
class ByteReader {
  readonly #chunks: AsyncIterator<Uint8Array>;
  #rest: Uint8Array = new Uint8Array();

  constructor(stream: ByteStream) {
    this.#chunks = stream[Symbol.asyncIterator]();
  }

  /** Exactly `count` bytes; null at the end of the stream. */
  async take(count: number): Promise<Buffer | null> {
    const pieces: Uint8Array[] = [];
    for await (const piece of this.stream({ bytes: count }, true)) pieces.push(piece);
    const bytes = Buffer.concat(pieces);
    if (bytes.length === count) return bytes;
    if (bytes.length === 0) return null;
    throw new UnpackFault('Cannot unpack: the tar archive is cut off');
  }

  async skip(count: number): Promise<void> {
    for await (const _ of this.stream({ bytes: count })) continue;
  }

  /** The next `open.bytes` bytes as they come; `open.bytes` says how many are still unread. */
  async *stream(open: { bytes: number }, mayEnd = false): ByteStream {
    while (open.bytes > 0) {
      if (this.#rest.length === 0) {
        const next = await this.#chunks.next();
        if (next.done === true) {
          if (mayEnd) return;
          throw new UnpackFault('Cannot unpack: the tar archive is cut off');
        }
        this.#rest = next.value;
      }
      const piece = this.#rest.subarray(0, open.bytes);
      this.#rest = this.#rest.subarray(piece.length);
      open.bytes -= piece.length;
      yield piece;
    }
  }
}
