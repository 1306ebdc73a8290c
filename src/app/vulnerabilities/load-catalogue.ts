import { type Catalogue, type CatalogueBuilder, createCatalogueBuilder } from '#engine/catalogue';
import { FEED_KINDS, type FeedKind, type FeedRecord, type Reject, unreachable } from '#engine/words';
import { CatalogueFault, noteOfCatalogueFile, openCatalogueFile } from '#feeds/catalogue-file';
import {
  type FeedFile,
  type FeedProgress,
  type FeedReport,
  readFeedFiles,
  readFeeds,
  type ReadFeedsOptions,
} from '#feeds/read-feeds';
import type { FeedSink } from '#feeds/sink';
import { readNvd } from '#feeds/nvd';
import { fileTrouble } from '../file-trouble.ts';
import { InputError } from '../input-error.ts';
import type { FeedLedgerEntry } from './assessment.ts';
import { throughCache } from './catalogue-cache.ts';
import { createLeftOut, type LeftOut, leftOutWords } from './left-out.ts';

/** A catalogue with what became of the files it was made from. */
export interface LoadedCatalogue {
  readonly catalogue: Catalogue;
  readonly feeds: readonly FeedLedgerEntry[];
  readonly rejected: readonly Reject[];
  readonly notices: readonly string[];
}

export interface LoadOptions {
  readonly onProgress?: (progress: FeedProgress) => void;
  readonly signal?: AbortSignal;
  /** Only what is said of vulnerabilities that go by one of these names. */
  readonly only?: Names;
  /** Only what these kinds of feeds say. */
  readonly kinds?: readonly FeedKind[];
  /** Also ids that only forecasts and decisions speak of make a vulnerability. */
  readonly countsAll?: boolean;
}

type Names = Pick<ReadonlySet<string>, 'has'>;

/** Where knowledge of vulnerabilities comes from. */
export type CatalogueSource =
  | {
      readonly kind: 'feeds';
      readonly paths: readonly string[];
      /** Where compiled feeds are kept for the next time; undefined: nowhere. */
      readonly cacheFolder?: string;
    }
  /** A file that was compiled from feeds before. */
  | { readonly kind: 'catalogue'; readonly path: string };

/** @throws {InputError} when a compiled catalogue cannot be used */
export async function loadCatalogue(
  source: CatalogueSource,
  options: LoadOptions = {},
): Promise<LoadedCatalogue> {
  if (source.kind === 'catalogue') return openCompiled(source.path);
  const { paths, cacheFolder } = source;
  const compile = async () => compileFeeds(paths, options);
  return cacheFolder === undefined ? compile() : throughCache(paths, cacheFolder, compile);
}

/**
 * An inventory held against nothing would look safe.
 * @throws {InputError} when nothing that was read names a product
 */
export function refuseEmpty(
  { catalogue, rejected, notices }: LoadedCatalogue,
  source: CatalogueSource,
): void {
  if (catalogue.directory.size > 0) return;
  const given = source.kind === 'catalogue' ? [source.path] : source.paths;
  const [first] = rejected;
  const because = first === undefined ? notices[0] : `${first.file}: ${first.reason}`;
  throw new InputError(
    `Cannot match against ${given.join(', ')}: nothing that was read names a product${because === undefined ? '' : `; ${because}`}`,
  );
}

function openCompiled(path: string): LoadedCatalogue {
  try {
    const catalogue = openCatalogueFile(path);
    const note = noteOfCatalogueFile(path);
    const feeds = note === '' ? [] : (JSON.parse(note) as FeedLedgerEntry[]);
    return { catalogue, feeds, rejected: [], notices: [] };
  } catch (cause) {
    if (cause instanceof CatalogueFault) throw new InputError(cause.message, { cause });
    if (cause instanceof Error && 'syscall' in cause)
      throw new InputError(`Cannot open catalogue ${path}: ${fileTrouble(cause) ?? cause.message}`, {
        cause,
      });
    throw cause;
  }
}

/** What was read from feeds, and the builder that holds it. */
export interface ReadFeeds extends Omit<LoadedCatalogue, 'catalogue' | 'notices'> {
  readonly builder: CatalogueBuilder;
  /** Files that are no feed. */
  readonly skipped: FeedReport['skipped'];
  readonly broken: FeedReport['broken'];
  readonly leftOut: readonly LeftOut[];
}

/** Reads feeds from files, folders and archives and compiles them. */
export async function compileFeeds(
  paths: readonly string[],
  options: LoadOptions = {},
): Promise<LoadedCatalogue> {
  return compiled(await readInto((sink, how) => readFeeds(paths, sink, how), options));
}

