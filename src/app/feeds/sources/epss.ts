import { gunzipSync } from 'node:zlib';
import * as z from 'zod';
import { readEpssComment } from '#feeds/epss';
import { FeedFailure } from '../feed-failure.ts';
import { onePiece, type Source } from '../source.ts';

const FILE = 'epss_scores.csv.gz';
const BYTES_MAX = 64 * 2 ** 20;
const TEXT_BYTES_MAX = 512 * 2 ** 20;

const Cursor = z.object({ scoredOn: z.string() }).nullable().catch(null);

/** The day's scores of FIRST: one gzipped CSV file, which ends with a whole line. */
export const epssSource: Source = async ({ feed, current, ask, now, stage }) => {
  const address = feed.address as string;
  const asOf = now();
  const before = Cursor.parse(feed.cursor);
  const reply = await ask.ask(address, { known: current.get(FILE), bytesMax: BYTES_MAX });
  if (reply === 'missing') throw new FeedFailure(`${address} is not there`);
  if (reply === 'unchanged') return { gone: [], expected: feed.expected, gaps: [], cursor: before, asOf };
  const { scoredOn, scores } = inspected(reply.bytes);
  if (before !== null && scoredOn < before.scoredOn)
    throw new FeedFailure(
      `The scores are of ${scoredOn}, older than those of ${before.scoredOn} which are here`,
    );
  const { etag, lastModified } = reply;
  await stage(
    { name: FILE, url: reply.url, etag, lastModified, checked: 'Its gzip checksum agrees', expected: scores },
    onePiece(reply.bytes),
  );
  return { gone: [], expected: scores, gaps: [], cursor: { scoredOn }, asOf };
};

function inspected(bytes: Buffer): { readonly scoredOn: string; readonly scores: number } {
  const text = unpacked(bytes);
  if (text.at(-1) !== 0x0a) throw new FeedFailure('The scores were cut off in the middle of a line');
  const head = text.subarray(0, text.indexOf(0x0a)).toString('latin1');
  const scoredOn = readEpssComment(head);
  if (!head.startsWith('#') || scoredOn === null)
    throw new FeedFailure('The scores do not begin with the day they are for');
  let lines = 0;
  for (const it of text) if (it === 0x0a) lines++;
  return { scoredOn, scores: lines - 2 };
}

function unpacked(bytes: Buffer): Buffer {
  if (bytes.length === 0) throw new FeedFailure('The file of scores is empty');
  // A server may name gzip as the coding of its answer; then it has been unpacked on the way.
  if (bytes[0] === 0x23) return bytes;
  try {
    return gunzipSync(bytes, { maxOutputLength: TEXT_BYTES_MAX });
  } catch (cause) {
    throw new FeedFailure(`The file of scores is damaged or cut off: ${(cause as Error).message}`, { cause });
  }
}
