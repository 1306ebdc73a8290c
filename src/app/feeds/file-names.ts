import { type CatalogueBuilder, finishHash, HASH_START, stirHash } from '#engine/catalogue';
import { findUnnamedFile, noteNames } from '#store/feed-files';
import type { Context } from '../context.ts';
import { readFiles } from '../vulnerabilities/load-catalogue.ts';
import { openContent } from './contents.ts';

/**
 * Names of vulnerabilities that a file speaks of, as sorted hashes of four bytes each: enough to tell most files that need
 * not be read for one of them. Two names may share a hash.
 */
export function packNames(builder: CatalogueBuilder): Buffer {
  const hashes = Uint32Array.from(namesIn(builder), hashOf).sort();
  const bytes = Buffer.alloc(hashes.length * 4);
  hashes.forEach((hash, at) => bytes.writeUInt32LE(hash, at * 4));
  return bytes;
}

function* namesIn({ intake: { ids } }: CatalogueBuilder): Generator<string> {
  for (let id = 0; id < ids.size; id++) yield ids.text(id);
}

/** Notes what files speak of of which that is not known yet, one after the other. @returns how many */
export async function nameFiles({ store: { db } }: Context, signal: AbortSignal): Promise<number> {
  for (let done = 0; ; done++) {
    const file = await findUnnamedFile(db);
    if (file === null) return done;
    const { builder } = await readFiles(
      [{ path: file.name, bytes: file.bytes, open: () => openContent(db, file) }],
      { signal },
    );
    await db.transaction().execute((tx) => noteNames(tx, file.contentId, packNames(builder)));
  }
}

/** @param packed null: it is not known what the file speaks of, so it may be any */
export function mayName(packed: Buffer | null, names: Iterable<string>): boolean {
  for (const name of names) if (packed === null || holds(packed, hashOf(name))) return true;
  return false;
}

function holds(packed: Buffer, hash: number): boolean {
  let low = 0;
  let high = packed.length / 4;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (packed.readUInt32LE(middle * 4) < hash) low = middle + 1;
    else high = middle;
  }
  return low < packed.length / 4 && packed.readUInt32LE(low * 4) === hash;
}

function hashOf(name: string): number {
  let hash = HASH_START;
  for (let at = 0; at < name.length; at++) hash = stirHash(hash, name.charCodeAt(at) & 0xff);
  return finishHash(hash) >>> 0;
}
