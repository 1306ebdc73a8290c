import { implausibleBecause } from '#engine/measure';
import { FEED_KINDS, isOnline, type Reject } from '#engine/words';
import type { CatalogueFeed } from '#store/catalogues';
import { endFeedRun, type FeedRunEnd } from '#store/feed-runs';
import { type FeedFile, listFeedFiles, noteReading, promoteStaged } from '#store/feed-files';
import { type Feed, updateFeedState } from '#store/feeds';
import { act } from '../act.ts';
import type { Context } from '../context.ts';
import { type LeftOut, leftOutWords } from '../vulnerabilities/left-out.ts';
import { readFiles } from '../vulnerabilities/load-catalogue.ts';
import { startRebuilding } from '../vulnerabilities/rebuild-catalogue.ts';
import { openContent } from './contents.ts';
import { FeedFailure } from './feed-failure.ts';
import { packNames } from './file-names.ts';
import { holdRun, nextRunAt } from './runs.ts';
import type { SourceOutcome } from './source.ts';

/** What a run brought, before it counts. */
export interface Harvest {
  readonly feed: Feed;
  readonly runId: string;
  readonly outcome: SourceOutcome;
  /** Names of files that were met, whether they had changed or not. */
  readonly seen: ReadonlySet<string>;
  readonly tally: { readonly requests: number; readonly bytes: number };
  /** Who signed the bundle it came in; null: it came by itself. */
  readonly carriedBy: string | null;
  /** A person said that it may be much less than before. */
  readonly acceptShorter: boolean;
  readonly compiles: 'now' | 'later';
  /** Told what of its records could not be read. */
  readonly log: (line: string) => void;
}

/** What was read from one file. */
interface Reading {
  readonly file: FeedFile;
  readonly kinds: readonly CatalogueFeed[];
  readonly loaded: number;
  readonly quarantined: number;
  readonly rejects: readonly Reject[];
  /** Vulnerabilities it may speak of; see `packNames`. */
  readonly names: Buffer;
  readonly leftOut: readonly LeftOut[];
}

/**
 * Reads what was kept aside, and lets it count if it can be believed: all of it, or nothing.
 * @throws FeedFailure when it cannot; then everything stays as it was
 */
export async function takeIn(ctx: Context, harvest: Harvest, signal: AbortSignal): Promise<FeedRunEnd> {
  const { feed, runId, outcome, seen, carriedBy } = harvest;
  const current = await listFeedFiles(ctx.store.db, { feedId: feed.id, isStaged: false });
  const staged = await listFeedFiles(ctx.store.db, { feedId: feed.id, isStaged: true });
  const gone = outcome.gone.filter((it) => !seen.has(it));
  const readings: Reading[] = [];
  for (const file of staged) {
    const reading = await readStaged(ctx, file, signal, isOnline(feed.source) && carriedBy === null);
    refuseImplausible(
      reading,
      harvest.acceptShorter ? undefined : current.find((it) => it.name === file.name),
    );
    readings.push(reading);
  }
  for (const line of leftOutWords(readings.flatMap((it) => it.leftOut))) harvest.log(line);
  const replaced = new Set([...gone, ...staged.map((it) => it.name)]);
  const after = [...current.filter((it) => !replaced.has(it.name)), ...readings];
  const loaded = sum(after, (it) => it.loaded);
  const quarantined = sum(after, (it) => it.quarantined);
  const because = implausibleBecause({
    expected: outcome.expected,
    loaded,
    quarantined,
    before: harvest.acceptShorter ? 0 : sum(current, (it) => it.loaded),
  });
  if (because !== null) throw new FeedFailure(because);
  const now = ctx.now();
  const isChanged = staged.length > 0 || gone.length > 0;
  const end: FeedRunEnd = {
    state: isChanged ? 'loaded' : 'unchanged',
    endedAt: now,
    ...harvest.tally,
    files: staged.length,
    expected: outcome.expected,
    loaded,
    quarantined,
    problem: null,
  };
  await act(ctx, { permission: 'feeds.manage' }, async (tx) => {
    await holdRun(tx, runId);
    for (const it of readings) await noteReading(tx, it.file.id, it);
    await promoteStaged(tx, feed.id, gone);
    await updateFeedState(tx, feed.id, {
      asOf:
        outcome.asOf ??
        asOfContent(
          after.flatMap((it) => it.kinds),
          now,
        ),
      lastSuccessAt: now,
      nextRunAt: nextRunAt(feed, now),
      problem: null,
      expected: outcome.expected,
      gaps: outcome.gaps,
      kinds: FEED_KINDS.filter((kind) => after.some((it) => it.kinds.some(({ feed }) => feed === kind))),
      carriedBy,
      cursor: outcome.cursor,
      resume: null,
    });
    await endFeedRun(tx, runId, end);
    if (!isChanged) return { value: undefined, audit: null };
    if (harvest.compiles === 'now') await startRebuilding(ctx, tx);
    return {
      value: undefined,
      audit: {
        act: 'feed.load',
        subject: { kind: 'feed', id: feed.id },
        detail: { name: feed.name, files: staged.length, gone: gone.length, records: loaded, quarantined },
      },
    };
  });
  return end;
}

/** @param isAsked the source itself sent it: then a file that is no feed, or breaks off, is a failure */
async function readStaged(
  ctx: Context,
  file: FeedFile,
  signal: AbortSignal,
  isAsked: boolean,
): Promise<Reading> {
  const { builder, feeds, rejected, skipped, broken, leftOut } = await readFiles(
    [{ path: file.name, bytes: file.bytes, open: () => openContent(ctx.store.db, file) }],
    { signal },
  );
  const [first] = [...broken, ...skipped];
  if (isAsked && first !== undefined) throw new FeedFailure(`${first.file} cannot be used: ${first.because}`);
  const strange = skipped.map((it) => ({ file: it.file, reason: `No feed: ${it.because}` }));
  const counted = sum(feeds, (it) => it.rejected);
  return {
    file,
    kinds: feeds,
    loaded: sum(feeds, (it) => it.records),
    quarantined: Math.max(counted, rejected.length) + strange.length,
    rejects: [...rejected, ...strange],
    names: packNames(builder),
    leftOut,
  };
}

function refuseImplausible({ file, loaded, quarantined }: Reading, before: FeedFile | undefined): void {
  const because = implausibleBecause({
    expected: file.expected,
    loaded,
    quarantined,
    before: before?.loaded ?? 0,
  });
  if (because !== null) throw new FeedFailure(`${file.name} cannot be used: ${because}`);
}

/** Feeds that say something new every day: their newest record tells how old the whole is. */
const DAILY: readonly string[] = ['nvd', 'epss'];

/** The instant for which files hold that nobody vouches for: that of their newest record, the oldest of the daily ones. */
export function asOfContent(kinds: readonly CatalogueFeed[], now: Date): Date {
  const newest = new Map<string, string>();
  for (const { feed, newestOn } of kinds)
    if (newestOn !== null && newestOn > (newest.get(feed) ?? '')) newest.set(feed, newestOn);
  const daily = DAILY.flatMap((it) => newest.get(it) ?? []).toSorted();
  const day = daily[0] ?? [...newest.values()].toSorted().at(-1);
  const at = day === undefined ? now : new Date(`${day}T23:59:59Z`);
  return at < now ? at : now;
}

function sum<T>(all: readonly T[], of: (it: T) => number): number {
  return all.reduce((total, it) => total + of(it), 0);
}
