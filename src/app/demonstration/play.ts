import * as z from 'zod';
import { isPlayed, newsBetween, newsOfDay } from '#sim/hospital/sources/news';
import { PLAYED_DAYS } from '#sim/hospital/weaknesses';
import { type Demonstration, findDemonstration, notePlayed } from '#store/demonstration';
import { deleteFeedFiles, listFeedFiles } from '#store/feed-files';
import { listFeedStandings } from '#store/feeds';
import { findActiveJob } from '#store/jobs';
import type { Db, Tx } from '#store/store';
import { act, actUnasked } from '../act.ts';
import type { Context } from '../context.ts';
import { jobKind, type JobTools } from '../jobs/kind.ts';
import { startJob } from '../jobs/start.ts';
import { Refused } from '../refusal.ts';
import { matchFleet } from '../vulnerabilities/match-fleet.ts';
import { fenceOf, INVENTED_ACTOR } from './fence.ts';
import { bringNews } from './news.ts';

const KEY = 'day';

/** Brings what feeds say on the next day, or takes the played days back. */
export const PLAY_JOB = jobKind({
  name: 'demonstration.play',
  words: 'Play a day of the demonstration hospital',
  input: z.object({ day: z.number().int() }),
  permission: 'demonstration.manage',
  title: ({ day }) => (day === 0 ? 'Take the played days back' : `Play Patch Tuesday, day ${day}`),
  page: () => '/demonstration',
  run: async (ctx, { day }, tools) => playDay(ctx, day, tools),
});

/** The job that plays a day now; null: none does. */
export async function findPlaying(db: Db | Tx): Promise<string | null> {
  return (await findActiveJob(db, PLAY_JOB.name, KEY))?.id ?? null;
}

/** Has the next day of advisories arrive. @returns the job */
export async function beginDay(ctx: Context): Promise<string> {
  return begin(ctx, ({ played }) => {
    if (played < PLAYED_DAYS) return played + 1;
    throw new Refused({
      code: 'conflict',
      because: `Cannot play another day: all ${PLAYED_DAYS} were played; start over first`,
    });
  });
}

/** Takes the played days back, so that they can be played again. @returns the job */
export async function startOver(ctx: Context): Promise<string> {
  return begin(ctx, ({ played }) => {
    if (played > 0) return 0;
    throw new Refused({ code: 'conflict', because: 'Cannot start over: no day was played' });
  });
}

async function begin(ctx: Context, dayAfter: (it: Demonstration) => number): Promise<string> {
  return act(ctx, { permission: 'demonstration.manage' }, async (tx) => {
    const it = await findDemonstration(tx);
    if (it === null || it.readyAt === null)
      throw new Refused({
        code: 'conflict',
        because: 'Cannot play a day: there is no demonstration hospital whose history is in',
      });
    if ((await findPlaying(tx)) !== null)
      throw new Refused({ code: 'conflict', because: 'Cannot play a day: one is being played' });
    const day = dayAfter(it);
    const { id } = await startJob(ctx, tx, PLAY_JOB, { day }, { key: KEY });
    return { value: id, audit: { act: 'demonstration.play', subject: null, detail: { day } } };
  });
}

async function playDay(
  ctx: Context,
  day: number,
  { signal, progress }: Pick<JobTools, 'signal' | 'progress'>,
): Promise<{ readonly day: number; readonly files: number }> {
  const it = await findDemonstration(ctx.store.db);
  if (it === null)
    throw new Refused({ code: 'conflict', because: 'Cannot play a day: the demonstration was removed' });
  const held: Context = { ...ctx, actor: INVENTED_ACTOR, fence: fenceOf(ctx, it) };
  const today = ctx.now().toISOString().slice(0, 10);
  const files = day === 0 ? await takeBack(held, it) : newsOfDay(day, today);
  await bringNews(held, files, { signal, progress });
  await matchFleet(held, {
    signal,
    onProgress: ({ step, done, total }) => progress(done, total, `Matching ${step}`),
  });
  await actUnasked(held, async (tx) => ({ value: await notePlayed(tx, day), audit: null }));
  return { day, files: files.length };
}

/** Lets go of what played days brought. @returns the forecasts as they were before, to be brought again */
async function takeBack(ctx: Context, { asOf }: Demonstration) {
  await actUnasked(ctx, async (tx) => {
    for (const feed of await listFeedStandings(tx)) {
      if (feed.origin !== 'demonstration') continue;
      const files = await listFeedFiles(tx, { feedId: feed.id, isStaged: false });
      await deleteFeedFiles(
        tx,
        files.filter(isPlayed).map((file) => file.id),
      );
    }
    return { value: undefined, audit: null };
  });
  return newsBetween(asOf, { after: Number.POSITIVE_INFINITY, until: 0 }).filter(
    (file) => file.feed === 'forecasts',
  );
}
