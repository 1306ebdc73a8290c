const BLOCK_BYTES = 512;
const NAME_BYTES_MAX = 100;

/** A file to be packed; its size is known before its bytes come. */
export interface TarFile {
  /** At most 100 bytes. */
  readonly name: string;
  readonly bytes: number;
  readonly content: AsyncIterable<Uint8Array>;
}

/** Packs files into a tar archive (ustar), as they come. The same files make the same archive. */
export async function* tarChunks(files: AsyncIterable<TarFile>): AsyncGenerator<Uint8Array> {
  for await (const { name, bytes, content } of files) {
    yield header(name, bytes);
    let length = 0;
    for await (const chunk of content) {
      length += chunk.length;
      yield chunk;
    }
    if (length !== bytes) throw new Error(`Cannot pack ${name}: it has ${length} bytes instead of ${bytes}`);
    const padding = (BLOCK_BYTES - (bytes % BLOCK_BYTES)) % BLOCK_BYTES;
    if (padding > 0) yield Buffer.alloc(padding);
  }
  yield Buffer.alloc(2 * BLOCK_BYTES);
}

function header(name: string, bytes: number): Buffer {
  if (Buffer.byteLength(name) > NAME_BYTES_MAX) throw new Error(`Cannot pack ${name}: the name is too long`);
  const block = Buffer.alloc(BLOCK_BYTES);
  const octal = (value: number, at: number, width: number) =>
    block.write(`${value.toString(8).padStart(width - 1, '0')}\0`, at, 'latin1');
  block.write(name, 0, 'utf8');
  octal(0o644, 100, 8);
  octal(0, 108, 8);
  octal(0, 116, 8);
  octal(bytes, 124, 12);
  octal(0, 136, 12);
  block.write('        0', 148, 'latin1');
  block.write('ustar\x0000', 257, 'latin1');
  const sum = block.reduce((total, it) => total + it, 0);
  block.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148, 'latin1');
  return block;
}
