import { concernsOf, type FeedConcern, type FeedState } from '#engine/measure';
import { findDemonstration } from '#store/demonstration';
import { countEditions, type Edition, listEditions } from '#store/feed-editions';
import { countFeedRejects, type FeedReject, listFeedRejects } from '#store/feed-files';
import { countFeedRuns, type FeedRun, listFeedRuns } from '#store/feed-runs';
import { type CountedFeed, findFeed, listFeeds as listAll } from '#store/feeds';
import { findActiveJob } from '#store/jobs';
import type { Db } from '#store/store';
import { see } from '../act.ts';
import type { Context } from '../context.ts';
import { Refused } from '../refusal.ts';
import { SYNC_JOB } from './feed-jobs.ts';
import { hoursMaxOf, stateOf } from './standing.ts';

/** A line of the ledger. */
export interface LedgerFeed extends CountedFeed {
  readonly state: FeedState;
  readonly concerns: readonly FeedConcern[];
}

/** Every feed with how it stands. */
export async function listFeeds(ctx: Context): Promise<readonly LedgerFeed[]> {
  return see(ctx, 'findings.read', (db) => ledgerIn(db, ctx.now()));
}

async function ledgerIn(db: Db, now: Date): Promise<readonly LedgerFeed[]> {
  const isInvented = (await findDemonstration(db)) !== null;
  return (await listAll(db)).map((it) => ({
    ...it,
    ageHoursMax: hoursMaxOf(it, isInvented),
    state: stateOf(it, { now, isInvented }),
    concerns: concernsOf(it.source, it.kinds),
  }));
}

export async function readFeed(ctx: Context, id: string): Promise<LedgerFeed> {
  const found = (await listFeeds(ctx)).find((it) => it.id === id);
  if (found === undefined) throw missing(id);
  return found;
}

/** The jobs that read feeds now, by feed. */
export async function activeJobs(
  { store }: Pick<Context, 'store'>,
  feeds: readonly LedgerFeed[],
): Promise<ReadonlyMap<string, string>> {
  const jobs = new Map<string, string>();
  for (const { id } of feeds) {
    const job = await findActiveJob(store.db, SYNC_JOB, id);
    if (job !== null) jobs.set(id, job.id);
  }
  return jobs;
}

interface ListPage<T> {
  readonly items: readonly T[];
  readonly total: number;
}

/** Attempts to read a feed, the newest first. */
export async function listRuns(
  ctx: Context,
  id: string,
  ask: { readonly before: string | null; readonly limit: number },
): Promise<ListPage<FeedRun>> {
  return see(ctx, 'findings.read', async (db) => {
    await demandFeed(db, id);
    return { items: await listFeedRuns(db, id, ask), total: await countFeedRuns(db, id) };
  });
}

/** Records of a feed that could not be taken, with the reason of each. */
export async function listQuarantine(
  ctx: Context,
  id: string,
  ask: Parameters<typeof listFeedRejects>[2],
): Promise<ListPage<FeedReject>> {
  return see(ctx, 'findings.read', async (db) => {
    await demandFeed(db, id);
    return { items: await listFeedRejects(db, id, ask), total: await countFeedRejects(db, id) };
  });
}

/** Editions of the catalogue, the newest first, each with what it says that the one before did not. */
export async function listCatalogueEditions(
  ctx: Context,
  ask: { readonly before: number | null; readonly limit: number },
): Promise<ListPage<Edition>> {
  return see(ctx, 'findings.read', async (db) => ({
    items: await listEditions(db, ask),
    total: await countEditions(db),
  }));
}

async function demandFeed(db: Db, id: string): Promise<void> {
  if ((await findFeed(db, id)) === null) throw missing(id);
}

function missing(id: string): Refused {
  return new Refused({ code: 'not-found', what: `feed "${id}"` });
}
