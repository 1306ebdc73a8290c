import { createHash } from 'node:crypto';
import * as z from 'zod';
import { FEED_SOURCES } from '#engine/words';

/** The first files of a bundle; the rest are `files/<SHA-256>`. */
export const MANIFEST = 'manifest.json';
export const SIGNATURE = 'manifest.sig';

const Hash = z.string().regex(/^[0-9a-f]{64}$/);

/** What a bundle holds: feeds, and the files each of them stands on. */
export const Manifest = z.object({
  format: z.literal('patchward-feed-bundle'),
  version: z.literal(1),
  madeAt: z.iso.datetime(),
  /** Name of the instance that made it. */
  madeBy: z.string(),
  feeds: z.array(
    z.object({
      id: z.string().max(100),
      source: z.enum(FEED_SOURCES),
      name: z.string().max(200),
      address: z.string().nullable(),
      asOf: z.iso.datetime(),
      gaps: z.array(z.string()),
      files: z.array(
        z.object({
          name: z.string().max(1000),
          sha256: Hash,
          bytes: z.int().nonnegative(),
          url: z.string().nullable(),
          checked: z.string(),
          expected: z.int().nullable(),
        }),
      ),
    }),
  ),
});
export type Manifest = z.output<typeof Manifest>;

export const Signature = z.object({
  madeBy: z.string(),
  /** Ed25519, base64. */
  publicKey: z.string(),
  signature: z.string(),
});

/** What the instance signs: for this purpose alone, and for exactly these bytes. */
export function signedText(manifest: Uint8Array): string {
  return `patchward feed bundle 1\n${createHash('sha256').update(manifest).digest('hex')}\n`;
}

export function fileName(sha256: string): string {
  return `files/${sha256}`;
}
