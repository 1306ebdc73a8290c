import { canonicalJson, type Json } from './canonical-json.ts';
import { checkpointText, keyText, type NoteKey, readCheckpoint, readKey } from './checkpoint.ts';
import { type AuditEntry, entryHash, type Hash, NO_HASH } from './entry.ts';
import { createLineChain, entryLine, EXPORT_KIND, EXPORT_VERSION, sealOf } from './export.ts';
import { createTree, leafHash, sameBytes } from './merkle.ts';

/** Ed25519: whether the key signed the text. */
export type VerifySignature = (publicKey: Uint8Array, text: string, signature: Uint8Array) => boolean;

export interface ExportProof {
  readonly entries: number;
  readonly checkpoints: number;
  readonly exportedAt: string;
  /** The key that signed; an export proves itself only against a key that is known from elsewhere. */
  readonly key: string;
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
  readonly size: number;
  readonly exportedAt: string;
}

/**
 * Checks an export line by line: every row, their order, both ends, every checkpoint. It stops at the first thing that
 * is wrong, because nothing after that can be believed.
 * @param knownKey key line that must have signed; null: whichever the export names
 */
export function createExportVerifier({ hash, verify }: Crypto, knownKey: string | null): ExportVerifier {
  const lines = createLineChain(hash);
  const tree = createTree(hash);
  let head: Head | null = null;
  let previousHash = NO_HASH;
  let checkpoints = 0;
  let lineNumber = 0;
  let sealed = false;
  let problem: string | null = null;

  const takeHead = (value: Members) => {
    const key = typeof value['key'] === 'string' ? readKey(value['key'], hash) : null;
    const { size, exportedAt } = value;
    if (value['kind'] !== EXPORT_KIND || value['version'] !== EXPORT_VERSION)
      return 'it is not the head of an audit export of a version this program knows';
    if (key === null || typeof size !== 'number' || typeof exportedAt !== 'string')
      return 'the head of the export is damaged';
    const keyLine = keyText(key, hash);
    if (knownKey !== null && keyLine !== knownKey) return `it was signed by another key, ${keyLine}`;
    head = { key, keyLine, size, exportedAt };
    return null;
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

  const takeCheckpoint = (note: string, { key }: Head) => {
    const found = readCheckpoint(note, key, hash);
    if (found === null || found.checkpoint.origin !== key.name) return 'the checkpoint is damaged';
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
      const { keyLine, exportedAt } = head as Head;
      return {
        proven: true,
        proof: { entries: tree.size, checkpoints, exportedAt, key: keyLine },
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

function parse(text: string): Json | undefined {
  try {
    return JSON.parse(text) as Json;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
