import { createReadStream, readFileSync } from 'node:fs';
import { setImmediate } from 'node:timers/promises';
import type { Reject } from '#engine/words';
import { asUtf8, type ByteStream, FeedFault, peek, UnpackFault } from './byte-stream.ts';
import { type Detection, detectFormat, type FeedFormat } from './detect.ts';
import { READERS, readValidatedCsaf } from './readers.ts';
import type { FeedReader, FeedSink } from './sink.ts';
import { type Member, unpack } from './unpack.ts';
import { type FoundFile, walk } from './walk.ts';

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
  const validated = options.validateCsaf === true ? { csaf: readValidatedCsaf } : {};
  const run: Run = {
    sink,
    readers: { ...READERS, ...validated, ...options.readers },
    formats: {},
    total: { files: 0, accepted: 0, rejected: 0 },
    skipped: [],
  };
  const { files, unreadable } = walk(paths);
  for (const { path, reason } of unreadable) refuse(run, path, `Cannot read: ${reason}`);
  await readFiles(files, run, options);
  const { accepted, rejected } = run.total;
  return { formats: run.formats, accepted, rejected, skipped: run.skipped };
}

function refuse({ sink, total }: Run, file: string, reason: string): void {
  total.rejected++;
  sink.reject({ file, reason });
}

async function readFiles(files: readonly FoundFile[], run: Run, options: ReadFeedsOptions): Promise<void> {
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

async function readFile(file: FoundFile, run: Run, onBytes: (bytes: number) => void): Promise<void> {
  try {
    for await (const member of unpack(file.path, bytesOf(file, onBytes))) {
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
async function readMember(member: Member, { sink, readers, formats, total }: Run): Promise<MemberOutcome> {
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

async function* bytesOf(file: FoundFile, onBytes: (bytes: number) => void): ByteStream {
  if (file.bytes < STREAMED_FROM_BYTES) {
    const bytes = readFileSync(file.path);
    yield bytes;
    onBytes(bytes.length);
    return;
  }
  let read = 0;
  for await (const chunk of createReadStream(file.path, { highWaterMark: CHUNK_BYTES })) {
    yield chunk as Uint8Array;
    read += (chunk as Uint8Array).length;
    onBytes(read);
  }
}
