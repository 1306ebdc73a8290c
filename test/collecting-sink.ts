import type { FeedRecord, Reject } from '#engine/words';

/** A feed sink that keeps everything, for tests. */
export function collectingSink() {
  const accepted: FeedRecord[] = [];
  const rejected: Reject[] = [];
  const warned: Reject[] = [];
  return {
    accepted,
    rejected,
    warned,
    accept: (it: FeedRecord): void => void accepted.push(it),
    reject: (it: Reject): void => void rejected.push(it),
    warn: (it: Reject): void => void warned.push(it),
  };
}
