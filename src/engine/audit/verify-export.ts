import { canonicalJson, type Json } from './canonical-json.ts';
import { checkpointText, keyText, type NoteKey, readCheckpoint, readKey } from './checkpoint.ts';
import { type AuditEntry, entryHash, type Hash, NO_HASH } from './entry.ts';
import {
  createLineChain,
  entryLine,
  EXPORT_KIND,
  EXPORT_VERSION,
  EXPORT_VERSION_OF_KEYS,
  sealOf,
} from './export.ts';
import { handoverText } from './handover.ts';
import { createTree, leafHash, sameBytes } from './merkle.ts';

/** Ed25519: whether the key signed the text. */
export type VerifySignature = (publicKey: Uint8Array, text: string, signature: Uint8Array) => boolean;

export interface ExportProof {
  readonly entries: number;
  readonly checkpoints: number;
  readonly exportedAt: string;
  /** The key that signed; an export proves itself only against a key that is known from elsewhere. */
  readonly key: string;
  /** Keys that signed before it, the oldest first; each signed its handover to the next. */
  readonly formerKeys: readonly string[];
}

export type ExportVerdict =
  | { readonly proven: true; readonly proof: ExportProof }
  | { readonly proven: false; readonly because: string };

export interface ExportVerifier {
  /** One line, without its line feed. */
  line(text: string): void;
  end(): ExportVerdict;
}

interface Crypto {
  readonly hash: Hash;
  readonly verify: VerifySignature;
}

interface Head {
  readonly key: NoteKey;
  readonly keyLine: string;
  /** All that ever signed, the oldest first, the one of the head last. */
  readonly keys: readonly NoteKey[];
  readonly size: number;
  readonly exportedAt: string;
}

/**
 * Checks an export line by line: every row, their order, both ends, every checkpoint. It stops at the first thing that
 * is wrong, because nothing after that can be believed.
 * @param knownKey key line that must have signed, or handed over to the one that did; null: whichever the export names
 */
