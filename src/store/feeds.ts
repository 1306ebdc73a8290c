import { type ColumnType, type Generated, sql } from 'kysely';
import type { FeedKind, FeedSource } from '#engine/words';
import { storableJson, storableText } from './json.ts';
import type { Db, Tx } from './store.ts';

export interface FeedTables {
  feed: {
    id: string;
    source: FeedSource;
    name: string;
    address: string | null;
    origin: FeedOrigin;
    is_enabled: boolean;
    every_minutes: number;
    age_hours_max: number | null;
    sealed_key: Buffer | null;
    version: Generated<number>;
    as_of: Date | null;
    last_attempt_at: Date | null;
    last_success_at: Date | null;
    next_run_at: Date | null;
    problem: string | null;
    expected: number | null;
    gaps: ColumnType<readonly string[], string | undefined, string>;
    kinds: ColumnType<readonly FeedKind[], string | undefined, string>;
    carried_by: string | null;
    cursor: ColumnType<unknown, string | null, string | null>;
    resume: ColumnType<unknown, string | null, string | null>;
  };
}

export type FeedOrigin = 'known' | 'added' | 'start' | 'sample' | 'demonstration';

/** What people decide about a feed. */
export interface FeedSettings {
  readonly name: string;
  readonly address: string | null;
  readonly isEnabled: boolean;
  readonly everyMinutes: number;
  readonly ageHoursMax: number | null;
  readonly sealedKey: Buffer | null;
}

/** How a feed stands after its last runs. */
export interface FeedRecordState {
  readonly asOf: Date | null;
  readonly lastAttemptAt: Date | null;
  readonly lastSuccessAt: Date | null;
  readonly nextRunAt: Date | null;
  readonly problem: string | null;
  readonly expected: number | null;
  readonly gaps: readonly string[];
  /** Kinds of feeds its files hold. */
  readonly kinds: readonly FeedKind[];
  /** Who signed the bundle that brought it; null: it came by itself. */
  readonly carriedBy: string | null;
  readonly cursor: unknown;
  readonly resume: unknown;
}

export interface Feed extends FeedSettings, FeedRecordState {
  readonly id: string;
  readonly source: FeedSource;
  readonly origin: FeedOrigin;
  readonly version: number;
}

/** A feed with what stands in its files. */
export interface CountedFeed extends Feed {
  readonly files: number;
  readonly bytes: number;
  readonly loaded: number;
  readonly quarantined: number;
}

/** Adds feeds that are not there yet. @param firstRunAt null: they are due at once */
export async function insertFeeds(
  tx: Db | Tx,
  feeds: readonly (FeedSettings & Pick<Feed, 'id' | 'source' | 'origin'>)[],
  firstRunAt: Date | null = null,
): Promise<void> {
  if (feeds.length === 0) return;
  await tx
    .insertInto('feed')
    .values(
      feeds.map((it) => ({
        id: it.id,
        source: it.source,
        origin: it.origin,
        ...settingsColumns(it),
        as_of: null,
        last_attempt_at: null,
        last_success_at: null,
        next_run_at: firstRunAt,
        problem: null,
        expected: null,
        carried_by: null,
        cursor: null,
        resume: null,
      })),
    )
    .onConflict((it) => it.column('id').doNothing())
    .execute();
}

/** All feeds, those that brought something first. */
export async function listFeeds(db: Db | Tx): Promise<CountedFeed[]> {
  const { rows } = await sql<FeedRow & Record<'files' | 'bytes' | 'loaded' | 'quarantined', string>>`
    select feed.*, coalesce(counted.files, 0) as files, coalesce(counted.bytes, 0) as bytes,
      coalesce(counted.loaded, 0) as loaded, coalesce(counted.quarantined, 0) as quarantined
    from feed left join (
      select feed_id, count(*) as files, sum(bytes) as bytes, sum(loaded) as loaded, sum(quarantined) as quarantined
      from feed_file join feed_content on feed_content.id = content_id where not is_staged group by feed_id
    ) counted on feed_id = feed.id
    order by as_of is null, not is_enabled, feed.name, feed.id
  `.execute(db);
  return rows.map((row) => ({
    ...feedOf(row),
    files: Number(row.files),
    bytes: Number(row.bytes),
    loaded: Number(row.loaded),
    quarantined: Number(row.quarantined),
  }));
}

