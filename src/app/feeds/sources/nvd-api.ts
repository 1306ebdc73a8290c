import * as z from 'zod';
import { FeedFailure } from '../feed-failure.ts';
import { onePiece, plainFile, type Source, type SourceRun } from '../source.ts';
import { answerJson } from './answer-json.ts';
import { foldLines } from './fold.ts';

// nvd.nist.gov/developers/vulnerabilities and …/start-here

const PAGE_RECORDS = 2000;
/** 5 requests in 30 seconds; with a key 50. */
const SPACING_MS = 6500;
const SPACING_WITH_KEY_MS = 700;
const WINDOW_MAX_MS = 120 * 86_400_000;
/** Changes that were being published while it was asked, or by a clock that differs. */
const OVERLAP_MS = 15 * 60_000;
/** A file of changes with so many records is full; the next begins. */
const CHANGES_PER_FILE = 2000;

const Page = z.object({
  startIndex: z.int(),
  totalResults: z.int(),
  timestamp: z.string(),
  vulnerabilities: z.array(
    z.object({ cve: z.looseObject({ id: z.string(), lastModified: z.string().optional() }) }),
  ),
});
type Page = z.output<typeof Page>;

/** Everything up to this instant, by NVD's clock, is here. */
const Cursor = z.object({ through: z.iso.datetime() }).nullable().catch(null);
/** Where a run that was cut off had come to. */
const Resume = z
  .object({ from: z.string().nullable(), to: z.string().nullable(), next: z.int(), through: z.string() })
  .nullable()
  .catch(null);
type Resume = NonNullable<z.output<typeof Resume>>;

/** NVD's API 2.0: everything at first, page by page; then what was modified since. */
export const nvdSource: Source = async (run) => {
  const cursor = Cursor.parse(run.feed.cursor);
  const resume = Resume.parse(run.feed.resume);
  const isFirst = cursor === null;
  const state = resume !== null && (resume.from === null) === isFirst && run.staged.size > 0 ? resume : null;
  const { through, expected } = isFirst
    ? await readEverything(run, state)
    : await readChanges(run, new Date(cursor.through), state);
  return {
    gone: isFirst ? [...run.current.keys()] : [],
    expected: isFirst ? expected : null,
    gaps: [],
    cursor: { through },
    asOf: new Date(through),
  };
};

function earlier(a: string, b: string): string {
  return a < b ? a : b;
}

interface Brought {
  readonly through: string;
  readonly expected: number;
}

async function readEverything(run: SourceRun, resume: Resume | null): Promise<Brought> {
  return readPages(run, { from: null, to: null }, resume);
}

/** Asks for each window of 120 days in turn, and joins what was modified with the changes of earlier runs. */
async function readChanges(run: SourceRun, since: Date, resume: Resume | null): Promise<Brought> {
  const end = run.now();
  let brought: Brought = { through: since.toISOString(), expected: 0 };
  let from = resume?.from == null ? new Date(since.getTime() - OVERLAP_MS) : new Date(resume.from);
  let left = resume;
  while (from < end) {
    const to =
      left?.to == null
        ? new Date(Math.min(end.getTime(), from.getTime() + WINDOW_MAX_MS))
        : new Date(left.to);
    const window = { from: from.toISOString(), to: to.toISOString() };
    const read = await readPages(run, window, left);
    brought = { through: earlier(read.through, window.to), expected: brought.expected + read.expected };
    from = to;
    left = null;
  }
  await foldChanges(run);
  return brought;
}