export function createExportVerifier({ hash, verify }: Crypto, knownKey: string | null): ExportVerifier {
  const lines = createLineChain(hash);
  const tree = createTree(hash);
  let head: Head | null = null;
  let previousHash = NO_HASH;
  let checkpoints = 0;
  /** Place of the key that signed last: one that was given up signs no more. */
  let signing = 0;
  let lineNumber = 0;
  let sealed = false;
  let problem: string | null = null;

  const takeHead = (value: Members) => {
    const key = typeof value['key'] === 'string' ? readKey(value['key'], hash) : null;
    const { size, exportedAt } = value;
    const isOfKeys = value['version'] === EXPORT_VERSION_OF_KEYS;
    if (value['kind'] !== EXPORT_KIND || (value['version'] !== EXPORT_VERSION && !isOfKeys))
      return 'it is not the head of an audit export of a version this program knows';
    if (key === null || typeof size !== 'number' || typeof exportedAt !== 'string')
      return 'the head of the export is damaged';
    const keyLine = keyText(key, hash);
    const former = isOfKeys ? readFormer(value['formerKeys'], keyLine) : [];
    if (typeof former === 'string') return former;
    const keys = [...former, key];
    if (knownKey !== null && keys.every((it) => keyText(it, hash) !== knownKey))
      return `it was signed by another key, ${keyLine}`;
    head = { key, keyLine, keys, size, exportedAt };
    return null;
  };

  /** Each of them signed that the next one follows. @returns why it is not so, else the keys */
  const readFormer = (value: Json | undefined, current: string): readonly NoteKey[] | string => {
    if (!Array.isArray(value) || value.length === 0) return 'the head of the export is damaged';
    const found: NoteKey[] = [];
    for (const [place, it] of value.entries()) {
      const { key: line, handover } = isMembers(it) ? it : {};
      const key = typeof line === 'string' ? readKey(line, hash) : null;
      if (key === null || typeof line !== 'string' || typeof handover !== 'string')
        return 'the head of the export is damaged';
      const next = value[place + 1];
      const to = next === undefined ? current : isMembers(next) ? next['key'] : null;
      if (typeof to !== 'string' || !verify(key.publicKey, handoverText(line, to), bytesOf(handover)))
        return `key ${key.name} did not sign that another one follows it`;
      found.push(key);
    }
    return found;
  };

  const takeEntry = (value: Members, text: string) => {
    const seq = tree.size + 1;
    if (value['seq'] !== seq) return `entry ${seq} is missing, or out of order`;
    // What is read is written again from the hash of the entry before: any other byte shows.
    const entry = value as unknown as AuditEntry;
    if (entryLine(entry, previousHash, hash) !== text)
      return `entry ${seq} was changed, or the entry before it was`;
    previousHash = entryHash(entry, previousHash, hash);
    tree.add(leafHash(previousHash, hash));
    return null;
  };

  const takeCheckpoint = (note: string, { keys }: Head) => {
    const place = keys.findIndex((it) => note.startsWith(`${it.name}\n`));
    const key = keys[place];
    const found = key === undefined ? null : readCheckpoint(note, key, hash);
    if (key === undefined || found === null || found.checkpoint.origin !== key.name)
      return 'the checkpoint is damaged';
    if (place < signing) return 'the checkpoint is signed by a key that had been given up';
    signing = place;
    if (!verify(key.publicKey, found.text, found.signature))
      return 'the checkpoint’s signature does not match';
    if (found.checkpoint.size !== tree.size || !sameBytes(found.checkpoint.root, tree.root()))
      return 'the checkpoint is of another log than the entries before it';
    checkpoints += 1;
    return null;
  };

  const takeSeal = (note: string, { key, size }: Head) => {
    const found = readCheckpoint(note, key, hash);
    if (found === null || !verify(key.publicKey, found.text, found.signature))
      return 'the seal’s signature does not match';
    const expected = checkpointText(sealOf(key.name, tree.size, tree.root(), lines.digest()));
    if (size !== tree.size || found.text !== expected)
      return 'the seal is of another export than these lines';
    sealed = true;
    return null;
  };

  const take = (text: string): string | null => {
    if (sealed) return 'something follows the seal';
    const value = membersOf(text);
    if (value === null) return 'it is not a line of this format, byte for byte';
    if (head === null) return takeHead(value);
    if (typeof value['seal'] === 'string') return takeSeal(value['seal'], head);
    if (typeof value['checkpoint'] === 'string') return takeCheckpoint(value['checkpoint'], head);
    return takeEntry(value, text);
  };

  return {
    line: (text) => {
      if (problem !== null) return;
      lineNumber += 1;
      const found = take(text);
      if (found !== null) problem = `line ${lineNumber}: ${found}`;
      lines.add(text);
    },
    end: () => {
      if (problem !== null) return { proven: false, because: problem };
      if (!sealed || head === null)
        return { proven: false, because: `after line ${lineNumber}: the end is missing` };
      const { keyLine, keys, exportedAt } = head as Head;
      const formerKeys = keys.slice(0, -1).map((it) => keyText(it, hash));
      return {
        proven: true,
        proof: { entries: tree.size, checkpoints, exportedAt, key: keyLine, formerKeys },
      };
    },
  };
}

type Members = { readonly [name: string]: Json };

/** The members of a line that is written exactly as it has to be; null: it is not. */
function membersOf(text: string): Members | null {
  const value = parse(text);
  if (value === undefined || typeof value !== 'object' || value === null || Array.isArray(value)) return null;
  return canonicalJson(value) === text ? (value as Members) : null;
}

function isMembers(value: Json): value is Members {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** No bytes where it is not base64: no signature is empty. */
function bytesOf(base64: string): Uint8Array {
  return /^([A-Za-z0-9+/]{4})*([A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/.test(base64)
    ? Uint8Array.fromBase64(base64)
    : new Uint8Array();
}

function parse(text: string): Json | undefined {
  try {
    return JSON.parse(text) as Json;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
