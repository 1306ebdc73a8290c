import { storableText } from './json.ts';
import type { Db, Tx } from './store.ts';

export interface FeedRunTables {
  feed_run: {
    id: string;
    feed_id: string;
    state: FeedRunState;
    started_at: Date;
    ended_at: Date | null;
    asked_by_name: string;
    requests: number;
    bytes: number | string;
    files: number;
    expected: number | null;
    loaded: number | null;
    quarantined: number | null;
    problem: string | null;
  };
}

export type FeedRunState = 'running' | 'loaded' | 'unchanged' | 'failed' | 'interrupted';

/** What one attempt to read a feed came to. */
export interface FeedRunEnd {
  readonly state: FeedRunState;
  readonly endedAt: Date | null;
  readonly requests: number;
  readonly bytes: number;
  readonly files: number;
  readonly expected: number | null;
  readonly loaded: number | null;
  readonly quarantined: number | null;
  readonly problem: string | null;
}

export interface FeedRun extends FeedRunEnd {
  readonly id: string;
  readonly feedId: string;
  readonly startedAt: Date;
  readonly askedByName: string;
}

const BEGUN: FeedRunEnd = {
  state: 'running',
  endedAt: null,
  requests: 0,
  bytes: 0,
  files: 0,
  expected: null,
  loaded: null,
  quarantined: null,
  problem: null,
};

/** Begins a run; what still stands as running was cut off. */
export async function insertFeedRun(
  tx: Tx,
  it: Pick<FeedRun, 'id' | 'feedId' | 'startedAt' | 'askedByName'>,
): Promise<void> {
  await tx
    .updateTable('feed_run')
    .set({ state: 'interrupted' })
    .where('feed_id', '=', it.feedId)
    .where('state', '=', 'running')
    .execute();
  await tx
    .insertInto('feed_run')
    .values({
      id: it.id,
      feed_id: it.feedId,
      started_at: it.startedAt,
      asked_by_name: it.askedByName,
      ...endColumns(BEGUN),
    })
    .execute();
}

export async function endFeedRun(tx: Tx, id: string, end: FeedRunEnd): Promise<void> {
  await tx.updateTable('feed_run').set(endColumns(end)).where('id', '=', id).execute();
}

/** Whether a run goes on, and no other has begun since. */
export async function isRunning(tx: Tx, id: string): Promise<boolean> {
  const row = await tx
    .selectFrom('feed_run')
    .select('state')
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst();
  return row?.state === 'running';
}

/** The newest first. */
export async function listFeedRuns(
  db: Db | Tx,
  feedId: string,
  { before, limit }: { readonly before: string | null; readonly limit: number },
): Promise<FeedRun[]> {
  let rows = db.selectFrom('feed_run').selectAll().where('feed_id', '=', feedId);
  if (before !== null) rows = rows.where('id', '<', before);
  return (await rows.orderBy('id', 'desc').limit(limit).execute()).map((it) => ({
    id: it.id,
    feedId: it.feed_id,
    state: it.state,
    startedAt: it.started_at,
    endedAt: it.ended_at,
    askedByName: it.asked_by_name,
    requests: it.requests,
    bytes: Number(it.bytes),
    files: it.files,
    expected: it.expected,
    loaded: it.loaded,
    quarantined: it.quarantined,
    problem: it.problem,
  }));
}

export async function countFeedRuns(db: Db | Tx, feedId: string): Promise<number> {
  const row = await db
    .selectFrom('feed_run')
    .select((it) => it.fn.countAll<string>().as('count'))
    .where('feed_id', '=', feedId)
    .executeTakeFirstOrThrow();
  return Number(row.count);
}

export async function deleteFeedRunsBefore(tx: Tx, before: Date): Promise<number> {
  const { numDeletedRows } = await tx
    .deleteFrom('feed_run')
    .where('started_at', '<', before)
    .executeTakeFirst();
  return Number(numDeletedRows);
}

function endColumns({ endedAt, problem, ...it }: FeedRunEnd) {
  return { ...it, ended_at: endedAt, problem: problem === null ? null : storableText(problem) };
}
