import type { FeedRecord, Reject } from '#engine/words';
import type { ByteStream } from './byte-stream.ts';

/** Where readers put what they read. A bad record goes to `reject` with its reason and never stops the rest. */
export interface FeedSink {
  accept(record: FeedRecord): void;
  reject(reject: Reject): void;
  /** Something wrong with a record that could be read all the same. */
  warn?(problem: Reject): void;
}

/** Where a record stands, for the reasons of rejects. */
export interface Place {
  readonly file: string;
  /** 1-based number of the line or record within the file; absent for a file that is one record. */
  readonly line?: number;
}

/**
 * Reads one file of a format; its bytes have been unpacked and are UTF-8. Throws `FeedFault` where the rest of the
 * file cannot be read; what went into the sink before stands. Answers with the number of records that it took by
 * another way than the sink, if any.
 */
export type FeedReader = (bytes: ByteStream, file: string, sink: FeedSink) => Promise<number | void>;
