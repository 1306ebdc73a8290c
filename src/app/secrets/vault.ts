import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto';

/** Encrypts secrets that the database keeps, with a key the database never sees. */
export interface Vault {
  /** Tells one key from another, and nothing of either. */
  readonly id: string;
  /** @param purpose what the secret is and whose: what was sealed for one purpose does not open for another */
  seal(secret: Uint8Array, purpose: string): Buffer;
  /** @throws when the bytes were changed, or sealed under another key or for another purpose */
  open(sealed: Uint8Array, purpose: string): Buffer;
}

export const VAULT_KEY_BYTES = 32;

const CIPHER = 'aes-256-gcm';
const NONCE_BYTES = 12;
const TAG_BYTES = 16;
/** Enough to tell keys of one instance apart, and far from enough to guess 256 bits. */
const ID_DIGITS = 8;

/** AES-256-GCM: nonce, tag, ciphertext; the purpose is authenticated with it. */
export function createVault(key: Uint8Array): Vault {
  if (key.length !== VAULT_KEY_BYTES)
    throw new Error(`Cannot use encryption key: it has ${key.length} bytes instead of ${VAULT_KEY_BYTES}`);
  return {
    id: createHash('sha256').update('id of a key').update(key).digest('hex').slice(0, ID_DIGITS),
    seal: (secret, purpose) => {
      const nonce = randomBytes(NONCE_BYTES);
      const cipher = createCipheriv(CIPHER, key, nonce).setAAD(Buffer.from(purpose));
      const hidden = Buffer.concat([cipher.update(secret), cipher.final()]);
      return Buffer.concat([nonce, cipher.getAuthTag(), hidden]);
    },
    open: (sealed, purpose) => {
      const nonce = sealed.subarray(0, NONCE_BYTES);
      const tag = sealed.subarray(NONCE_BYTES, NONCE_BYTES + TAG_BYTES);
      const decipher = createDecipheriv(CIPHER, key, nonce, { authTagLength: TAG_BYTES })
        .setAAD(Buffer.from(purpose))
        .setAuthTag(tag);
      try {
        return Buffer.concat([decipher.update(sealed.subarray(NONCE_BYTES + TAG_BYTES)), decipher.final()]);
      } catch (cause) {
        throw new Error(
          `Cannot decrypt ${purpose}: it was changed, or encrypted with another key than this instance has`,
          { cause },
        );
      }
    },
  };
}
