import type { ByteStream } from '#feeds/byte-stream';
import type { FeedFile, FetchedFile } from '#store/feed-files';
import type { Feed } from '#store/feeds';
import type { KeptNotice } from '#store/vendor-notices';
import type { Asker } from './asker.ts';

/** What a source is given to bring a feed up to date. */
export interface SourceRun {
  readonly feed: Feed;
  /** Null: none is set. */
  readonly apiKey: string | null;
  /** Files the feed stands on now, by name. */
  readonly current: ReadonlyMap<string, FeedFile>;
  /** Files that a run which was cut off had fetched, by name. */
  readonly staged: ReadonlyMap<string, FeedFile>;
  readonly ask: Asker;
  /** A person said that it may be much less than before, even nothing. */
  readonly acceptShorter: boolean;
  readonly now: () => Date;
  readonly signal: AbortSignal;
  readonly progress: (done: number, total?: number | null, step?: string) => void;
  /** Keeps a file aside until the whole run has gone well. @returns whether it differs from the one of this name */
  readonly stage: (file: StagedFile, bytes: ByteStream) => Promise<boolean>;
  /** Takes a file back that was kept aside. */
  readonly unstage: (name: string) => Promise<void>;
  readonly read: (file: FeedFile) => Promise<Buffer>;
  /** Notices of vendors that people entered, also those they have withdrawn. */
  readonly notices: () => Promise<readonly KeptNotice[]>;
  /** Keeps where to go on, should this run be cut off. */
  readonly keepResume: (state: unknown) => Promise<void>;
}

export type StagedFile = Omit<FetchedFile, 'fetchedAt'>;

/** What a source found out beside the files. */
export interface SourceOutcome {
  /** Files the source no longer has. */
  readonly gone: readonly string[];
  /** Records it says it has altogether; null: it does not say. */
  readonly expected: number | null;
  /** What is known to be missing, in words. */
  readonly gaps: readonly string[];
  /** Where the next run goes on. */
  readonly cursor: unknown;
  /** Instant for which all of it holds; null: what it brought tells. */
  readonly asOf: Date | null;
}

/** Brings one kind of feed up to date. @throws FeedFailure when it cannot: then everything stays as it was */
export type Source = (run: SourceRun) => Promise<SourceOutcome>;

/** A file that nothing is known of but its name and place. */
export function plainFile(name: string, url: string | null): StagedFile {
  return { name, url, etag: null, lastModified: null, checked: '', expected: null };
}

export async function* onePiece(bytes: Uint8Array): ByteStream {
  yield bytes;
}
