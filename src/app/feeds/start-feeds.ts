import { createHash } from 'node:crypto';
import { basename, resolve } from 'node:path';
import { deleteFeed, insertFeeds, listFeedStandings, updateFeedState } from '#store/feeds';
import { actUnasked } from '../act.ts';
import type { Context } from '../context.ts';
import { isOwn, startRebuilding } from '../vulnerabilities/rebuild-catalogue.ts';
import { usualSettings } from './known-feeds.ts';
import { syncFeed, type SyncWork } from './sync.ts';

const SAMPLE = 'sample';

/**
 * Reads the folders that are named when the server starts: from then on they are looked at by themselves. Those that were
 * named at an earlier start, and no longer are, go with what they brought.
 * @throws InputError when one cannot be read
 */
export async function readStartFeeds(ctx: Context, paths: readonly string[], work: SyncWork): Promise<void> {
  const feeds = paths.map((path) => {
    const address = resolve(path);
    const id = `start-${createHash('sha256').update(address).digest('hex').slice(0, 12)}`;
    return {
      id,
      source: 'folder',
      origin: 'start',
      ...usualSettings({ source: 'folder', name: basename(address), address }, true),
    } as const;
  });
  const named = new Set<string>(feeds.map((it) => it.id));
  await actUnasked(ctx, async (tx) => {
    const before = (await listFeedStandings(tx)).filter(
      (it) => it.origin === 'start' || it.origin === 'sample',
    );
    const gone = before.filter((it) => !named.has(it.id));
    const added = feeds.filter((it) => !before.some(({ id }) => id === it.id));
    for (const it of gone) await deleteFeed(tx, it.id);
    await insertFeeds(tx, added, afterThisReading(ctx));
    for (const it of feeds) await updateFeedState(tx, it.id, { nextRunAt: afterThisReading(ctx) });
    if (gone.length > 0) await startRebuilding(ctx, tx);
    return {
      value: undefined,
      audit: [
        ...gone.map((it) => ({
          act: 'feed.remove',
          subject: { kind: 'feed', id: it.id },
          detail: { name: it.name },
        })),
        ...added.map((it) => ({
          act: 'feed.add',
          subject: { kind: 'feed', id: it.id },
          detail: { name: it.name, source: it.source, address: it.address },
        })),
      ],
    };
  });
  for (const { id } of feeds) await syncFeed(ctx, id, work);
}

/** The samples that ship, for a first look: where no feed has brought anything yet. */
export async function readSampleFeeds(ctx: Context, folder: string, work: SyncWork): Promise<void> {
  const feeds = await listFeedStandings(ctx.store.db);
  if (feeds.some((it) => isOwn(it) && it.asOf !== null)) return;
  const address = resolve(folder);
  await actUnasked(ctx, async (tx) => {
    const here = feeds.find((it) => it.id === SAMPLE);
    if (here?.address === address) {
      await updateFeedState(tx, SAMPLE, { nextRunAt: afterThisReading(ctx) });
      return { value: undefined, audit: null };
    }
    // The product was moved, and its samples with it.
    if (here !== undefined) await deleteFeed(tx, SAMPLE);
    const settings = usualSettings({ source: 'folder', name: 'Sample feeds', address }, true);
    const sample = { id: SAMPLE, source: 'folder', origin: 'sample', ...settings } as const;
    await insertFeeds(tx, [sample], afterThisReading(ctx));
    return {
      value: undefined,
      audit: {
        act: 'feed.add',
        subject: { kind: 'feed', id: SAMPLE },
        detail: { name: settings.name, source: 'folder', address },
      },
    };
  });
  await syncFeed(ctx, SAMPLE, work);
}

/** They are read here and now: the schedule, which goes on beside it, must not begin with them as well. */
function afterThisReading({ now }: Context): Date {
  return new Date(now().getTime() + 60 * 60_000);
}
