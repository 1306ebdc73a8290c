import { csvPages } from '#exports/csv';
import { REJECT_COLUMNS } from '#exports/reject-columns';
import type { Reject } from '#engine/words';
import { type FeedReject, listFeedRejects } from '#store/feed-files';
import { findFeed } from '#store/feeds';
import type { Db } from '#store/store';
import { see } from '../act.ts';
import type { Context } from '../context.ts';
import { Refused } from '../refusal.ts';

const PAGE_ROWS = 1000;

/** What a feed brought that could not be taken, as a CSV file. */
export async function readQuarantineFile(
  ctx: Context,
  feedId: string,
): Promise<{ readonly name: string; readonly chunks: AsyncIterable<string> }> {
  return see(ctx, 'findings.read', async (db) => {
    if ((await findFeed(db, feedId)) === null)
      throw new Refused({ code: 'not-found', what: `feed "${feedId}"` });
    return { name: `quarantined-${feedId}.csv`, chunks: csvPages(REJECT_COLUMNS, pagesOf(db, feedId)) };
  });
}

async function* pagesOf(db: Db, feedId: string): AsyncGenerator<readonly Reject[]> {
  let after: Parameters<typeof listFeedRejects>[2]['after'] = null;
  for (;;) {
    const rows: FeedReject[] = await listFeedRejects(db, feedId, { after, limit: PAGE_ROWS });
    yield rows.map(rejectOf);
    const last = rows.at(-1);
    if (last === undefined || rows.length < PAGE_ROWS) return;
    after = last;
  }
}

function rejectOf({ member, line, field, reason, raw }: FeedReject): Reject {
  return {
    file: member,
    reason,
    ...(line !== null && { line }),
    ...(field !== null && { field }),
    ...(raw !== null && { raw }),
  };
}
