import { createHash, randomBytes } from 'node:crypto';

/** 256 random bits as text that fits in a cookie and a header. */
export function randomSecret(): string {
  return randomBytes(32).toString('base64url');
}

/** What is kept of a random secret. It has too many bits to be guessed, so a plain hash is enough. */
export function secretHash(secret: string): Buffer {
  return createHash('sha256').update(secret).digest();
}
