import { canonicalJson, type Json } from './canonical-json.ts';
import { type Checkpoint, checkpointText, keyText, type NoteKey } from './checkpoint.ts';
import { type AuditEntry, entryHash, entryMembers, type Hash, NO_HASH } from './entry.ts';
import type { FormerKey } from './handover.ts';
import { createTree, joined, leafHash } from './merkle.ts';
import { utf8 } from './utf8.ts';

// An export is lines of canonical JSON, each ended by a line feed: a head, the entries in order, each checkpoint right
// after the last entry it covers, and a seal: a checkpoint of the whole that also signs every line before it.

export const EXPORT_KIND = 'patchward-audit-export';
export const EXPORT_VERSION = 1;
/** Of a log whose key was changed: its head also names the keys before, the oldest first. */
export const EXPORT_VERSION_OF_KEYS = 2;
/** Name of the seal's line that covers the lines of the export. */
const LINES_EXTENSION = 'export-lines';

export interface ExportHead {
  readonly key: NoteKey;
  /** Keys that signed before it, the oldest first. */
  readonly formerKeys?: readonly FormerKey[];
  readonly size: number;
  readonly exportedAt: string;
}

/** Writes the lines of an export, in the order it is called. */
export interface ExportWriter {
  head(head: ExportHead): string;
  /** With its hashes as they are stored, right or wrong. */
  entry(entry: AuditEntry, stored: { readonly previousHash: Uint8Array; readonly hash: Uint8Array }): string;
  checkpoint(note: string): string;
  /** Text that the seal signs. */
  sealText(origin: string): string;
  seal(note: string): string;
}

export function createExportWriter(hash: Hash): ExportWriter {
  const lines = createLineChain(hash);
  const tree = createTree(hash);
  const write = (value: Json) => {
    const line = canonicalJson(value);
    lines.add(line);
    return `${line}\n`;
  };
  return {
    head: ({ key, formerKeys = [], size, exportedAt }) => {
      const head = { kind: EXPORT_KIND, key: keyText(key, hash), size, exportedAt };
      if (formerKeys.length === 0) return write({ ...head, version: EXPORT_VERSION });
      const former = formerKeys.map((it) => ({ key: it.key, handover: it.handover.toBase64() }));
      return write({ ...head, version: EXPORT_VERSION_OF_KEYS, formerKeys: former });
    },
    // The stored hashes go out as they are: an export of a broken chain must show where it broke.
    entry: (entry, { previousHash, hash: own }) => {
      tree.add(leafHash(own, hash));
      return write({ ...entryMembers(entry), previousHash: previousHash.toHex(), hash: own.toHex() });
    },
    checkpoint: (note) => write({ checkpoint: note }),
    sealText: (origin) => checkpointText(sealOf(origin, tree.size, tree.root(), lines.digest())),
    seal: (note) => write({ seal: note }),
  };
}

export function sealOf(origin: string, size: number, root: Uint8Array, lines: Uint8Array): Checkpoint {
  return { origin, size, root, extensions: [`${LINES_EXTENSION} ${lines.toBase64()}`] };
}

/** One hash over any number of lines, with a hash function that takes bytes in one piece. */
export function createLineChain(hash: Hash): { add(line: string): void; digest(): Uint8Array } {
  let digest = NO_HASH;
  return {
    add: (line) => {
      digest = hash(joined([digest, hash(utf8(line))]));
    },
    digest: () => digest,
  };
}

/** The line of an entry, as it must be for the entry to follow `previousHash`. */
export function entryLine(entry: AuditEntry, previousHash: Uint8Array, hash: Hash): string {
  return canonicalJson({
    ...entryMembers(entry),
    previousHash: previousHash.toHex(),
    hash: entryHash(entry, previousHash, hash).toHex(),
  });
}