async function readPages(
  run: SourceRun,
  window: { readonly from: string | null; readonly to: string | null },
  resume: Resume | null,
): Promise<Brought> {
  let next = resume?.next ?? 0;
  let through = resume?.through ?? null;
  let seen = next;
  for (;;) {
    const page = await readPage(run, window, next);
    // By the clock that is behind, so that nothing falls between two runs.
    through ??= earlier(clockOf(page), run.now().toISOString());
    seen += page.vulnerabilities.length;
    if (page.vulnerabilities.length === 0 && seen < page.totalResults)
      throw new FeedFailure(`NVD sent an empty page after ${seen} of ${page.totalResults} records`);
    next += page.vulnerabilities.length;
    run.progress(
      seen,
      page.totalResults,
      window.from === null ? 'Reading everything' : 'Reading what changed',
    );
    if (seen >= page.totalResults) return { through, expected: page.totalResults };
    await run.keepResume({ ...window, next, through } satisfies Resume);
  }
}

async function readPage(
  run: SourceRun,
  { from, to }: { readonly from: string | null; readonly to: string | null },
  startIndex: number,
): Promise<Page> {
  const url = new URL(run.feed.address as string);
  url.searchParams.set('resultsPerPage', String(PAGE_RECORDS));
  url.searchParams.set('startIndex', String(startIndex));
  if (from !== null) url.searchParams.set('lastModStartDate', from);
  if (to !== null) url.searchParams.set('lastModEndDate', to);
  const { bytes } = await run.ask.demand(url.href, {
    headers: run.apiKey === null ? {} : { apiKey: run.apiKey },
    spacingMs: run.apiKey === null ? SPACING_MS : SPACING_WITH_KEY_MS,
  });
  const page = answerJson(bytes, Page, 'The answer of NVD');
  if (page.startIndex !== startIndex)
    throw new FeedFailure(
      `NVD was asked for records from ${startIndex} and sent those from ${page.startIndex}`,
    );
  if (page.vulnerabilities.length === 0) return page;
  const name = from === null ? pageName(startIndex) : `${INCOMING}${from}-${startIndex}.json`;
  await run.stage({ ...plainFile(name, url.href), expected: page.vulnerabilities.length }, onePiece(bytes));
  return page;
}

const INCOMING = 'incoming/';

function pageName(startIndex: number): string {
  return `all/${String(startIndex).padStart(7, '0')}.json`;
}

function changesName(number: number): string {
  return `changes/${String(number).padStart(4, '0')}.jsonl`;
}

/** NVD writes its clock without a zone: it is UTC. */
function clockOf({ timestamp }: Page): string {
  const at = new Date(/Z|[+-]\d\d:?\d\d$/.test(timestamp) ? timestamp : `${timestamp}Z`);
  if (Number.isNaN(at.getTime())) throw new FeedFailure(`NVD tells the time as "${timestamp}"`);
  return at.toISOString();
}

/** What came in joins the newest file of changes, until that is full. */
async function foldChanges(run: SourceRun): Promise<void> {
  const incoming = [...run.staged.values()].filter((it) => it.name.startsWith(INCOMING));
  if (incoming.length === 0) return;
  const records = new Map<string, string>();
  const newest = new Map<string, string>();
  for (const file of incoming) {
    run.signal.throwIfAborted();
    for (const { cve } of answerJson(await run.read(file), Page, file.name).vulnerabilities) {
      const at = cve.lastModified ?? '';
      if ((newest.get(cve.id) ?? '') > at) continue;
      newest.set(cve.id, at);
      records.set(cve.id, JSON.stringify(cve));
    }
  }
  const files = [...run.current.values()]
    .filter((it) => it.name.startsWith('changes/'))
    .toSorted((a, b) => (a.name < b.name ? -1 : 1));
  const last = files.at(-1);
  const joined = last !== undefined && last.loaded + records.size <= CHANGES_PER_FILE ? last : null;
  const before = joined === null ? null : await run.read(joined);
  const name = joined?.name ?? changesName(files.length + 1);
  await run.stage(plainFile(name, run.feed.address), onePiece(foldLines(before, records, idIn)));
  for (const it of incoming) await run.unstage(it.name);
}

function idIn(line: string): string {
  return (JSON.parse(line) as { readonly id: string }).id;
}
