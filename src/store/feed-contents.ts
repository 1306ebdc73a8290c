import { sql } from 'kysely';
import type { Db, Tx } from './store.ts';

export interface FeedContentTables {
  feed_content: {
    id: string;
    hash: string | null;
    bytes: number | string;
    is_packed: boolean;
    made_at: Date;
  };
  feed_content_part: { content_id: string; part: number; bytes: Buffer };
}

/** Bytes that were fetched, as they are kept. */
export interface FeedContent {
  readonly id: string;
  /** SHA-256 of the bytes as they came, in hex. */
  readonly hash: string;
  /** As they came. */
  readonly bytes: number;
  /** The parts are gzipped here. */
  readonly isPacked: boolean;
}

/** Begins a content; it counts for nothing until it is finished. */
export async function beginContent(
  db: Db,
  { id, isPacked, madeAt }: { readonly id: string; readonly isPacked: boolean; readonly madeAt: Date },
): Promise<void> {
  await db
    .insertInto('feed_content')
    .values({ id, hash: null, bytes: 0, is_packed: isPacked, made_at: madeAt })
    .execute();
}

export async function insertContentPart(db: Db, id: string, part: number, bytes: Uint8Array): Promise<void> {
  await db
    .insertInto('feed_content_part')
    .values({ content_id: id, part, bytes: Buffer.from(bytes) })
    .execute();
}

/** @returns the content that holds these bytes: this one, or the one that held them before, and then this one is gone */
export async function finishContent(
  tx: Tx,
  { id, hash, bytes }: Pick<FeedContent, 'id' | 'hash' | 'bytes'>,
): Promise<FeedContent> {
  const known = await findContentByHash(tx, hash);
  if (known !== null) {
    await tx.deleteFrom('feed_content').where('id', '=', id).execute();
    return known;
  }
  await tx.updateTable('feed_content').set({ hash, bytes }).where('id', '=', id).execute();
  return (await findContentByHash(tx, hash)) as FeedContent;
}

export async function findContentByHash(db: Db | Tx, hash: string): Promise<FeedContent | null> {
  const row = await db.selectFrom('feed_content').selectAll().where('hash', '=', hash).executeTakeFirst();
  return row === undefined ? null : { id: row.id, hash, bytes: Number(row.bytes), isPacked: row.is_packed };
}

export async function findContents(
  db: Db | Tx,
  ids: readonly string[],
): Promise<ReadonlyMap<string, FeedContent>> {
  if (ids.length === 0) return new Map();
  const rows = await db
    .selectFrom('feed_content')
    .selectAll()
    .where('id', 'in', [...ids])
    .execute();
  return new Map(
    rows.map((it) => [
      it.id,
      { id: it.id, hash: it.hash as string, bytes: Number(it.bytes), isPacked: it.is_packed },
    ]),
  );
}

/** The kept bytes from their beginning, piece by piece. */
export async function* readContentParts(db: Db | Tx, id: string): AsyncGenerator<Uint8Array> {
  for (let part = 1; ; part++) {
    const row = await db
      .selectFrom('feed_content_part')
      .select('bytes')
      .where('content_id', '=', id)
      .where('part', '=', part)
      .executeTakeFirst();
    if (row === undefined) return;
    yield row.bytes;
  }
}

/** Forgets what no feed stands on, unless it may still be coming in. */
export async function deleteLooseContents(tx: Tx, madeBefore: Date): Promise<number> {
  const { rows } = await sql<{ id: string }>`
    delete from feed_content where made_at < ${madeBefore}
      and not exists (select from feed_file where content_id = feed_content.id)
      and not exists (select from catalogue_file where content_id = feed_content.id) returning id
  `.execute(tx);
  return rows.length;
}
