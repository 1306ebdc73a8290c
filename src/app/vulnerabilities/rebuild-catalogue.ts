import * as z from 'zod';
import { listFeedFiles } from '#store/feed-files';
import { deleteFeed, type Feed, listFeeds } from '#store/feeds';
import type { Tx } from '#store/store';
import { actUnasked } from '../act.ts';
import type { Context } from '../context.ts';
import { openContent } from '../feeds/contents.ts';
import { jobKind } from '../jobs/kind.ts';
import { startJob } from '../jobs/start.ts';
import { keepLoaded } from './catalogues.ts';
import { compileFiles } from './load-catalogue.ts';

/** What compiling all feeds came to. */
export interface Rebuilt {
  /** False: nothing changed, or no feed names a product yet. */
  readonly isNew: boolean;
  readonly vulnerabilities: number;
  readonly products: number;
}

/** Compiles everything the feeds brought, and makes it what devices are matched against. */
export async function rebuildCatalogue(
  ctx: Context,
  {
    signal,
    progress,
  }: {
    readonly signal: AbortSignal;
    readonly progress: (done: number, total?: number | null, step?: string) => void;
  },
): Promise<Rebuilt> {
  await dropSample(ctx);
  const feeds = (await listFeeds(ctx.store.db)).filter((it) => it.files > 0);
  const files = await listFeedFiles(ctx.store.db, { feedId: null, isStaged: false });
  const loaded = await compileFiles(
    files.map((it) => ({
      path: `${it.feedId}/${it.name}`,
      bytes: it.bytes,
      open: () => openContent(ctx.store.db, it),
    })),
    {
      signal,
      onProgress: ({ bytesRead, bytesTotal }) =>
        progress(Math.round(bytesRead / 1e6), Math.round(bytesTotal / 1e6), 'Compiling, in MB'),
    },
  );
  const { catalogue } = loaded;
  const counts = { vulnerabilities: catalogue.size, products: catalogue.directory.size };
  // An inventory held against nothing would look safe.
  if (counts.products === 0) return { isNew: false, ...counts };
  const { isNew } = await keepLoaded(ctx, loaded, {
    name: feeds.map((it) => it.name).join(', '),
    feeds: feeds.map(({ id, name, asOf }) => ({ id, name, asOf: asOf?.toISOString() ?? null })),
  });
  return { isNew, ...counts };
}

/** Whether it is the hospital's own: neither the samples nor invented. */
export function isOwn({ origin }: Pick<Feed, 'origin'>): boolean {
  return origin !== 'sample' && origin !== 'demonstration';
}

/** The samples are for a first look: they go once a feed of the hospital's own has brought something. */
async function dropSample(ctx: Context): Promise<void> {
  await actUnasked(ctx, async (tx) => {
    const feeds = await listFeeds(tx);
    const sample = feeds.find((it) => it.origin === 'sample');
    const others = feeds.some((it) => isOwn(it) && it.loaded > 0);
    if (sample === undefined || !others) return { value: undefined, audit: null };
    await deleteFeed(tx, sample.id);
    return {
      value: undefined,
      audit: { act: 'feed.remove', subject: { kind: 'feed', id: sample.id }, detail: { name: sample.name } },
    };
  });
}

/** Compiles all feeds after one of them brought something. */
export const rebuildCatalogueJob = jobKind({
  name: 'catalogue.build',
  words: 'Compile feeds',
  permission: 'findings.read',
  title: () => 'Compile feeds',
  input: z.object({}),
  joins: 'waiting',
  page: () => '/feeds',
  run: async (ctx, _, { signal, progress }) => rebuildCatalogue(ctx, { signal, progress }),
});

/** Has the catalogue follow what this transaction changes in the feeds. */
export async function startRebuilding(ctx: Context, tx: Tx): Promise<void> {
  await startJob(ctx, tx, rebuildCatalogueJob, {}, { key: 'catalogue' });
}
