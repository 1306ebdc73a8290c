import { createHash } from 'node:crypto';
import { closeSync, fstatSync, openSync, readFileSync, readSync, renameSync, writeSync } from 'node:fs';
import { type Catalogue, createCatalogue, decodeTables, encodeTables } from '#engine/catalogue';

/** "PWCATLG" and a byte that no text file has. */
const MAGIC = Buffer.from('PWCATLG\u0000');
/** Raised whenever the columns or the keys in them change: an older file is refused and built anew, never misread. */
const FORMAT = 5;
const HASH_BYTES = 32;
const FORMAT_AT = MAGIC.length;
const HASH_AT = FORMAT_AT + 8;
/** A multiple of eight, as the columns behind it need. */
const HEADER_BYTES = HASH_AT + HASH_BYTES;

/** The file cannot be used as a catalogue; the message says why and what to do. */
export class CatalogueFault extends Error {
  override readonly name = 'CatalogueFault';
}

/**
 * Writes a compiled catalogue. The file appears under its name only once it is whole.
 * @param note what its makers want to know when it is opened, such as which feeds it was made from
 */
export function writeCatalogueFile(path: string, catalogue: Catalogue, note = ''): void {
  const draft = `${path}.part`;
  const file = openSync(draft, 'w');
  try {
    for (const it of catalogueParts(catalogue, note)) writeWhole(file, it);
  } finally {
    closeSync(file);
  }
  renameSync(draft, path);
}

/** The bytes of a catalogue file, in order. */
export function catalogueParts(catalogue: Catalogue, note = ''): Uint8Array[] {
  const parts = [...encodeTables(catalogue.tables), ...noteParts(note)];
  const hash = createHash('sha256');
  for (const it of parts) hash.update(it);
  const header = Buffer.alloc(HEADER_BYTES);
  MAGIC.copy(header);
  header.writeUInt32LE(FORMAT, FORMAT_AT);
  hash.digest().copy(header, HASH_AT);
  return [header, ...parts];
}

/** The note stands last, its length behind it, so that it is found from the end. */
function noteParts(note: string): Buffer[] {
  const bytes = Buffer.from(note);
  const length = Buffer.alloc(4);
  length.writeUInt32LE(bytes.length);
  return [bytes, length];
}

/** The note of a catalogue file that {@link openCatalogueFile} found whole. */
export function noteOfCatalogueFile(path: string): string {
  const file = openSync(path, 'r');
  try {
    const { size } = fstatSync(file);
    const length = readAt(file, size - 4, 4).readUInt32LE();
    return readAt(file, size - 4 - length, length).toString('utf8');
  } finally {
    closeSync(file);
  }
}

function readAt(file: number, position: number, length: number): Buffer {
  const bytes = Buffer.alloc(length);
  for (let at = 0; at < length; ) at += readSync(file, bytes, at, length - at, position + at);
  return bytes;
}

/** A single write may take only a part. */
function writeWhole(file: number, bytes: Uint8Array): void {
  for (let at = 0; at < bytes.length; ) at += writeSync(file, bytes, at);
}

/** Opens a compiled catalogue after checking that it is whole. Throws {@link CatalogueFault} if it is not. */
export function openCatalogueFile(path: string): Catalogue {
  return openCatalogue(readFileSync(path), path);
}

/** The same from bytes in memory, which the catalogue goes on using. */
export function openCatalogue(bytes: Buffer, name: string): Catalogue {
  const refuse = (state: string) => new CatalogueFault(`Cannot open catalogue ${name}: ${state}`);
  if (bytes.length < HEADER_BYTES || !bytes.subarray(0, MAGIC.length).equals(MAGIC))
    throw refuse('it is no catalogue file');
  const format = bytes.readUInt32LE(FORMAT_AT);
  if (format !== FORMAT)
    throw refuse(
      `it has format ${format}, this version reads format ${FORMAT}; build it anew from the feeds`,
    );
  const content = bytes.subarray(HEADER_BYTES);
  const hash = createHash('sha256').update(content).digest();
  if (!hash.equals(bytes.subarray(HASH_AT, HEADER_BYTES)))
    throw refuse('it is damaged or cut off (its SHA-256 differs); build it anew from the feeds');
  return createCatalogue(decodeTables(aligned(content)));
}

/** Small files share a buffer with others and may begin anywhere in it. */
function aligned(content: Buffer): Uint8Array {
  return content.byteOffset % 8 === 0 ? content : new Uint8Array(content);
}
