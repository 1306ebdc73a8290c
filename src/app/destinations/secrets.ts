import { randomBytes } from 'node:crypto';
import * as z from 'zod';
import type { Destination } from '#store/destinations';
import type { Instance } from '../context.ts';

/** What a destination is spoken to with. */
const Secret = z.object({
  secret: z.string(),
  /** The one before, which still signs until then, so that the other side can change over. */
  before: z.object({ secret: z.string(), until: z.iso.datetime() }).nullable(),
});
export type Secret = Readonly<z.output<typeof Secret>>;

const PREFIX = 'whsec_';
const BYTES = 32;

const purposeOf = (id: string) => `destination ${id}`;

export function sealSecret({ vault }: Pick<Instance, 'vault'>, id: string, it: Secret): Uint8Array {
  return vault.seal(Buffer.from(JSON.stringify(it)), purposeOf(id));
}

/** Null: the destination has none. */
export function openSecret(
  { vault }: Pick<Instance, 'vault'>,
  { id, secret }: Pick<Destination, 'id' | 'secret'>,
): Secret | null {
  return secret === null ? null : Secret.parse(JSON.parse(vault.open(secret, purposeOf(id)).toString()));
}

/** As Standard Webhooks 1.0 writes signing secrets. */
export function newSigningSecret(): string {
  return PREFIX + randomBytes(BYTES).toString('base64');
}

/** The key in a signing secret. */
export function signingKey(secret: string): Buffer {
  return Buffer.from(secret.slice(PREFIX.length), 'base64');
}
