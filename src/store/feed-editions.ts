import type { ColumnType, Generated } from 'kysely';
import { storableJson } from './json.ts';
import type { Db, Tx } from './store.ts';

export interface FeedEditionTables {
  feed_edition: {
    no: Generated<number>;
    catalogue_id: string;
    made_at: Date;
    vulnerabilities: number;
    products: number;
    added: number;
    changed: number;
    gone: number;
    names: ColumnType<EditionNames, string, never>;
    feeds: ColumnType<readonly EditionFeed[], string, never>;
  };
}

/** Some of the vulnerabilities by id. */
export interface EditionNames {
  readonly added: readonly string[];
  readonly changed: readonly string[];
  readonly gone: readonly string[];
}

export interface EditionFeed {
  readonly id: string;
  readonly name: string;
  /** RFC 3339; null: it does not say. */
  readonly asOf: string | null;
}

/** What one edition of the catalogue said that the one before did not. */
export interface Edition {
  readonly no: number;
  readonly catalogueId: string;
  readonly madeAt: Date;
  readonly vulnerabilities: number;
  readonly products: number;
  readonly added: number;
  readonly changed: number;
  readonly gone: number;
  readonly names: EditionNames;
  readonly feeds: readonly EditionFeed[];
}

export async function insertEdition(tx: Tx, it: Omit<Edition, 'no'>): Promise<void> {
  await tx
    .insertInto('feed_edition')
    .values({
      catalogue_id: it.catalogueId,
      made_at: it.madeAt,
      vulnerabilities: it.vulnerabilities,
      products: it.products,
      added: it.added,
      changed: it.changed,
      gone: it.gone,
      names: storableJson(it.names),
      feeds: storableJson(it.feeds),
    })
    .execute();
}

/** The newest first. */
export async function listEditions(
  db: Db | Tx,
  { before, limit }: { readonly before: number | null; readonly limit: number },
): Promise<Edition[]> {
  let rows = db.selectFrom('feed_edition').selectAll();
  if (before !== null) rows = rows.where('no', '<', before);
  return (await rows.orderBy('no', 'desc').limit(limit).execute()).map(
    ({ catalogue_id, made_at, ...it }) => ({ ...it, catalogueId: catalogue_id, madeAt: made_at }),
  );
}

export async function countEditions(db: Db | Tx): Promise<number> {
  const row = await db
    .selectFrom('feed_edition')
    .select((it) => it.fn.countAll<string>().as('count'))
    .executeTakeFirstOrThrow();
  return Number(row.count);
}
