import * as z from 'zod';
import { deleteLooseContents } from '#store/feed-contents';
import { deleteFeedRunsBefore } from '#store/feed-runs';
import { findFeed, listDueFeeds } from '#store/feeds';
import { act } from '../act.ts';
import type { Context } from '../context.ts';
import { jobKind, type Reconciler } from '../jobs/kind.ts';
import { startJob } from '../jobs/start.ts';
import { Refused } from '../refusal.ts';
import { nameFiles } from './file-names.ts';
import { refuseUnasked, syncFeed } from './sync.ts';

/** The kind of the jobs that read a feed; their key is its id. */
export const SYNC_JOB = 'feed.sync';

/** Brings one feed up to date. */
export const syncFeedJob = jobKind({
  name: SYNC_JOB,
  words: 'Read a feed',
  permission: 'feeds.manage',
  title: ({ name }) => `Read ${name}`,
  input: z.object({ feedId: z.string(), name: z.string(), acceptShorter: z.boolean() }),
  page: ({ feedId }) => `/feeds?open=${encodeURIComponent(feedId)}`,
  joins: 'waiting',
  limit: 2,
  run: async (ctx, { feedId, acceptShorter }, { signal, progress, log }) => {
    const { state, files, loaded, quarantined } = await syncFeed(ctx, feedId, {
      signal,
      progress,
      log,
      acceptShorter,
    });
    return { state, files, loaded, quarantined };
  },
});

/** Has a feed read now. @returns the job */
export async function startSync(
  ctx: Context,
  feedId: string,
  { acceptShorter }: { readonly acceptShorter: boolean },
): Promise<string> {
  return act(ctx, { permission: 'feeds.manage' }, async (tx) => {
    const feed = await findFeed(tx, feedId);
    if (feed === null) throw new Refused({ code: 'not-found', what: `feed "${feedId}"` });
    refuseUnasked(feed);
    const input = { feedId, name: feed.name, acceptShorter };
    const { id, joined } = await startJob(ctx, tx, syncFeedJob, input, { key: feedId });
    const audit = {
      act: 'feed.sync',
      subject: { kind: 'feed', id: feedId },
      detail: { name: feed.name, acceptShorter },
    };
    return { value: id, audit: joined ? null : audit };
  });
}

const CONTENT_KEPT_MS = 86_400_000;
const RUNS_KEPT_MS = 400 * 86_400_000;

/** What the product sees to by itself. */
export const FEED_RECONCILERS: readonly Reconciler[] = [
  {
    name: 'feed.schedule',
    words: 'Read feeds whose time has come',
    everyMinutes: 5,
    run: async (ctx) => {
      const due = await listDueFeeds(ctx.store.db, ctx.now());
      for (const { id } of due) await startSync(ctx, id, { acceptShorter: false });
      return due.length === 0 ? null : `Asked for ${due.map((it) => it.name).join(', ')}`;
    },
  },
  {
    name: 'feed.names',
    words: 'Note which vulnerabilities files of feeds speak of',
    everyMinutes: 60,
    run: async (ctx, { signal }) => {
      const named = await nameFiles(ctx, signal);
      return named === 0 ? null : `${named} files`;
    },
  },
  {
    name: 'feed.tidy',
    words: 'Forget what feeds no longer stand on',
    everyMinutes: 24 * 60,
    run: async ({ store, now }) => {
      const before = (ms: number) => new Date(now().getTime() - ms);
      const contents = await store.db
        .transaction()
        .execute((tx) => deleteLooseContents(tx, before(CONTENT_KEPT_MS)));
      const runs = await store.db
        .transaction()
        .execute((tx) => deleteFeedRunsBefore(tx, before(RUNS_KEPT_MS)));
      return contents + runs === 0 ? null : `${contents} files and ${runs} runs forgotten`;
    },
  },
];
