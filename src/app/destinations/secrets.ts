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
/** How long the old secret of a webhook goes on signing beside the new one. */
const OVERLAP_MS = 24 * 3_600_000;

export const destinationPurposeOf = (id: string) => `destination ${id}`;
export const inboundPurposeOf = (id: string) => `destination ${id} writing back`;

export function sealSecret({ vault }: Pick<Instance, 'vault'>, id: string, it: Secret): Uint8Array {
  return vault.seal(Buffer.from(JSON.stringify(it)), destinationPurposeOf(id));
}

/** What the destination signs with when it writes back: what was signed for it is never taken as its own word. */
export function sealInboundSecret({ vault }: Pick<Instance, 'vault'>, id: string, it: Secret): Uint8Array {
  return vault.seal(Buffer.from(JSON.stringify(it)), inboundPurposeOf(id));
}

export function openInboundSecret(
  { vault }: Pick<Instance, 'vault'>,
  id: string,
  sealed: Uint8Array,
): Secret {
  return Secret.parse(JSON.parse(vault.open(sealed, inboundPurposeOf(id)).toString()));
}

/** Null: the destination has none. */
export function openSecret(
  { vault }: Pick<Instance, 'vault'>,
  { id, secret }: Pick<Destination, 'id' | 'secret'>,
): Secret | null {
  return secret === null
    ? null
    : Secret.parse(JSON.parse(vault.open(secret, destinationPurposeOf(id)).toString()));
}

/** A secret after it was renewed: both are good until the other side has changed over. */
export function renewed(old: Secret, now: Date): Secret {
  const until = new Date(now.getTime() + OVERLAP_MS).toISOString();
  return { secret: newSigningSecret(), before: { secret: old.secret, until } };
}

/** Those that are good now. */
export function secretsAt({ secret, before }: Secret, now: Date): readonly string[] {
  return before !== null && now < new Date(before.until) ? [secret, before.secret] : [secret];
}

/** As Standard Webhooks 1.0 writes signing secrets. */
export function newSigningSecret(): string {
  return PREFIX + randomBytes(BYTES).toString('base64');
}

/** The key in a signing secret. */
export function signingKey(secret: string): Buffer {
  return Buffer.from(secret.slice(PREFIX.length), 'base64');
}
