import { createHash, createPrivateKey, generateKeyPairSync, type KeyObject, sign, verify } from 'node:crypto';
import * as z from 'zod';
import type { Hash, NoteKey, VerifySignature } from '#engine/audit';
import { keepSetting, readSetting } from '#store/settings';
import type { Instance } from '../context.ts';

/** The key with which this instance vouches for its audit log. */
export interface SigningKey extends NoteKey {
  sign(text: string): Uint8Array;
}

const SETTING = 'audit.signing-key';
const PURPOSE = 'audit signing key';
const ED25519_KEY_BYTES = 32;
/** What stands before the 32 bytes of an Ed25519 public key in DER: RFC 8410, 4. */
const ED25519_SPKI_HEAD = Buffer.from('302a300506032b6570032100', 'hex');
const ED25519_SIGNATURE_BYTES = 64;

const StoredKey = z.object({ name: z.string(), publicKey: z.string(), sealed: z.string() });

/** The instance's key; made when it is first needed, encrypted at rest. */
export async function signingKeyOf({ store, vault, newId }: Instance): Promise<SigningKey> {
  const stored = StoredKey.parse(
    (await readSetting(store.db, SETTING)) ??
      (await store.db.transaction().execute((tx) => keepSetting(tx, SETTING, newKey()))),
  );
  const privateKey = createPrivateKey({
    key: vault.open(Buffer.from(stored.sealed, 'base64'), PURPOSE),
    format: 'der',
    type: 'pkcs8',
  });
  return signingKey(stored.name, new Uint8Array(Buffer.from(stored.publicKey, 'base64')), privateKey);

  function newKey(): z.output<typeof StoredKey> {
    const pair = generateKeyPairSync('ed25519');
    const spki = pair.publicKey.export({ format: 'der', type: 'spki' });
    return {
      // Random bits of the id, so that logs of two instances are never taken for each other.
      name: `patchward-${newId().slice(-12)}`,
      publicKey: spki.subarray(-ED25519_KEY_BYTES).toString('base64'),
      sealed: vault
        .seal(pair.privateKey.export({ format: 'der', type: 'pkcs8' }), PURPOSE)
        .toString('base64'),
    };
  }
}

function signingKey(name: string, publicKey: Uint8Array, privateKey: KeyObject): SigningKey {
  return { name, publicKey, sign: (text) => new Uint8Array(sign(null, Buffer.from(text), privateKey)) };
}

export const sha256: Hash = (bytes) => new Uint8Array(createHash('sha256').update(bytes).digest());

export const verifyEd25519: VerifySignature = (publicKey, text, signature) =>
  publicKey.length === ED25519_KEY_BYTES &&
  signature.length === ED25519_SIGNATURE_BYTES &&
  verify(
    null,
    Buffer.from(text),
    { key: Buffer.concat([ED25519_SPKI_HEAD, publicKey]), format: 'der', type: 'spki' },
    signature,
  );
