import { createHash } from 'node:crypto';
import {
  type BundleKey,
  deleteBundleKey,
  insertBundleKey,
  listBundleKeys as listKept,
} from '#store/feed-bundle-keys';
import { act, see } from '../act.ts';
import { signingKeyOf } from '../audit/signing-key.ts';
import type { Context } from '../context.ts';
import { Refused } from '../refusal.ts';

const KEY_BYTES = 32;

export interface BundleKeys {
  /** Of this instance: others trust it to take its bundles in. */
  readonly own: { readonly name: string; readonly publicKey: string };
  readonly trusted: readonly BundleKey[];
}

/** Whose bundles are taken in, and the key with which this instance signs its own. */
export async function listBundleKeys(ctx: Context): Promise<BundleKeys> {
  return see(ctx, 'feeds.manage', async (db) => {
    const { name, publicKey } = await signingKeyOf(ctx);
    return {
      own: { name, publicKey: Buffer.from(publicKey).toString('base64') },
      trusted: await listKept(db),
    };
  });
}

/** Takes bundles of an instance in from now on. */
export async function trustBundleKey(
  ctx: Context,
  { name, publicKey }: { readonly name: string; readonly publicKey: string },
): Promise<void> {
  const key = Buffer.from(publicKey, 'base64');
  if (key.length !== KEY_BYTES)
    throw new Refused({
      code: 'invalid',
      field: 'publicKey',
      because: 'Cannot trust this key: it is no Ed25519 key in base64',
    });
  const text = key.toString('base64');
  const trustedByName = ctx.actor.kind === 'nobody' ? '' : ctx.actor.name;
  await act(ctx, { permission: 'feeds.manage' }, async (tx) => {
    const isNew = await insertBundleKey(tx, { publicKey: text, name, trustedAt: ctx.now(), trustedByName });
    const audit = { act: 'feed.trust', subject: null, detail: { name, publicKey: text } };
    return { value: undefined, audit: isNew ? audit : null };
  });
}

/** Takes no more bundles of an instance in; what they brought stays. */
export async function distrustBundleKey(ctx: Context, fingerprint: string): Promise<void> {
  await act(ctx, { permission: 'feeds.manage' }, async (tx) => {
    const key = (await listKept(tx)).find((it) => fingerprintOf(it.publicKey) === fingerprint);
    if (key === undefined) throw new Refused({ code: 'not-found', what: 'this key' });
    await deleteBundleKey(tx, key.publicKey);
    const { name, publicKey } = key;
    return { value: undefined, audit: { act: 'feed.distrust', subject: null, detail: { name, publicKey } } };
  });
}

/** What people compare, and addresses name a key by: the beginning of its SHA-256, in hex. */
export function fingerprintOf(publicKey: string): string {
  return createHash('sha256').update(Buffer.from(publicKey, 'base64')).digest('hex').slice(0, 32);
}
