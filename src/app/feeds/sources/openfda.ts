import * as z from 'zod';
import { FeedFailure } from '../feed-failure.ts';
import { onePiece, plainFile, type Source, type SourceRun } from '../source.ts';
import { answerJson } from './answer-json.ts';

// open.fda.gov/apis/device/enforcement and …/apis/paging

const PAGE_RECORDS = 1000;
/** "skip" goes no further; no year has so many reports. */
const SKIP_MAX = 25_000;
/** 240 requests a minute without a key. */
const SPACING_MS = 300;
/** The first year with reports. */
const FIRST_YEAR = 2012;
/** Reports change their status long after they came out: all years are read again after so long. */
const ALL_AGAIN_MS = 30 * 86_400_000;
const RECENT_MS = 180 * 86_400_000;

const Page = z.object({
  meta: z.object({ results: z.object({ total: z.int() }) }),
  results: z.array(z.unknown()),
});
const Cursor = z
  .object({ allAt: z.iso.datetime(), totals: z.record(z.string(), z.int()) })
  .nullable()
  .catch(null);

/** Enforcement reports of the FDA, a year at a time. */
export const openFdaSource: Source = async (run) => {
  const asOf = run.now();
  const cursor = Cursor.parse(run.feed.cursor);
  const isAll = cursor === null || asOf.getTime() - Date.parse(cursor.allAt) > ALL_AGAIN_MS;
  const from = isAll ? FIRST_YEAR : new Date(asOf.getTime() - RECENT_MS).getUTCFullYear();
  const to = asOf.getUTCFullYear();
  const totals: Record<string, number> = { ...cursor?.totals };
  const gone: string[] = [];
  for (let year = from; year <= to; year++) {
    run.signal.throwIfAborted();
    run.progress(year - from, to - from + 1, `Reading ${year}`);
    const { total, pages } = await readYear(run, year);
    totals[String(year)] = total;
    const names = new Set(pages);
    for (const name of run.current.keys())
      if (name.startsWith(`${year}/`) && !names.has(name)) gone.push(name);
  }
  const expected = Object.values(totals).reduce((sum, it) => sum + it, 0);
  return {
    gone,
    expected,
    gaps: [],
    cursor: { allAt: isAll ? asOf.toISOString() : cursor.allAt, totals },
    asOf,
  };
};

async function readYear(
  run: SourceRun,
  year: number,
): Promise<{ readonly total: number; readonly pages: readonly string[] }> {
  const pages: string[] = [];
  let seen = 0;
  for (;;) {
    // The plus signs of a range must reach the server as they are.
    const url = `${run.feed.address}?search=report_date:[${year}0101+TO+${year}1231]&sort=report_date:asc&limit=${PAGE_RECORDS}&skip=${seen}`;
    const reply = await run.ask.ask(url, {
      spacingMs: SPACING_MS,
      ...(run.apiKey === null ? {} : { headers: { authorization: `Basic ${btoa(`${run.apiKey}:`)}` } }),
    });
    // "No matches found" is a 404.
    if (reply === 'missing' && seen === 0) return { total: 0, pages };
    if (reply === 'missing' || reply === 'unchanged')
      throw new FeedFailure(`openFDA broke off ${year} after ${seen} reports`);
    const { meta, results } = answerJson(reply.bytes, Page, 'The answer of openFDA');
    const { total } = meta.results;
    if (results.length === 0 && seen < total)
      throw new FeedFailure(`openFDA sent an empty page after ${seen} of ${total} reports of ${year}`);
    const name = `${year}/${String(seen).padStart(5, '0')}.json`;
    pages.push(name);
    seen += results.length;
    await run.stage({ ...plainFile(name, url), expected: results.length }, onePiece(reply.bytes));
    if (seen >= total) return { total, pages };
    if (seen > SKIP_MAX)
      throw new FeedFailure(`openFDA has ${total} reports of ${year}, more than it lets be read`);
  }
}
