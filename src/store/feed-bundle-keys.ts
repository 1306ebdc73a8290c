import type { Db, Tx } from './store.ts';

export interface FeedBundleKeyTables {
  feed_bundle_key: { public_key: string; name: string; trusted_at: Date; trusted_by_name: string };
}

/** Whose signed bundles are taken in. */
export interface BundleKey {
  /** Ed25519, base64. */
  readonly publicKey: string;
  readonly name: string;
  readonly trustedAt: Date;
  readonly trustedByName: string;
}

export async function listBundleKeys(db: Db | Tx): Promise<BundleKey[]> {
  const rows = await db.selectFrom('feed_bundle_key').selectAll().orderBy('name').execute();
  return rows.map((it) => ({
    publicKey: it.public_key,
    name: it.name,
    trustedAt: it.trusted_at,
    trustedByName: it.trusted_by_name,
  }));
}

/** @returns whether it was not trusted before */
export async function insertBundleKey(tx: Tx, it: BundleKey): Promise<boolean> {
  const { numInsertedOrUpdatedRows } = await tx
    .insertInto('feed_bundle_key')
    .values({
      public_key: it.publicKey,
      name: it.name,
      trusted_at: it.trustedAt,
      trusted_by_name: it.trustedByName,
    })
    .onConflict((conflict) => conflict.column('public_key').doNothing())
    .executeTakeFirst();
  return Number(numInsertedOrUpdatedRows) > 0;
}

/** @returns the name it had; null: it was not trusted */
export async function deleteBundleKey(tx: Tx, publicKey: string): Promise<string | null> {
  const row = await tx
    .deleteFrom('feed_bundle_key')
    .where('public_key', '=', publicKey)
    .returning('name')
    .executeTakeFirst();
  return row?.name ?? null;
}
