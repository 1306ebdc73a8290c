import type { NewsFile } from '#sim/hospital/sources/news';
import { stageFile } from '#store/feed-files';
import { insertFeeds } from '#store/feeds';
import type { Tx } from '#store/store';
import { actUnasked } from '../act.ts';
import type { Context } from '../context.ts';
import { keepContent } from '../feeds/contents.ts';
import { usualSettings } from '../feeds/known-feeds.ts';
import { onePiece, plainFile } from '../feeds/source.ts';
import { syncFeed } from '../feeds/sync.ts';
import type { JobTools } from '../jobs/kind.ts';
import { rebuildCatalogue } from '../vulnerabilities/rebuild-catalogue.ts';

type Kind = NewsFile['feed'];

/** Feeds of the demonstration. Only the forecasts age: they have stopped, and what rests on them is grey. */
const FEEDS: Readonly<
  Record<Kind, { readonly id: string; readonly name: string; readonly ageHoursMax: number | null }>
> = {
  advisories: { id: 'invented-advisories', name: 'Advisories (invented)', ageHoursMax: null },
  exploited: { id: 'invented-exploited', name: 'Exploited weaknesses (invented)', ageHoursMax: null },
  recalls: { id: 'invented-recalls', name: 'Recalls (invented)', ageHoursMax: null },
  forecasts: { id: 'invented-forecasts', name: 'Exploit forecasts (invented)', ageHoursMax: 72 },
};

export async function addInventedFeeds(tx: Tx): Promise<void> {
  await insertFeeds(
    tx,
    Object.values(FEEDS).map(({ id, name, ageHoursMax }) => ({
      id,
      source: 'files',
      origin: 'demonstration',
      ...usualSettings({ source: 'files', name, address: null }, true),
      ageHoursMax,
    })),
  );
}

type Tools = Pick<JobTools, 'signal' | 'progress'>;

/** Takes files in as a person brings them to a feed, and compiles all feeds once they are in. */
export async function bringNews(
  ctx: Context,
  files: readonly NewsFile[],
  { signal, progress }: Tools,
): Promise<void> {
  const byFeed = Map.groupBy(files, (it) => it.feed);
  let done = 0;
  for (const [kind, brought] of byFeed) {
    const { id, name } = FEEDS[kind];
    for (const file of brought) {
      signal.throwIfAborted();
      progress(done, files.length, `Reading ${name}`);
      const content = await keepContent(ctx, onePiece(Buffer.from(file.text)));
      await actUnasked(ctx, async (tx) => {
        const it = { ...plainFile(file.name, null), fetchedAt: ctx.now() };
        await stageFile(tx, { ...it, id: ctx.newId(), feedId: id, contentId: content.id });
        return { value: undefined, audit: null };
      });
      done += 1;
    }
    const quiet = { signal, progress: () => {}, log: () => {} };
    // Begun again, the forecasts are fewer than those of a played day.
    await syncFeed(ctx, id, { ...quiet, acceptShorter: true, compiles: 'later' });
  }
  await rebuildCatalogue(ctx, { signal, progress });
}
