import { createReadStream, readFileSync } from 'node:fs';
import { setImmediate } from 'node:timers/promises';
import type { Reject } from '#engine/words';
import { asUtf8, type ByteStream, FeedFault, peek, UnpackFault } from './byte-stream.ts';
import { type Detection, detectFormat, type FeedFormat } from './detect.ts';
import { READERS, readValidatedCsaf } from './readers.ts';
import type { FeedReader, FeedSink } from './sink.ts';
import { type Member, unpack } from './unpack.ts';
import { type FoundFile, walk } from './walk.ts';

/** A file wherever it is kept. */
export interface FeedFile {
  readonly path: string;
  readonly bytes: number;
  /** Its bytes from the beginning. */
  readonly open: () => ByteStream;
}

export interface FeedProgress {
  readonly bytesRead: number;
  readonly bytesTotal: number;
  readonly file: string;
  readonly records: number;
}

export interface ReadFeedsOptions {
  /** Called for each file and each mebibyte read of it. */
  readonly onProgress?: (progress: FeedProgress) => void;
  /** Ends the reading with the signal's reason, at the latest after the next mebibyte. */
  readonly signal?: AbortSignal;
  /**
   * Judges every CSAF document by the tests of its specification; failures become warnings. Some seconds to load the
   * library, then a few milliseconds a document.
   */
  readonly validateCsaf?: boolean;
  /** Readers to use instead of the own ones. */
  readonly readers?: Partial<Record<FeedFormat, FeedReader>>;
}

export interface FormatCount {
  files: number;
  accepted: number;
  rejected: number;
}

/** What became of every file. */
export interface FeedReport {
  readonly formats: Readonly<Partial<Record<FeedFormat, FormatCount>>>;
  readonly accepted: number;
  readonly rejected: number;
  /** Files that are no feed, each named once. */
  readonly skipped: readonly { readonly file: string; readonly because: string }[];
  /** Files that broke off: what stood before the fault was read. */
  readonly broken: readonly { readonly file: string; readonly because: string }[];
}

/** A broken file of a million records must not fill memory with a million reasons. */
const REJECTS_LISTED_PER_FILE_MAX = 1000;
/** Smaller files are read at one go: opening a stream costs more than reading them. */
const STREAMED_FROM_BYTES = 4 * 2 ** 20;
const CHUNK_BYTES = 2 ** 20;
/** How much of a file is looked at to tell its format; the later sizes are for unusual orders of keys. */
const HEAD_SIZES_BYTES = [4 * 2 ** 10, 64 * 2 ** 10, 2 ** 20, 16 * 2 ** 20];

/** One run over all files: where it puts things and what it has counted. */
interface Run {
  readonly sink: FeedSink;
  readonly readers: Partial<Record<FeedFormat, FeedReader>>;
  readonly formats: Partial<Record<FeedFormat, FormatCount>>;
  readonly total: FormatCount;
  readonly skipped: { file: string; because: string }[];
  readonly broken: { file: string; because: string }[];
}

/**
 * Reads feeds from files, folders and archives into the sink. Formats are told by content. A file that is no feed is
 * listed in the report and passed over; a bad record or a broken file becomes a reject and never stops the rest.
 */
export async function readFeeds(
  paths: readonly string[],
  sink: FeedSink,
  options: ReadFeedsOptions = {},
): Promise<FeedReport> {
  const run = beginRun(sink, options);
  const { files, unreadable } = walk(paths);
  for (const { path, reason } of unreadable) refuse(run, path, `Cannot read: ${reason}`);
  await readFiles(files.map(onDisk), run, options);
  return reportOf(run);
}

/** The same from files that may be kept anywhere. */
export async function readFeedFiles(
  files: readonly FeedFile[],
  sink: FeedSink,
  options: ReadFeedsOptions = {},
): Promise<FeedReport> {
  const run = beginRun(sink, options);
  await readFiles(files, run, options);
  return reportOf(run);
}

function beginRun(sink: FeedSink, options: ReadFeedsOptions): Run {
  const validated = options.validateCsaf === true ? { csaf: readValidatedCsaf } : {};
  return {
    sink,
    readers: { ...READERS, ...validated, ...options.readers },
    formats: {},
    total: { files: 0, accepted: 0, rejected: 0 },
    skipped: [],
    broken: [],
  };
}

function reportOf({ formats, total: { accepted, rejected }, skipped, broken }: Run): FeedReport {
  return { formats, accepted, rejected, skipped, broken };
}

function refuse({ sink, total, broken }: Run, file: string, reason: string): void {
  total.rejected++;
  broken.push({ file, because: reason });
  sink.reject({ file, reason });
}

