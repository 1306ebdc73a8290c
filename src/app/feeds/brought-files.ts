import { FEED_KINDS } from '#engine/words';
import { deleteFeedFiles, type FeedFile, listFeedFiles } from '#store/feed-files';
import { type Feed, findFeed, lockFeed, updateFeedState } from '#store/feeds';
import { act, see } from '../act.ts';
import type { Context } from '../context.ts';
import { Refused } from '../refusal.ts';
import { startRebuilding } from '../vulnerabilities/rebuild-catalogue.ts';
import { asOfContent } from './take-in.ts';

/** Files that people brought to a feed, and that count. @throws Refused where the feed reads its files itself */
export async function listBroughtFiles(ctx: Context, feedId: string): Promise<readonly FeedFile[]> {
  return see(ctx, 'findings.read', async (db) => {
    refuseOther(await findFeed(db, feedId), feedId);
    return listFeedFiles(db, { feedId, isStaged: false });
  });
}

/** Takes a file back that somebody brought: what rests on it alone closes. */
export async function dropBroughtFile(ctx: Context, feedId: string, fileId: string): Promise<void> {
  await act(ctx, { permission: 'feeds.manage' }, async (tx) => {
    const feed = refuseOther(await lockFeed(tx, feedId), feedId);
    const files = await listFeedFiles(tx, { feedId, isStaged: false });
    const dropped = files.find((it) => it.id === fileId);
    if (dropped === undefined) throw new Refused({ code: 'not-found', what: `file of "${feed.name}"` });
    await deleteFeedFiles(tx, [fileId]);
    const kinds = files.filter((it) => it !== dropped).flatMap((it) => it.kinds);
    await updateFeedState(tx, feedId, {
      asOf: kinds.length === 0 ? null : asOfContent(kinds, ctx.now()),
      kinds: FEED_KINDS.filter((kind) => kinds.some(({ feed }) => feed === kind)),
    });
    await startRebuilding(ctx, tx);
    return {
      value: undefined,
      audit: {
        act: 'feed.drop-file',
        subject: { kind: 'feed', id: feedId },
        detail: { name: feed.name, file: dropped.name, records: dropped.loaded, sha256: dropped.hash },
      },
    };
  });
}

function refuseOther(feed: Feed | null, id: string): Feed {
  if (feed === null) throw new Refused({ code: 'not-found', what: `feed "${id}"` });
  if (feed.source !== 'files')
    throw new Refused({
      code: 'conflict',
      because: `Cannot take files of "${feed.name}" back: that feed reads its files itself`,
    });
  return feed;
}
