import { createHash, createPrivateKey, generateKeyPairSync, type KeyObject, sign, verify } from 'node:crypto';
import * as z from 'zod';
import {
  type FormerKey,
  handoverText,
  type Hash,
  keyText,
  type NoteKey,
  type VerifySignature,
} from '#engine/audit';
import { keepSetting, lockSetting, readSetting, writeSetting } from '#store/settings';
import type { Db, Tx } from '#store/store';
import type { Instance } from '../context.ts';
import { holdKey } from '../secrets/hold-key.ts';
import type { Vault } from '../secrets/vault.ts';

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

const FORMER = 'audit.former-keys';
/** Keys that were given up, the oldest first; their private halves are gone. */
const StoredFormer = z.array(z.object({ name: z.string(), publicKey: z.string(), handover: z.string() }));

/** The instance's key; made when it is first needed, encrypted at rest. */
export async function signingKeyOf(instance: Instance): Promise<SigningKey> {
  const { store } = instance;
  const stored = StoredKey.parse(
    (await readSetting(store.db, SETTING)) ??
      (await store.db.transaction().execute(async (tx) => {
        await holdKey(instance, tx);
        return keepSetting(tx, SETTING, newKey(instance));
      })),
  );
  return opened(instance, stored);
}

/** The key, which nobody changes until the transaction ends. It was made before. */
export async function heldSigningKey(instance: Instance, tx: Tx): Promise<SigningKey> {
  await lockSetting(tx, SETTING);
  return opened(instance, StoredKey.parse(await readSetting(tx, SETTING)));
}

export interface KeyBefore extends NoteKey, FormerKey {}

/** Keys that signed before the one of now, the oldest first. */
export async function formerKeys(db: Db | Tx): Promise<readonly KeyBefore[]> {
  return StoredFormer.parse((await readSetting(db, FORMER)) ?? []).map(({ name, publicKey, handover }) => {
    const key = { name, publicKey: new Uint8Array(Buffer.from(publicKey, 'base64')) };
    return { ...key, key: keyText(key, sha256), handover: new Uint8Array(Buffer.from(handover, 'base64')) };
  });
}

/** Has another key sign from now on. The old one signs that it follows, and is forgotten: only its public half is kept. */
export async function replaceSigningKey(
  instance: Instance,
  tx: Tx,
): Promise<{ readonly before: string; readonly after: string }> {
  await holdKey(instance, tx);
  const old = await heldSigningKey(instance, tx);
  const stored = newKey(instance);
  const before = keyText(old, sha256);
  const after = keyText(opened(instance, stored), sha256);
  const handover = Buffer.from(old.sign(handoverText(before, after))).toString('base64');
  const former = StoredFormer.parse((await readSetting(tx, FORMER)) ?? []);
  const publicKey = Buffer.from(old.publicKey).toString('base64');
  await writeSetting(tx, FORMER, [...former, { name: old.name, publicKey, handover }]);
  await writeSetting(tx, SETTING, stored);
  return { before, after };
}

/** @throws when there is a key, and it is encrypted with another than the vault's */
export async function checkSigningKey(db: Db | Tx, vault: Vault): Promise<void> {
  const stored = await readSetting(db, SETTING);
  if (stored !== null) vault.open(Buffer.from(StoredKey.parse(stored).sealed, 'base64'), PURPOSE);
}

/** Encrypts the key anew. @returns whether there is one */
export async function resealSigningKey(
  tx: Tx,
  anew: (sealed: Uint8Array, purpose: string) => Uint8Array,
): Promise<boolean> {
  await lockSetting(tx, SETTING);
  const stored = await readSetting(tx, SETTING);
  if (stored === null) return false;
  const { sealed, ...key } = StoredKey.parse(stored);
  const next = Buffer.from(anew(Buffer.from(sealed, 'base64'), PURPOSE)).toString('base64');
  await writeSetting(tx, SETTING, { ...key, sealed: next });
  return true;
}

function newKey({ newId, vault }: Instance): z.output<typeof StoredKey> {
  const pair = generateKeyPairSync('ed25519');
  const spki = pair.publicKey.export({ format: 'der', type: 'spki' });
  return {
    // Random bits of the id, so that logs of two instances are never taken for each other.
    name: `patchward-${newId().slice(-12)}`,
    publicKey: spki.subarray(-ED25519_KEY_BYTES).toString('base64'),
    sealed: vault.seal(pair.privateKey.export({ format: 'der', type: 'pkcs8' }), PURPOSE).toString('base64'),
  };
}

function opened({ vault }: Instance, { name, publicKey, sealed }: z.output<typeof StoredKey>): SigningKey {
  const privateKey = createPrivateKey({
    key: vault.open(Buffer.from(sealed, 'base64'), PURPOSE),
    format: 'der',
    type: 'pkcs8',
  });
  return signingKey(name, new Uint8Array(Buffer.from(publicKey, 'base64')), privateKey);
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