/** The same from files that may be kept anywhere. */
export async function compileFiles(
  files: readonly FeedFile[],
  options: LoadOptions = {},
): Promise<LoadedCatalogue> {
  return compiled(await readFiles(files, options));
}

/** Reads feeds without compiling them. */
export async function readFiles(files: readonly FeedFile[], options: LoadOptions = {}): Promise<ReadFeeds> {
  return readInto((sink, how) => readFeedFiles(files, sink, how), options);
}

function compiled({ builder, feeds, rejected, skipped, leftOut }: ReadFeeds): LoadedCatalogue {
  const notices = [...skipped.map((it) => `Skipped ${it.file}: ${it.because}`), ...leftOutWords(leftOut)];
  return { catalogue: builder.finish(), feeds, rejected, notices };
}

async function readInto(
  read: (sink: FeedSink, options: ReadFeedsOptions) => Promise<FeedReport>,
  options: LoadOptions,
): Promise<ReadFeeds> {
  const builder = createCatalogueBuilder(options);
  const { only, kinds = FEED_KINDS } = options;
  const ledger = createLedger();
  const rejected: Reject[] = [];
  const leftOut = createLeftOut();
  const report = await read(
    {
      accept(record) {
        const wanted = only === undefined ? record : within(record, only);
        if (wanted === null || !kinds.includes(wanted.feed)) return;
        ledger.count(wanted);
        builder.add(wanted);
      },
      reject: (it) => rejected.push(it),
      warn: (it) => leftOut.note(it),
    },
    {
      ...options,
      readers: {
        nvd: async (bytes, file, sink) => {
          const { records, newestOn } = await readNvd(bytes, file, builder.intake, { ...sink, only });
          ledger.countMany('nvd', records, newestOn);
          return records;
        },
      },
    },
  );
  const { skipped, broken } = report;
  return { builder, feeds: ledger.entries(report), rejected, skipped, broken, leftOut: leftOut.list() };
}

/** What a record says of vulnerabilities that go by one of these names; null: nothing. */
function within(record: FeedRecord, names: Names): FeedRecord | null {
  if (record.kind === 'recall') return null;
  if (record.kind !== 'advisory') {
    const aliases = record.kind === 'vulnerability' ? record.aliases : [];
    return names.has(record.id) || aliases.some((it) => names.has(it)) ? record : null;
  }
  const vulnerabilities = record.vulnerabilities.filter(
    (it) => names.has(it.id) || it.aliases.some((alias) => names.has(alias)),
  );
  return vulnerabilities.length === 0 ? null : { ...record, vulnerabilities };
}

/** Keeps account of what each feed brought, so that a silent one is seen. */
function createLedger() {
  const feeds = new Map<FeedKind, { records: number; newestOn: string | null }>();

  function countMany(feed: FeedKind, records: number, newestOn: string | null): void {
    const entry = feeds.get(feed) ?? { records: 0, newestOn: null };
    feeds.set(feed, entry);
    entry.records += records;
    if (newestOn !== null && (entry.newestOn === null || newestOn > entry.newestOn))
      entry.newestOn = newestOn;
  }

  return {
    count: (record: FeedRecord): void => countMany(record.feed, 1, dateOf(record)),
    countMany,
    entries: (report: FeedReport): FeedLedgerEntry[] =>
      FEED_KINDS.flatMap((feed) => {
        const { files, rejected } = filesOf(feed, report);
        const seen = feeds.get(feed);
        if (files === 0 && seen === undefined) return [];
        return [{ feed, files, rejected, records: seen?.records ?? 0, newestOn: seen?.newestOn ?? null }];
      }),
  };
}

/** A feed may come in several formats: KEV as JSON and as CSV. */
function filesOf(feed: FeedKind, { formats }: FeedReport): { files: number; rejected: number } {
  const sum = { files: 0, rejected: 0 };
  for (const [format, count] of Object.entries(formats)) {
    if (format !== feed && !format.startsWith(`${feed}-`)) continue;
    sum.files += count.files;
    sum.rejected += count.rejected;
  }
  return sum;
}

function dateOf(record: FeedRecord): string | null {
  return instantOf(record)?.slice(0, 10) ?? null;
}

function instantOf(record: FeedRecord): string | null {
  switch (record.kind) {
    case 'vulnerability':
      return record.modifiedAt;
    case 'advisory':
      return record.revisedAt;
    case 'exploited':
      return record.addedOn;
    case 'epss':
      return record.scoredOn;
    case 'ssvc':
      return record.decidedAt;
    case 'recall':
      return record.initiatedOn;
    default:
      return unreachable(record);
  }
}
