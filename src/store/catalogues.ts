import type { ColumnType } from 'kysely';
import { storableJson } from './json.ts';
import type { Db, Tx } from './store.ts';

export interface CatalogueTables {
  catalogue: {
    id: string;
    name: string;
    made_at: Date;
    made_by_name: string;
    content_hash: Buffer;
    vulnerabilities: number;
    products: number;
    rejected: number;
    feeds: ColumnType<readonly CatalogueFeed[], string, never>;
    notices: ColumnType<readonly string[], string, never>;
    is_current: boolean;
  };
  catalogue_part: { catalogue_id: string; place: number; bytes: Buffer };
}

/** What one feed brought. */
export interface CatalogueFeed {
  readonly feed: string;
  readonly files: number;
  readonly records: number;
  readonly rejected: number;
  readonly newestOn: string | null;
}

/** A compiled catalogue, apart from its bytes. */
export interface KeptCatalogue {
  readonly id: string;
  readonly name: string;
  readonly madeAt: Date;
  readonly madeByName: string;
  readonly contentHash: Uint8Array;
  readonly vulnerabilities: number;
  readonly products: number;
  readonly rejected: number;
  readonly feeds: readonly CatalogueFeed[];
  readonly notices: readonly string[];
}

/**
 * Keeps a catalogue and makes it the one devices are matched against. The one before stays, to tell what changed; those
 * before that go: they can be compiled anew.
 */
export async function replaceCatalogue(
  tx: Tx,
  it: KeptCatalogue,
  pieces: Iterable<Uint8Array>,
): Promise<void> {
  await tx.deleteFrom('catalogue').where('is_current', '=', false).execute();
  await tx.updateTable('catalogue').set({ is_current: false }).execute();
  await tx
    .insertInto('catalogue')
    .values({
      id: it.id,
      name: it.name,
      made_at: it.madeAt,
      made_by_name: it.madeByName,
      content_hash: Buffer.from(it.contentHash),
      vulnerabilities: it.vulnerabilities,
      products: it.products,
      rejected: it.rejected,
      feeds: storableJson(it.feeds),
      notices: storableJson(it.notices),
      is_current: true,
    })
    .execute();
  let place = 0;
  for (const bytes of pieces)
    await tx
      .insertInto('catalogue_part')
      .values({ catalogue_id: it.id, place: place++, bytes: Buffer.from(bytes) })
      .execute();
}

export async function findCurrentCatalogue(db: Db | Tx): Promise<KeptCatalogue | null> {
  const row = await db.selectFrom('catalogue').selectAll().where('is_current', '=', true).executeTakeFirst();
  if (row === undefined) return null;
  const { made_at, made_by_name, content_hash, is_current: _, ...it } = row;
  return { ...it, madeAt: made_at, madeByName: made_by_name, contentHash: content_hash };
}

/** The catalogue before the current one; null: there is none. */
export async function findPreviousCatalogueId(db: Db | Tx): Promise<string | null> {
  const row = await db
    .selectFrom('catalogue')
    .select('id')
    .where('is_current', '=', false)
    .executeTakeFirst();
  return row?.id ?? null;
}

/** The whole file; null: the catalogue is gone, because another one took its place. */
export async function readCatalogueBytes(db: Db | Tx, id: string): Promise<Buffer | null> {
  const pieces: Buffer[] = [];
  for (;;) {
    const row = await db
      .selectFrom('catalogue_part')
      .select('bytes')
      .where('catalogue_id', '=', id)
      .where('place', '=', pieces.length)
      .executeTakeFirst();
    if (row === undefined) return pieces.length === 0 ? null : Buffer.concat(pieces);
    pieces.push(row.bytes);
  }
}
