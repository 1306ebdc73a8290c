import { createInflateRaw } from 'node:zlib';
import { InputError } from './input-error.ts';

/** A workbook of a million cells unpacks to some 60 MB. */
const UNPACKED_BYTES_MAX = 384 * 1024 * 1024;
const ENTRIES_MAX = 10_000;

const DIRECTORY_END = 0x06054b50;
const DIRECTORY_ENTRY = 0x02014b50;
const LOCAL_ENTRY = 0x04034b50;

/**
 * Refuses a ZIP archive that unpacks to more than is sane, counting what really comes out: a bomb lies about its sizes.
 * @throws InputError
 */
export async function checkZip(
  file: string,
  zip: Buffer,
  unpackedBytesMax = UNPACKED_BYTES_MAX,
): Promise<void> {
  let unpacked = 0;
  for (const packed of packedEntries(file, zip))
    for await (const bytes of inflated(file, packed)) {
      unpacked += bytes;
      if (unpacked > unpackedBytesMax)
        throw new InputError(file, `it unpacks to more than ${unpackedBytesMax.toLocaleString('en')} bytes`);
    }
}

/** Compressed bytes of each deflated entry. Layout: PKWARE APPNOTE 4.3. */
function* packedEntries(file: string, zip: Buffer): Generator<Buffer> {
  const damaged = () => new InputError(file, 'the workbook is damaged or cut short');
  const end = zip.lastIndexOf(Buffer.from([0x50, 0x4b, 0x05, 0x06]));
  if (end === -1 || end + 22 > zip.length || zip.readUInt32LE(end) !== DIRECTORY_END) throw damaged();
  const count = zip.readUInt16LE(end + 10);
  if (count > ENTRIES_MAX) throw new InputError(file, `it holds ${count} entries, more than a workbook has`);
  let at = zip.readUInt32LE(end + 16);
  for (let entry = 0; entry < count; entry++) {
    if (at + 46 > zip.length || zip.readUInt32LE(at) !== DIRECTORY_ENTRY) throw damaged();
    const isDeflated = zip.readUInt16LE(at + 10) === 8;
    const packedBytes = zip.readUInt32LE(at + 20);
    const local = zip.readUInt32LE(at + 42);
    at += 46 + zip.readUInt16LE(at + 28) + zip.readUInt16LE(at + 30) + zip.readUInt16LE(at + 32);
    if (local + 30 > zip.length || zip.readUInt32LE(local) !== LOCAL_ENTRY) throw damaged();
    const start = local + 30 + zip.readUInt16LE(local + 26) + zip.readUInt16LE(local + 28);
    if (start + packedBytes > zip.length) throw damaged();
    if (isDeflated) yield zip.subarray(start, start + packedBytes);
  }
}

async function* inflated(file: string, packed: Buffer): AsyncIterable<number> {
  const inflate = createInflateRaw();
  inflate.end(packed);
  try {
    for await (const chunk of inflate as AsyncIterable<Buffer>) yield chunk.length;
  } catch (error) {
    throw new InputError(file, 'the workbook is damaged or cut short', { cause: error });
  }
}
