import * as z from 'zod';
import { type Catalogue, overlay } from '#engine/catalogue';
import { FEED_KINDS } from '#engine/words';
import {
  type CatalogueFeed,
  type CatalogueFile,
  findCurrentCatalogue,
  type KeptCatalogue,
  listCatalogueFiles,
  noteFiles,
} from '#store/catalogues';
import type { EditionFeed } from '#store/feed-editions';
import { type FeedFile, listFeedFiles } from '#store/feed-files';
import { deleteFeed, type Feed, listFeeds } from '#store/feeds';
import type { Tx } from '#store/store';
import { actUnasked } from '../act.ts';
import type { Context } from '../context.ts';
import { jobKind } from '../jobs/kind.ts';
import { startJob } from '../jobs/start.ts';
import { keepLayer, keepWhole, type Keeping, nameChanges } from './catalogues.ts';
import {
  asCatalogueFile,
  changesOfFiles,
  deltaOf,
  type FileChanges,
  isOfForecasts,
  readable,
} from './feed-changes.ts';
import { offerCatalogue, readKnowledge } from './knowledge.ts';
import { compileFiles, readFiles } from './load-catalogue.ts';

/** What compiling all feeds came to. */
export interface Rebuilt {
  /** False: nothing changed, or no feed names a product or a recall yet. */
  readonly isNew: boolean;
  readonly vulnerabilities: number;
  readonly products: number;
}

interface Work {
  readonly signal: AbortSignal;
  readonly progress: (done: number, total?: number | null, step?: string) => void;
}

/** Changes of more bytes than this and a tenth of all, or more names than this and a twentieth of all, are compiled with everything. */
const CHANGED_BYTES_MAX = 24 * 2 ** 20;
const CHANGED_NAMES_MAX = 5000;

/** Has what devices are matched against follow the feeds: what changed is laid over it, or everything is compiled anew. */
export async function rebuildCatalogue(ctx: Context, work: Work): Promise<Rebuilt> {
  await dropSample(ctx);
  let isNew = false;
  for (;;) {
    const feeds = await readFeedsNow(ctx);
    const { before, changes } = feeds;
    if (before !== null && before.isOfFeeds && changes.came.length + changes.went.length === 0)
      return { isNew, ...countsOf(before) };
    const layer = isSmall(feeds) ? await layChanges(ctx, feeds, work) : 'whole';
    if (layer === 'whole') {
      const { counts, keeping, isOfNothing } = await compileWhole(ctx, feeds, work);
      if (keeping !== null || isOfNothing) return { ...counts, isNew: keeping?.isNew === true || isNew };
    } else isNew ||= layer?.isNew === true;
  }
}

/** What the feeds stand on, beside what the catalogue was made from. */
interface FeedsNow {
  readonly before: KeptCatalogue | null;
  /** Files as the catalogue has them. */
  readonly compiled: readonly CatalogueFile[];
  readonly files: readonly FeedFile[];
  readonly changes: FileChanges;
  readonly name: string;
  readonly feeds: readonly EditionFeed[];
}

async function readFeedsNow({ store: { db } }: Context): Promise<FeedsNow> {
  const before = await findCurrentCatalogue(db);
  const compiled = await listCatalogueFiles(db);
  const files = await listFeedFiles(db, { feedId: null, isStaged: false });
  const feeds = (await listFeeds(db)).filter((it) => it.files > 0);
  return {
    before,
    compiled,
    files,
    changes: changesOfFiles(compiled, files),
    name: feeds.map((it) => it.name).join(', '),
    feeds: feeds.map(({ id, name, asOf }) => ({ id, name, asOf: asOf?.toISOString() ?? null })),
  };
}

/** Whether reading what changed is worth more than reading everything. Recalls are compiled with everything. */
function isSmall({ before, files, changes: { came, went } }: FeedsNow): boolean {
  if (before === null || !before.isOfFeeds) return false;
  if (came.some((it) => it.kinds.some(({ feed }) => feed === 'openfda'))) return false;
  if (went.some((it) => it.kinds.includes('openfda'))) return false;
  const bytes = (all: readonly FeedFile[]) => all.reduce((sum, it) => sum + it.bytes, 0);
  return bytes(came) <= Math.max(CHANGED_BYTES_MAX, bytes(files) / 10);
}

/**
 * Lays a change of files over the catalogue: first what others than files of forecasts say.
 * @returns null: the catalogue is another one by now; `'whole'`: too much has changed
 */
