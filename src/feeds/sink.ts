import type { FeedRecord, Reject } from '#engine/words';

/** Where readers put what they read. A bad record goes to `reject` with its reason and never stops the rest. */
export interface FeedSink {
  accept(record: FeedRecord): void;
  reject(reject: Reject): void;
}