async function readFiles(files: readonly FeedFile[], run: Run, options: ReadFeedsOptions): Promise<void> {
  const bytesTotal = files.reduce((sum, it) => sum + it.bytes, 0);
  let bytesBefore = 0;
  // Small files are read without waiting; a tree of them must not keep the process from hearing anything else.
  let bytesUnbroken = 0;
  for (const file of files) {
    const onBytes = (bytes: number): void => {
      options.signal?.throwIfAborted();
      const bytesRead = bytesBefore + bytes;
      options.onProgress?.({ bytesRead, bytesTotal, file: file.path, records: run.total.accepted });
    };
    onBytes(0);
    await readFile(file, run, onBytes);
    bytesBefore += file.bytes;
    bytesUnbroken += file.bytes;
    if (bytesUnbroken < CHUNK_BYTES) continue;
    bytesUnbroken = 0;
    await setImmediate();
  }
}

async function readFile(file: FeedFile, run: Run, onBytes: (bytes: number) => void): Promise<void> {
  try {
    for await (const member of unpack(file.path, counted(file, onBytes))) {
      const outcome = await readMember(member, run);
      if (outcome.kind === 'skipped') run.skipped.push({ file: member.name, because: outcome.because });
      if (outcome.kind === 'broken-off') return;
    }
  } catch (error) {
    if (!isFileFault(error)) throw error;
    refuse(run, file.path, error.message);
  }
}

/** What is wrong with the file rather than with the program: its bytes, or that the system would not read it. */
function isFileFault(error: unknown): error is Error {
  if (error instanceof FeedFault) return true;
  return error instanceof Error && typeof (error as NodeJS.ErrnoException).errno === 'number';
}

type MemberOutcome =
  | { readonly kind: 'read' }
  | { readonly kind: 'skipped'; readonly because: string }
  /** What it is packed in broke: nothing behind it can be read either. */
  | { readonly kind: 'broken-off' };

/** Reads one unpacked file. */
async function readMember(
  member: Member,
  { sink, readers, formats, total, broken }: Run,
): Promise<MemberOutcome> {
  const { detection, stream } = await detect(member.bytes);
  if (detection.kind !== 'feed')
    return {
      kind: 'skipped',
      because: detection.kind === 'not-a-feed' ? detection.because : 'JSON of no known feed',
    };
  const read = readers[detection.format];
  if (read === undefined) return { kind: 'skipped', because: `no reader for ${detection.format}` };
  const count = (formats[detection.format] ??= { files: 0, accepted: 0, rejected: 0 });
  count.files++;
  const counting = countingSink(sink, [count, total]);
  let outcome: MemberOutcome = { kind: 'read' };
  try {
    const taken = (await read(asUtf8(stream), member.name, counting)) ?? 0;
    for (const it of [count, total]) it.accepted += taken;
  } catch (error) {
    if (!(error instanceof FeedFault)) throw error;
    counting.reject({ file: member.name, reason: error.message });
    broken.push({ file: member.name, because: error.message });
    if (error instanceof UnpackFault) outcome = { kind: 'broken-off' };
  }
  counting.finish(member.name);
  return outcome;
}

/** Looks at more and more of a file until its format is told; what the last look does not tell is no feed. */
async function detect(bytes: ByteStream): Promise<{ detection: Detection; stream: ByteStream }> {
  let stream = bytes;
  for (const size of HEAD_SIZES_BYTES) {
    const peeked = await peek(stream, size);
    stream = peeked.stream;
    const isLast = size === HEAD_SIZES_BYTES.at(-1);
    const isWhole = peeked.complete && peeked.head.length <= size;
    const detection = detectFormat(peeked.head.subarray(0, size), isWhole || isLast);
    if (detection.kind !== 'undecided') return { detection, stream };
  }
  return { detection: { kind: 'undecided' }, stream };
}

/** Counts what passes and keeps a broken file from flooding the sink with reasons. */
function countingSink(sink: FeedSink, counts: readonly FormatCount[]) {
  let rejects = 0;
  const reject = (it: Reject): void => {
    rejects++;
    for (const count of counts) count.rejected++;
    if (rejects <= REJECTS_LISTED_PER_FILE_MAX) sink.reject(it);
  };
  return {
    accept: (record: Parameters<FeedSink['accept']>[0]): void => {
      for (const count of counts) count.accepted++;
      sink.accept(record);
    },
    reject,
    warn: (it: Reject): void => sink.warn?.(it),
    finish: (file: string): void => {
      const unlisted = rejects - REJECTS_LISTED_PER_FILE_MAX;
      if (unlisted > 0) sink.reject({ file, reason: `${unlisted} more records of this file were rejected` });
    },
  };
}

/** Hands the bytes on, and tells how many there have been. */
async function* counted({ open }: FeedFile, onBytes: (bytes: number) => void): ByteStream {
  let read = 0;
  for await (const chunk of open()) {
    yield chunk;
    read += chunk.length;
    onBytes(read);
  }
}

function onDisk({ path, bytes }: FoundFile): FeedFile {
  return { path, bytes, open: () => bytesOnDisk(path, bytes) };
}

async function* bytesOnDisk(path: string, bytes: number): ByteStream {
  if (bytes < STREAMED_FROM_BYTES) yield readFileSync(path);
  else yield* createReadStream(path, { highWaterMark: CHUNK_BYTES }) as AsyncIterable<Uint8Array>;
}
