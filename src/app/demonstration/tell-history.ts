import { newsBetween } from '#sim/hospital/sources/news';
import { type Chapter, CHAPTERS, chaptersOf } from '#sim/hospital/story';
import { dayOf, WEEKS } from '#sim/hospital/weeks';
import {
  findDemonstration,
  findUnfinishedImport,
  finishDemonstration,
  noteChapters,
} from '#store/demonstration';
import { actUnasked } from '../act.ts';
import type { Context } from '../context.ts';
import { applyImportNow, bringImportNow } from '../inventory/import-start.ts';
import { UNWATCHED } from '../inventory/import-work.ts';
import { dropImport } from '../inventory/imports.ts';
import type { JobTools } from '../jobs/kind.ts';
import { keepTodaysFigures } from '../today/keep-figures.ts';
import { matchFleet } from '../vulnerabilities/match-fleet.ts';
import { startMatching } from '../vulnerabilities/match-job.ts';
import { doDeeds } from './do-deeds.ts';
import { fenceOf, gone, INVENTED_ACTOR } from './fence.ts';
import { hospitalOf } from './hospital.ts';
import { layOut } from './lay-out.ts';
import { bringNews } from './news.ts';
import { reconcileMonth } from './reconcile.ts';
import { windUp } from './wind-up.ts';

/**
 * Brings in what the hospital's sources said through the year, as files come in by themselves. Each file is a step of its
 * own: stopped and started again, it goes on with the next. Devices remember the day it was said.
 */
export async function tellHistory(
  ctx: Context,
  { signal, progress }: Pick<JobTools, 'signal' | 'progress'>,
): Promise<{ readonly files: number }> {
  const it = await findDemonstration(ctx.store.db);
  if (it === null) throw gone();
  const held: Context = { ...ctx, fence: fenceOf(ctx, it) };
  let told = 0;
  for (const chapter of chaptersOf(hospitalOf(it))) {
    signal.throwIfAborted();
    if (told === 0 && it.chapters === 0) await layOut(onItsDay(held, chapter));
    told += 1;
    if (told <= it.chapters) continue;
    progress(told - 1, Math.max(CHAPTERS, told), `${chapter.on} · ${chapter.source}`);
    await bring(held, chapter);
    if (chapter.source === 'WebTMA') {
      await hearNews(onItsDay(held, chapter), { asOf: it.asOf, on: chapter.on }, { signal });
      await reconcileMonth(onItsDay(held, chapter), { asOf: it.asOf, on: chapter.on });
      await keepTodaysFigures(onItsDay(held, chapter));
    }
    const files = told;
    await actUnasked(held, async (tx) => ({ value: await noteChapters(tx, files), audit: null }));
  }
  await windUp(held);
  await actUnasked(held, async (tx) => {
    await finishDemonstration(tx, ctx.now());
    await startMatching(ctx, tx);
    return {
      value: undefined,
      audit: { act: 'demonstration.ready', subject: null, detail: { files: told } },
    };
  });
  return { files: told };
}

/** People come to work at six; on the last day the history ends where the clock is. */
const HOUR = 'T06:00:00Z';

/** Whatever is done happens on that day; the audit log keeps when it really did. */
function onItsDay(ctx: Context, { on }: Chapter): Context {
  return {
    ...ctx,
    now: () => new Date(Math.min(Date.parse(on + HOUR), ctx.now().getTime())),
    loggedAt: ctx.now,
    actor: INVENTED_ACTOR,
  };
}

/** Weeks in which somebody looked at what feeds had brought since the time before. */
const LOOKED_AT_WEEKS = [16, 28, 40, 48, 52];
const WEEK_DAYS = 7;

/** Brings what feeds said since they were last looked at, and what it came to on that day. */
async function hearNews(
  ctx: Context,
  { asOf, on }: { readonly asOf: string; readonly on: string },
  { signal }: { readonly signal: AbortSignal },
): Promise<void> {
  const looked = LOOKED_AT_WEEKS.findIndex((week) => dayOf(asOf, week) === on);
  const week = LOOKED_AT_WEEKS[looked];
  if (week === undefined) return;
  const before = LOOKED_AT_WEEKS[looked - 1];
  const daysAgo = (it: number) => (WEEKS - it) * WEEK_DAYS;
  const after = before === undefined ? Number.POSITIVE_INFINITY : daysAgo(before);
  await bringNews(ctx, newsBetween(asOf, { after, until: daysAgo(week) }), { signal, progress: () => {} });
  await matchFleet(ctx, { signal });
  await doDeeds(ctx, { week, asOf });
}

async function bring(ctx: Context, chapter: Chapter): Promise<void> {
  const { source, file, text } = chapter;
  const then = onItsDay(ctx, chapter);
  const at = then.now();
  const begun = await findUnfinishedImport(ctx.store.db, file);
  if (begun?.state === 'applying') {
    await applyImportNow(then, begun.id, UNWATCHED);
    return;
  }
  if (begun !== null) await dropImport(then, begun.id);
  const stream = (async function* () {
    yield Buffer.from(text);
  })();
  const order = { source, at, mapping: null };
  await bringImportNow(then, { name: file, stream }, order, UNWATCHED);
}