/** All feeds, without looking at their files. */
export async function listFeedStandings(db: Db | Tx): Promise<Feed[]> {
  const rows = await db.selectFrom('feed').selectAll().orderBy('name').orderBy('id').execute();
  return rows.map(feedOf);
}

export async function findFeed(db: Db | Tx, id: string): Promise<Feed | null> {
  const row = await db.selectFrom('feed').selectAll().where('id', '=', id).executeTakeFirst();
  return row === undefined ? null : feedOf(row);
}

/** The feed, held until the transaction ends. */
export async function lockFeed(tx: Tx, id: string): Promise<Feed | null> {
  const row = await tx.selectFrom('feed').selectAll().where('id', '=', id).forUpdate().executeTakeFirst();
  return row === undefined ? null : feedOf(row);
}

/** Feeds to be asked by now. */
export async function listDueFeeds(db: Db | Tx, now: Date): Promise<Feed[]> {
  const rows = await db
    .selectFrom('feed')
    .selectAll()
    .where('is_enabled', '=', true)
    .where((it) => it.or([it('next_run_at', 'is', null), it('next_run_at', '<=', now)]))
    .where('source', '<>', 'files')
    .orderBy('id')
    .execute();
  return rows.map(feedOf);
}

export async function updateFeedSettings(
  tx: Tx,
  { id, version }: Pick<Feed, 'id' | 'version'>,
  settings: FeedSettings,
): Promise<void> {
  await tx
    .updateTable('feed')
    .set({ ...settingsColumns(settings), version: version + 1 })
    .where('id', '=', id)
    .execute();
}

export async function updateFeedState(tx: Db | Tx, id: string, it: Partial<FeedRecordState>): Promise<void> {
  await tx
    .updateTable('feed')
    .set({
      ...(it.asOf !== undefined && { as_of: it.asOf }),
      ...(it.lastAttemptAt !== undefined && { last_attempt_at: it.lastAttemptAt }),
      ...(it.lastSuccessAt !== undefined && { last_success_at: it.lastSuccessAt }),
      ...(it.nextRunAt !== undefined && { next_run_at: it.nextRunAt }),
      ...(it.problem !== undefined && { problem: it.problem === null ? null : storableText(it.problem) }),
      ...(it.expected !== undefined && { expected: it.expected }),
      ...(it.gaps !== undefined && { gaps: storableJson(it.gaps) }),
      ...(it.kinds !== undefined && { kinds: storableJson(it.kinds) }),
      ...(it.carriedBy !== undefined && { carried_by: it.carriedBy }),
      ...('cursor' in it && { cursor: jsonOrNull(it.cursor) }),
      ...('resume' in it && { resume: jsonOrNull(it.resume) }),
    })
    .where('id', '=', id)
    .execute();
}

export async function deleteFeed(tx: Tx, id: string): Promise<void> {
  await tx.deleteFrom('feed').where('id', '=', id).execute();
}

function jsonOrNull(value: unknown): string | null {
  return value === null || value === undefined ? null : storableJson(value);
}

function settingsColumns(it: FeedSettings) {
  return {
    name: storableText(it.name),
    address: it.address,
    is_enabled: it.isEnabled,
    every_minutes: it.everyMinutes,
    age_hours_max: it.ageHoursMax,
    sealed_key: it.sealedKey,
  };
}

interface FeedRow extends Omit<FeedTables['feed'], 'version' | 'gaps' | 'kinds' | 'cursor' | 'resume'> {
  readonly version: number;
  readonly gaps: readonly string[];
  readonly kinds: readonly FeedKind[];
  readonly cursor: unknown;
  readonly resume: unknown;
}

function feedOf(row: FeedRow): Feed {
  return {
    id: row.id,
    source: row.source,
    name: row.name,
    address: row.address,
    origin: row.origin,
    isEnabled: row.is_enabled,
    everyMinutes: row.every_minutes,
    ageHoursMax: row.age_hours_max,
    sealedKey: row.sealed_key === null ? null : Buffer.from(row.sealed_key),
    version: row.version,
    asOf: row.as_of,
    lastAttemptAt: row.last_attempt_at,
    lastSuccessAt: row.last_success_at,
    nextRunAt: row.next_run_at,
    problem: row.problem,
    expected: row.expected,
    gaps: row.gaps,
    kinds: row.kinds,
    carriedBy: row.carried_by,
    cursor: row.cursor,
    resume: row.resume,
  };
}
