import type { Hash } from './entry.ts';
import { joined } from './merkle.ts';
import { utf8 } from './utf8.ts';

// A tree head as text, signed as a note: https://c2sp.org/tlog-checkpoint, https://c2sp.org/signed-note.

/** What a log says of itself at one size. */
export interface Checkpoint {
  /** Name of the log. */
  readonly origin: string;
  readonly size: number;
  readonly root: Uint8Array;
  /** Further lines under the signature, `name value`. */
  readonly extensions: readonly string[];
}

/** The lines that are signed, each with its line end. */
export function checkpointText({ origin, size, root, extensions }: Checkpoint): string {
  return [origin, String(size), root.toBase64(), ...extensions].map((it) => `${it}\n`).join('');
}

/** The note: text, empty line, signature line of the key. */
export function signedNote(text: string, key: NoteKey, signature: Uint8Array, hash: Hash): string {
  return `${text}\n— ${key.name} ${joined([keyId(key, hash), signature]).toBase64()}\n`;
}

/** An Ed25519 public key and the name it signs under. */
export interface NoteKey {
  readonly name: string;
  readonly publicKey: Uint8Array;
}

const ED25519 = 0x01;
const KEY_ID_BYTES = 4;

/** The key as one line: name, id, and algorithm with key. */
export function keyText(key: NoteKey, hash: Hash): string {
  return `${key.name}+${keyId(key, hash).toHex()}+${joined([Uint8Array.of(ED25519), key.publicKey]).toBase64()}`;
}

/** Reads a key line; null: it is none. */
export function readKey(text: string, hash: Hash): NoteKey | null {
  const found = /^([^\s+]+)\+([0-9a-f]{8})\+(\S+)$/.exec(text);
  const bytes = bytesOf(found?.[3] ?? '');
  if (found === null || bytes === null || bytes.length !== 33 || bytes[0] !== ED25519) return null;
  const key = { name: found[1] as string, publicKey: bytes.slice(1) };
  return keyText(key, hash) === text ? key : null;
}

/** Reads a signed checkpoint; null: it is none, or written in another way than this log writes. */
export function readCheckpoint(
  note: string,
  key: NoteKey,
  hash: Hash,
): { readonly checkpoint: Checkpoint; readonly text: string; readonly signature: Uint8Array } | null {
  const end = note.indexOf('\n\n');
  const text = note.slice(0, end + 1);
  const [origin = '', size = '', root = '', ...extensions] = text.split('\n').slice(0, -1);
  const rootBytes = bytesOf(root);
  const found = /^— (\S+) (\S+)\n$/.exec(note.slice(end + 2));
  const signed = bytesOf(found?.[2] ?? '');
  if (end < 0 || !/^(0|[1-9]\d{0,15})$/.test(size) || rootBytes === null || signed === null) return null;
  const checkpoint = { origin, size: Number(size), root: rootBytes, extensions };
  const signature = signed.slice(KEY_ID_BYTES);
  if (signedNote(checkpointText(checkpoint), key, signature, hash) !== note) return null;
  return { checkpoint, text, signature };
}

function keyId({ name, publicKey }: NoteKey, hash: Hash): Uint8Array {
  return hash(joined([utf8(`${name}\n`), Uint8Array.of(ED25519), publicKey])).slice(0, KEY_ID_BYTES);
}

function bytesOf(text: string): Uint8Array | null {
  if (!/^([A-Za-z0-9+/]{4})*([A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/.test(text)) return null;
  const bytes = Uint8Array.fromBase64(text);
  return bytes.toBase64() === text ? bytes : null;
}
