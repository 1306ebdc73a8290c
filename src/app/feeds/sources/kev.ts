import * as z from 'zod';
import { FeedFailure } from '../feed-failure.ts';
import { onePiece, type Source } from '../source.ts';
import { answerJson } from './answer-json.ts';

const FILE = 'known_exploited_vulnerabilities.json';
const BYTES_MAX = 64 * 2 ** 20;

const Kev = z.object({
  catalogVersion: z.string(),
  count: z.int(),
  vulnerabilities: z.array(z.unknown()),
});
const Cursor = z.object({ version: z.string() }).nullable().catch(null);

/** CISA's catalogue of known exploited vulnerabilities: one file, which says how many entries it has. */
export const kevSource: Source = async ({ feed, current, ask, now, stage }) => {
  const address = feed.address as string;
  const asOf = now();
  const before = Cursor.parse(feed.cursor);
  const reply = await ask.ask(address, { known: current.get(FILE), bytesMax: BYTES_MAX });
  if (reply === 'missing') throw new FeedFailure(`${address} is not there`);
  if (reply === 'unchanged') return { gone: [], expected: feed.expected, gaps: [], cursor: before, asOf };
  const { catalogVersion, count, vulnerabilities } = answerJson(reply.bytes, Kev, 'The catalogue');
  if (vulnerabilities.length < count)
    throw new FeedFailure(
      `The catalogue holds ${vulnerabilities.length} of the ${count} entries it announces`,
    );
  if (before !== null && catalogVersion < before.version)
    throw new FeedFailure(
      `The catalogue is of ${catalogVersion}, older than that of ${before.version} which is here`,
    );
  const { etag, lastModified } = reply;
  await stage(
    { name: FILE, url: reply.url, etag, lastModified, checked: 'Its count agrees', expected: count },
    onePiece(reply.bytes),
  );
  return { gone: [], expected: count, gaps: [], cursor: { version: catalogVersion }, asOf };
};