async function layChanges(
  ctx: Context,
  now: FeedsNow,
  { signal, progress }: Work,
): Promise<Pick<Keeping, 'isNew'> | 'whole' | null> {
  const before = now.before as KeptCatalogue;
  const knowledge = await readKnowledge(ctx);
  if (knowledge?.kept.editionId !== before.editionId) return null;
  const { catalogue } = knowledge;
  const { db } = ctx.store;
  const others = {
    came: now.changes.came.filter((it) => !isOfForecasts(it)),
    went: now.changes.went.filter((it) => !isOfForecasts(it)),
  };
  const from = { before, name: now.name, feeds: now.feeds };
  const sums = { feedsOf: sumKinds(now.files), rejected: sum(now.files, (it) => it.quarantined) };
  if (others.came.length + others.went.length > 0) {
    progress(0, null, 'Reading what changed');
    const files = [
      ...now.files.filter((it) => !isOfForecasts(it)).map(asCatalogueFile),
      ...now.compiled.filter(isOfForecasts),
    ];
    const namesMax = Math.max(CHANGED_NAMES_MAX, catalogue.size / 20);
    const delta = await deltaOf({ db, catalogue, changes: others, files: now.files, namesMax, signal });
    if (delta === 'too-much') return 'whole';
    if (delta === null) {
      const isNoted = await db
        .transaction()
        .execute((tx) => noteFiles(tx, before.id, { files, isOfFeeds: true }));
      return isNoted ? { isNew: false } : null;
    }
    const laid = overlay(catalogue, delta.above, delta.names);
    if (laid.directory.size === 0) return 'whole';
    const { above, names } = delta;
    const layer = { kind: 'delta', above, names, edition: nameChanges(delta), files, ...sums } as const;
    const keeping = await keepLayer(ctx, { ...layer, ...countsIn(laid) }, from);
    if (keeping !== null) offerCatalogue(ctx.store, { kept: keeping.kept, catalogue: laid });
    return keeping;
  }
  progress(0, null, 'Reading forecasts');
  const above = await readForecasts(ctx, now.files, catalogue, signal);
  const layer = { kind: 'forecasts', above, names: [], edition: nameChanges(NOTHING) } as const;
  const files = now.files.map(asCatalogueFile);
  return keepLayer(ctx, { ...layer, files, ...sums, ...countsIn(catalogue) }, from);
}

const NOTHING = { added: [], changed: [], gone: [] };

/** A catalogue of nothing but the forecasts of what is known. */
async function readForecasts(
  { store: { db } }: Context,
  files: readonly FeedFile[],
  known: Catalogue,
  signal: AbortSignal,
): Promise<Catalogue> {
  const holding = files.filter((it) => it.kinds.some(({ feed }) => feed === 'epss'));
  const only = { has: (id: string) => known.indexOf(id) !== -1 };
  const { builder } = await readFiles(
    holding.map((it) => readable(db, it)),
    { signal, only, countsAll: true, kinds: ['epss'] },
  );
  return builder.finish();
}

/**
 * Compiles all that is compiled already once more. @returns null: feeds have changed meanwhile, which is compiled first
 */
export async function compileAnew(ctx: Context, work: Work): Promise<Keeping | null> {
  const now = await readFeedsNow(ctx);
  if (now.changes.came.length + now.changes.went.length > 0) return null;
  return (await compileWhole(ctx, now, work)).keeping;
}

/** What compiling everything came to. */
interface Compiled {
  readonly counts: Omit<Rebuilt, 'isNew'>;
  /** Null: the catalogue is another one by now, or there is nothing to keep. */
  readonly keeping: Keeping | null;
  /** Whether no feed has said anything of a product or a recall yet. */
  readonly isOfNothing: boolean;
}

/**
 * Compiles everything the feeds brought. Feeds that name no product any more make a catalogue too: what was found by those
 * before them has to close.
 */
async function compileWhole(ctx: Context, now: FeedsNow, { signal, progress }: Work): Promise<Compiled> {
  const loaded = await compileFiles(
    now.files.map((it) => readable(ctx.store.db, it)),
    {
      signal,
      onProgress: ({ bytesRead, bytesTotal }) =>
        progress(Math.round(bytesRead / 1e6), Math.round(bytesTotal / 1e6), 'Compiling, in MB'),
    },
  );
  const counts = countsIn(loaded.catalogue);
  const { before, name, feeds } = now;
  const isOfNothing = before === null && counts.products === 0 && loaded.catalogue.recalls.length === 0;
  if (isOfNothing) return { counts, keeping: null, isOfNothing };
  const files = now.files.map(asCatalogueFile);
  return { counts, keeping: await keepWhole(ctx, loaded, { before, name, feeds, files }), isOfNothing };
}

function countsIn({ size, directory }: Catalogue) {
  return { vulnerabilities: size, products: directory.size };
}

function countsOf({ vulnerabilities, products }: KeptCatalogue) {
  return { vulnerabilities, products };
}

/** What each feed brought, over all files. */
function sumKinds(files: readonly FeedFile[]): CatalogueFeed[] {
  const all = files.flatMap((it) => it.kinds);
  return FEED_KINDS.flatMap((feed) => {
    const its = all.filter((it) => it.feed === feed);
    if (its.length === 0) return [];
    const newest = its.flatMap((it) => it.newestOn ?? []).toSorted();
    return [
      {
        feed,
        files: sum(its, (it) => it.files),
        records: sum(its, (it) => it.records),
        rejected: sum(its, (it) => it.rejected),
        newestOn: newest.at(-1) ?? null,
      },
    ];
  });
}

function sum<T>(all: readonly T[], of: (it: T) => number): number {
  return all.reduce((total, it) => total + of(it), 0);
}

/** Whether it is the hospital's own: neither the samples nor invented. */
export function isOwn({ origin }: Pick<Feed, 'origin'>): boolean {
  return origin !== 'sample' && origin !== 'demonstration';
}

/** The samples are for a first look: they go once a feed of the hospital's own has brought something; a notice alone is none. */
async function dropSample(ctx: Context): Promise<void> {
  await actUnasked(ctx, async (tx) => {
    const feeds = await listFeeds(tx);
    const sample = feeds.find((it) => it.origin === 'sample');
    const others = feeds.some((it) => isOwn(it) && it.source !== 'notices' && it.loaded > 0);
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
