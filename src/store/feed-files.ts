import { type ColumnType, type Generated, sql } from 'kysely';
import type { Reject } from '#engine/words';
import type { CatalogueFeed } from './catalogues.ts';
import { storableJson } from './json.ts';
import type { Db, Tx } from './store.ts';

export interface FeedFileTables {
  feed_file: {
    id: string;
    feed_id: string;
    name: string;
    is_staged: boolean;
    content_id: string;
    url: string | null;
    etag: string | null;
    last_modified: string | null;
    fetched_at: Date;
    checked: string;
    expected: number | null;
    kinds: ColumnType<readonly CatalogueFeed[], string | undefined, string>;
    loaded: Generated<number>;
    quarantined: Generated<number>;
    names: Buffer | null;
  };
  feed_reject: {
    file_id: string;
    place: number;
    member: string;
    line: number | null;
    field: string | null;
    reason: string;
    raw: string | null;
  };
}

/** A file as it was fetched or brought. */
export interface FetchedFile {
  /** Name within the feed. */
  readonly name: string;
  readonly url: string | null;
  readonly etag: string | null;
  readonly lastModified: string | null;
  readonly fetchedAt: Date;
  /** How its integrity was checked, in words; empty: there was nothing to check it by. */
  readonly checked: string;
  /** Records it says it has; null: it does not say. */
  readonly expected: number | null;
}

export interface FeedFile extends FetchedFile {
  readonly id: string;
  readonly feedId: string;
  readonly contentId: string;
  readonly hash: string;
  readonly bytes: number;
  readonly isPacked: boolean;
  readonly kinds: readonly CatalogueFeed[];
  readonly loaded: number;
  readonly quarantined: number;
}

/** Keeps a file of a run that is not over, in place of an earlier one of its name. */
export async function stageFile(
  tx: Tx,
  it: FetchedFile & Pick<FeedFile, 'id' | 'feedId' | 'contentId'>,
): Promise<void> {
  await tx
    .deleteFrom('feed_file')
    .where('feed_id', '=', it.feedId)
    .where('is_staged', '=', true)
    .where('name', '=', it.name)
    .execute();
  await tx
    .insertInto('feed_file')
    .values({
      id: it.id,
      feed_id: it.feedId,
      name: it.name,
      is_staged: true,
      content_id: it.contentId,
      url: it.url,
      etag: it.etag,
      last_modified: it.lastModified,
      fetched_at: it.fetchedAt,
      checked: it.checked,
      expected: it.expected,
    })
    .execute();
}

const COLUMNS = [
  'feed_file.id',
  'feed_file.feed_id',
  'feed_file.name',
  'feed_file.content_id',
  'feed_file.url',
  'feed_file.etag',
  'feed_file.last_modified',
  'feed_file.fetched_at',
  'feed_file.checked',
  'feed_file.expected',
  'feed_file.kinds',
  'feed_file.loaded',
  'feed_file.quarantined',
] as const;

export async function listFeedFiles(
  db: Db | Tx,
  { feedId, isStaged }: { readonly feedId: string | null; readonly isStaged: boolean },
): Promise<FeedFile[]> {
  let rows = db
    .selectFrom('feed_file')
    .innerJoin('feed_content', 'feed_content.id', 'feed_file.content_id')
    .select([...COLUMNS, 'feed_content.hash', 'feed_content.bytes', 'feed_content.is_packed'])
    .where('is_staged', '=', isStaged);
  if (feedId !== null) rows = rows.where('feed_id', '=', feedId);
  return (await rows.orderBy('feed_id').orderBy('name').execute()).map((it) => ({
    id: it.id,
    feedId: it.feed_id,
    name: it.name,
    contentId: it.content_id,
    hash: it.hash as string,
    bytes: Number(it.bytes),
    isPacked: it.is_packed,
    url: it.url,
    etag: it.etag,
    lastModified: it.last_modified,
    fetchedAt: it.fetched_at,
    checked: it.checked,
    expected: it.expected,
    kinds: it.kinds,
    loaded: it.loaded,
    quarantined: it.quarantined,
  }));
}

/** What files may speak of, by the ids of their contents; null: it is not known. */
export async function listFeedFileNames(db: Db | Tx): Promise<ReadonlyMap<string, Buffer | null>> {
  const rows = await db
    .selectFrom('feed_file')
    .select(['content_id', 'names'])
    .where('is_staged', '=', false)
    .execute();
  return new Map(rows.map((it) => [it.content_id, it.names]));
}

