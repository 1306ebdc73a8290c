import { setTimeout as sleep } from 'node:timers/promises';
import type { FeedRunEnd } from '#store/feed-runs';
import { type Feed, updateFeedState } from '#store/feeds';
import { listNotices } from '#store/vendor-notices';
import type { Context } from '../context.ts';
import { InputError } from '../input-error.ts';
import { Refused } from '../refusal.ts';
import { createAsker, type Wait } from './asker.ts';
import { openContent } from './contents.ts';
import { FeedFailure } from './feed-failure.ts';
import { type BegunRun, beginRun, failRun, interruptRun, openRunFiles } from './runs.ts';
import { SOURCES } from './sources/all.ts';
import { takeIn } from './take-in.ts';

/** How a run is watched and held. */
export interface SyncWork {
  readonly signal: AbortSignal;
  readonly progress: (done: number, total?: number | null, step?: string) => void;
  readonly log: (line: string) => void;
  /** A person said that it may bring much less than before. */
  readonly acceptShorter?: boolean;
  readonly wait?: Wait;
  /** More is brought before feeds are compiled, and whoever brings it sees to that. */
  readonly compiles?: 'later';
}

const waitByClock: Wait = async (ms, signal) => sleep(ms, undefined, { signal });

/**
 * Brings a feed up to date, as its source asks for. It may be cut off anywhere: what was fetched by then is not fetched
 * again, and counts only once the whole has gone well.
 * @throws InputError saying why the feed could not be read; what was there stays
 */
export async function syncFeed(ctx: Context, feedId: string, work: SyncWork): Promise<FeedRunEnd> {
  const run = await beginRun(ctx, feedId);
  const tally = { requests: 0, bytes: 0 };
  try {
    return await carryOut(ctx, run, work, tally);
  } catch (error) {
    if (work.signal.aborted) {
      await interruptRun(ctx, run, tally);
      throw error;
    }
    const problem = error instanceof Error ? error.message : String(error);
    await failRun(ctx, run, problem, tally);
    if (error instanceof FeedFailure)
      throw new InputError(`Cannot read feed "${run.feed.name}": ${problem}`, { cause: error });
    throw error;
  }
}

async function carryOut(
  ctx: Context,
  run: BegunRun,
  work: SyncWork,
  tally: { requests: number; bytes: number },
): Promise<FeedRunEnd> {
  const { feed, runId } = run;
  const { signal, progress, log, wait = waitByClock, compiles = 'now' } = work;
  // What people entered is all there is, however little.
  const acceptShorter = work.acceptShorter === true || feed.source === 'notices';
  const files = await openRunFiles(ctx, run);
  const ask = createAsker(ctx, { wait, signal, log, tally });
  const outcome = await SOURCES[feed.source]({
    ...files,
    feed,
    apiKey: apiKeyOf(ctx, feed),
    ask,
    acceptShorter,
    signal,
    progress,
    now: ctx.now,
    read: async (file) => Buffer.concat(await Array.fromAsync(openContent(ctx.store.db, file))),
    notices: async () => listNotices(ctx.store.db),
    keepResume: async (resume) => updateFeedState(ctx.store.db, feed.id, { resume }),
  });
  progress(0, null, 'Checking what came');
  return takeIn(
    ctx,
    { feed, runId, outcome, seen: files.seen, tally, carriedBy: null, acceptShorter, compiles, log },
    signal,
  );
}

function apiKeyOf({ vault }: Context, { id, sealedKey }: Feed): string | null {
  return sealedKey === null ? null : vault.open(sealedKey, keyPurpose(id)).toString('utf8');
}

/** What the API key of a feed is sealed for. */
export function keyPurpose(feedId: string): string {
  return `API key of feed ${feedId}`;
}

/** @throws Refused where a feed is no source that can be asked */
export function refuseUnasked({ source, name }: Pick<Feed, 'source' | 'name'>): void {
  if (source !== 'files') return;
  throw new Refused({
    code: 'conflict',
    because: `Cannot ask "${name}": its files are brought by hand`,
  });
}
