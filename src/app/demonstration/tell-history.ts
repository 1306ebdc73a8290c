import { type Chapter, CHAPTERS, chaptersOf } from '#sim/hospital/story';
import {
  type Demonstration,
  findDemonstration,
  findUnfinishedImport,
  finishDemonstration,
  noteChapters,
} from '#store/demonstration';
import { actUnasked } from '../act.ts';
import type { Context } from '../context.ts';
import { applyImportNow, previewImportNow } from '../inventory/import-start.ts';
import { UNWATCHED } from '../inventory/import-work.ts';
import { dropImport } from '../inventory/imports.ts';
import type { JobTools } from '../jobs/kind.ts';
import { Refused } from '../refusal.ts';
import { keepTodaysFigures } from '../today/keep-figures.ts';
import { startMatching } from '../vulnerabilities/match-job.ts';
import { hospitalOf } from './hospital.ts';

/**
 * Brings in what the hospital's sources said through the year, as a person brings files in. Each file is a step of its
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
    told += 1;
    if (told <= it.chapters) continue;
    progress(told - 1, Math.max(CHAPTERS, told), `${chapter.on} · ${chapter.source}`);
    await bring(held, chapter);
    if (chapter.source === 'WebTMA') await keepTodaysFigures(onItsDay(held, chapter));
    const files = told;
    await actUnasked(held, async (tx) => ({ value: await noteChapters(tx, files), audit: null }));
  }
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

/** Once somebody removed the demonstration, nothing more of it comes in. */
function fenceOf(ctx: Context, begun: Demonstration): NonNullable<Context['fence']> {
  return async (tx) => {
    await ctx.fence?.(tx);
    const it = await findDemonstration(tx);
    if (it?.createdAt.getTime() !== begun.createdAt.getTime()) throw gone();
  };
}

function gone(): Refused {
  return new Refused({
    code: 'conflict',
    because: 'Cannot go on: the demonstration hospital was removed',
  });
}

/** People come to work at six. */
const HOUR = 'T06:00:00Z';

/** Whatever is done happens on that day; the audit log keeps when it really did. */
function onItsDay(ctx: Context, { on }: Chapter): Context {
  return {
    ...ctx,
    now: () => new Date(on + HOUR),
    loggedAt: ctx.now,
    actor: { kind: 'system', name: 'Demonstration hospital' },
  };
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
  const { id } = await previewImportNow(then, { name: file, stream }, order, UNWATCHED);
  await applyImportNow(then, id, UNWATCHED);
}
