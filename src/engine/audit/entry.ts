import { canonicalJson, type Json } from './canonical-json.ts';
import { utf8 } from './utf8.ts';

/** SHA-256; the engine has no cryptography of its own. */
export type Hash = (bytes: Uint8Array) => Uint8Array;

export const HASH_BYTES = 32;

/** What stands before the first entry. */
export const NO_HASH: Uint8Array = new Uint8Array(HASH_BYTES);

/** One line of the audit log. */
export interface AuditEntry {
  /** 1, 2, 3 … without gaps. */
  readonly seq: number;
  /** RFC 3339 in UTC with milliseconds. */
  readonly at: string;
  /** Null: the product itself, or somebody nobody knows. */
  readonly actorId: string | null;
  readonly actorName: string;
  /** Noun and verb: "device.edit". */
  readonly act: string;
  readonly subjectKind: string | null;
  readonly subjectId: string | null;
  readonly detail: Json;
}

/**
 * The text an entry is hashed as. It holds the hash of the entry before, so that no entry can be changed, moved or
 * taken out without changing every one after it.
 */
function entryText(entry: AuditEntry, previousHash: Uint8Array): string {
  return canonicalJson({ ...entryMembers(entry), previousHash: previousHash.toHex() });
}

export function entryHash(entry: AuditEntry, previousHash: Uint8Array, hash: Hash): Uint8Array {
  return hash(utf8(entryText(entry, previousHash)));
}

/** Exactly what an entry says, whatever else the object carries. */
export function entryMembers(entry: AuditEntry): { readonly [name: string]: Json } {
  const { seq, at, actorId, actorName, act, subjectKind, subjectId, detail } = entry;
  return { seq, at, actorId, actorName, act, subjectKind, subjectId, detail };
}
