import { stageFile } from '#store/feed-files';
import { findFeed, lockFeed } from '#store/feeds';
import { act } from '../act.ts';
import type { Context } from '../context.ts';
import type { ArrivingFile } from '../inventory/upload-bytes.ts';
import { startJob } from '../jobs/start.ts';
import { Refused } from '../refusal.ts';
import { keepContent } from './contents.ts';
import { syncFeedJob } from './feed-jobs.ts';
import { plainFile } from './source.ts';

/**
 * Takes a file in for a feed whose files are brought by hand; it takes the place of an earlier one of its name once it
 * was read and can be believed. @returns the job that reads it
 */
export async function bringFile(
  ctx: Context,
  feedId: string,
  { name, stream }: ArrivingFile,
): Promise<string> {
  await act(ctx, { permission: 'feeds.manage' }, async (tx) => {
    const feed = await findFeed(tx, feedId);
    if (feed === null) throw new Refused({ code: 'not-found', what: `feed "${feedId}"` });
    if (feed.source !== 'files')
      throw new Refused({
        code: 'conflict',
        because: `Cannot take "${name}" for "${feed.name}": that feed reads its files itself`,
      });
    return { value: undefined, audit: null };
  });
  const content = await keepContent(ctx, stream);
  return act(ctx, { permission: 'feeds.manage' }, async (tx) => {
    const feed = await lockFeed(tx, feedId);
    if (feed === null) throw new Refused({ code: 'not-found', what: `feed "${feedId}"` });
    const file = { ...plainFile(name, null), fetchedAt: ctx.now() };
    await stageFile(tx, { ...file, id: ctx.newId(), feedId, contentId: content.id });
    const input = { feedId, name: feed.name, acceptShorter: false };
    const { id } = await startJob(ctx, tx, syncFeedJob, input, { key: feedId });
    return {
      value: id,
      audit: {
        act: 'feed.bring',
        subject: { kind: 'feed', id: feedId },
        detail: { name: feed.name, file: name, bytes: content.bytes, sha256: content.hash },
      },
    };
  });
}