/** A file that counts and of which it is not known what it may speak of; null: there is none. */
export async function findUnnamedFile(
  db: Db | Tx,
): Promise<Pick<FeedFile, 'name' | 'contentId' | 'bytes' | 'isPacked'> | null> {
  const row = await db
    .selectFrom('feed_file')
    .innerJoin('feed_content', 'feed_content.id', 'feed_file.content_id')
    .select(['feed_file.name', 'feed_file.content_id', 'feed_content.bytes', 'feed_content.is_packed'])
    .where('is_staged', '=', false)
    .where('names', 'is', null)
    .executeTakeFirst();
  if (row === undefined) return null;
  return { name: row.name, contentId: row.content_id, bytes: Number(row.bytes), isPacked: row.is_packed };
}

export async function noteNames(tx: Tx, contentId: string, names: Buffer): Promise<void> {
  await tx.updateTable('feed_file').set({ names }).where('content_id', '=', contentId).execute();
}

/** Keeps what was read from a staged file. */
export async function noteReading(
  tx: Tx,
  fileId: string,
  read: {
    readonly kinds: readonly CatalogueFeed[];
    readonly loaded: number;
    readonly quarantined: number;
    readonly rejects: readonly Reject[];
    readonly names: Buffer;
  },
): Promise<void> {
  const { kinds, loaded, quarantined, names } = read;
  await tx
    .updateTable('feed_file')
    .set({ kinds: storableJson(kinds), loaded, quarantined, names })
    .where('id', '=', fileId)
    .execute();
  await sql`delete from feed_reject where file_id = ${fileId}::uuid`.execute(tx);
  const rows = read.rejects.map((it, index) => ({
    place: index + 1,
    member: it.file,
    line: it.line ?? null,
    field: it.field ?? null,
    reason: it.reason,
    raw: it.raw ?? null,
  }));
  await sql`
    insert into feed_reject (file_id, place, member, line, field, reason, raw)
    select ${fileId}::uuid, place, member, line, field, reason, raw
    from json_to_recordset(${storableJson(rows)}::json)
      as it (place integer, member text, line integer, field text, reason text, raw text)
  `.execute(tx);
}

/** Staged files take the place of those of the same name; then files of these names go. */
export async function promoteStaged(tx: Tx, feedId: string, gone: readonly string[]): Promise<void> {
  await sql`
    delete from feed_file where feed_id = ${feedId} and not is_staged and (name = any(${[...gone]}::text[])
      or name in (select name from feed_file where feed_id = ${feedId} and is_staged))
  `.execute(tx);
  await sql`update feed_file set is_staged = false where feed_id = ${feedId} and is_staged`.execute(tx);
}

/** Files a feed no longer stands on. */
export async function deleteFeedFiles(tx: Tx, ids: readonly string[]): Promise<void> {
  await sql`delete from feed_file where id = any(${[...ids]}::uuid[])`.execute(tx);
}

export async function dropStaged(tx: Tx, feedId: string): Promise<void> {
  await sql`delete from feed_file where feed_id = ${feedId} and is_staged`.execute(tx);
}

/** Drops one staged file, which says nothing else than what is there. */
export async function dropStagedFile(tx: Tx, fileId: string): Promise<void> {
  await sql`delete from feed_file where id = ${fileId}::uuid and is_staged`.execute(tx);
}

export interface FeedReject {
  readonly fileId: string;
  readonly place: number;
  readonly member: string;
  readonly line: number | null;
  readonly field: string | null;
  readonly reason: string;
  readonly raw: string | null;
}

/** Quarantined records of a feed, file by file. */
export async function listFeedRejects(
  db: Db | Tx,
  feedId: string,
  {
    after,
    limit,
  }: { readonly after: { readonly fileId: string; readonly place: number } | null; readonly limit: number },
): Promise<FeedReject[]> {
  const from = after === null ? sql`true` : sql`(file_id, place) > (${after.fileId}::uuid, ${after.place})`;
  const { rows } = await sql<FeedReject>`
    select file_id as "fileId", place, member, line, field, reason, raw
    from feed_reject join feed_file on feed_file.id = file_id
    where feed_id = ${feedId} and not is_staged and ${from}
    order by file_id, place limit ${limit}
  `.execute(db);
  return rows;
}

export async function countFeedRejects(db: Db | Tx, feedId: string): Promise<number> {
  const { rows } = await sql<{ count: string }>`
    select count(*) as count from feed_reject join feed_file on feed_file.id = file_id
    where feed_id = ${feedId} and not is_staged
  `.execute(db);
  return Number(rows[0]?.count);
}
