import { dropStaged, dropStagedFile, type FeedFile, listFeedFiles, stageFile } from '#store/feed-files';
import type { FeedContent } from '#store/feed-contents';
import { endFeedRun, insertFeedRun, isRunning } from '#store/feed-runs';
import { type Feed, lockFeed, updateFeedState } from '#store/feeds';
import type { Tx } from '#store/store';
import type { ByteStream } from '#feeds/byte-stream';
import { act } from '../act.ts';
import type { Context } from '../context.ts';
import { Refused } from '../refusal.ts';
import { keepContent } from './contents.ts';
import type { StagedFile } from './source.ts';

/** A run that has begun. */
export interface BegunRun {
  readonly feed: Feed;
  readonly runId: string;
}

/** A feed that failed is asked again after so long at the latest. */
const AGAIN_MINUTES = 30;

/**
 * Begins to read a feed. What a run that was cut off had fetched stays if that run can be gone on with, and so does what
 * was brought by hand; afresh, nothing does.
 */
export async function beginRun(
  ctx: Context,
  feedId: string,
  { isAfresh = false }: { readonly isAfresh?: boolean } = {},
): Promise<BegunRun> {
  return act(ctx, { permission: 'feeds.manage' }, async (tx) => {
    const feed = await lockFeed(tx, feedId);
    if (feed === null) throw new Refused({ code: 'not-found', what: `feed "${feedId}"` });
    const runId = ctx.newId();
    const { actor } = ctx;
    const askedByName = actor.kind === 'nobody' ? '' : actor.name;
    await insertFeedRun(tx, { id: runId, feedId, startedAt: ctx.now(), askedByName });
    await updateFeedState(tx, feedId, { lastAttemptAt: ctx.now(), nextRunAt: nextRunAt(feed, ctx.now()) });
    if (isAfresh) await updateFeedState(tx, feedId, { resume: null });
    if (isAfresh || (feed.source !== 'files' && feed.resume === null)) await dropStaged(tx, feedId);
    return { value: { feed, runId }, audit: null };
  });
}

/** When a feed is asked next by itself, if all goes well; null: never. */
export function nextRunAt({ source, everyMinutes }: Feed, now: Date): Date | null {
  return source === 'files' ? null : new Date(now.getTime() + everyMinutes * 60_000);
}

/** Makes sure that this run is still the one of its feed. */
export async function holdRun(tx: Tx, runId: string): Promise<void> {
  if (!(await isRunning(tx, runId)))
    throw new Refused({ code: 'conflict', because: 'Cannot go on: another run of this feed has begun' });
}

/** Ends a run that brought nothing; what the feed stands on stays. */
export async function failRun(
  ctx: Context,
  { feed, runId }: BegunRun,
  problem: string,
  tally: Tally,
): Promise<void> {
  const now = ctx.now();
  const minutes = Math.min(AGAIN_MINUTES, feed.everyMinutes);
  await ctx.store.db.transaction().execute(async (tx) => {
    await ctx.fence?.(tx);
    if (!(await isRunning(tx, runId))) return;
    const current = await lockFeed(tx, feed.id);
    if (current?.resume === null) await dropStaged(tx, feed.id);
    const again = feed.source === 'files' ? null : new Date(now.getTime() + minutes * 60_000);
    await updateFeedState(tx, feed.id, { problem, nextRunAt: again });
    await endFeedRun(tx, runId, { ...ended(now, tally), state: 'failed', problem });
  });
}

/** Ends a run that was stopped: what it fetched stays for the next one. */
export async function interruptRun(ctx: Context, { runId }: BegunRun, tally: Tally): Promise<void> {
  await ctx.store.db.transaction().execute(async (tx) => {
    // Where another run has begun since, it has told so of this one.
    if (await isRunning(tx, runId))
      await endFeedRun(tx, runId, { ...ended(ctx.now(), tally), state: 'interrupted', problem: null });
  });
}

interface Tally {
  readonly requests: number;
  readonly bytes: number;
}

function ended(endedAt: Date, tally: Tally) {
  return { endedAt, ...tally, files: 0, expected: null, loaded: null, quarantined: null };
}

/** Files of a run, as they are and as they come. */
export interface RunFiles {
  readonly current: ReadonlyMap<string, FeedFile>;
  readonly staged: ReadonlyMap<string, FeedFile>;
  /** Names that were met. */
  readonly seen: ReadonlySet<string>;
  readonly stage: (file: StagedFile, bytes: ByteStream) => Promise<boolean>;
  readonly unstage: (name: string) => Promise<void>;
  /** The same as staging, for bytes that are kept already. */
  readonly adopt: (file: StagedFile, content: FeedContent) => Promise<boolean>;
}

/** Opens the files of a run for whoever brings them. */
export async function openRunFiles(ctx: Context, { feed, runId }: BegunRun): Promise<RunFiles> {
  const feedId = feed.id;
  const byName = async (isStaged: boolean) =>
    new Map((await listFeedFiles(ctx.store.db, { feedId, isStaged })).map((it) => [it.name, it]));
  const current = await byName(false);
  const staged = await byName(true);
  const seen = new Set<string>(staged.keys());

  async function within(work: (tx: Tx) => Promise<void>): Promise<void> {
    await ctx.store.db.transaction().execute(async (tx) => {
      await ctx.fence?.(tx);
      await holdRun(tx, runId);
      await work(tx);
    });
  }

  async function unstage(name: string): Promise<void> {
    const known = staged.get(name);
    if (known === undefined) return;
    await within((tx) => dropStagedFile(tx, known.id));
    staged.delete(name);
  }

  return {
    current,
    staged,
    seen,
    unstage,
    adopt,
    stage: async (file, bytes) => adopt(file, await keepContent(ctx, bytes)),
  };

  async function adopt(file: StagedFile, content: FeedContent): Promise<boolean> {
    seen.add(file.name);
    if (current.get(file.name)?.contentId === content.id) {
      await unstage(file.name);
      return false;
    }
    const id = ctx.newId();
    const fetched = { ...file, fetchedAt: ctx.now() };
    await within((tx) => stageFile(tx, { ...fetched, id, feedId, contentId: content.id }));
    const { hash, bytes: size, isPacked } = content;
    staged.set(file.name, {
      ...fetched,
      id,
      feedId,
      contentId: content.id,
      hash,
      bytes: size,
      isPacked,
      kinds: [],
      loaded: 0,
      quarantined: 0,
    });
    return true;
  }
}
