/** Writes one batch while the next is worked on, never two at once. */
export interface BatchWriter {
  /** Begins to write once the batch before is written. @throws what went wrong with that one */
  readonly write: (batch: () => Promise<void>) => Promise<void>;
  /** Once all is written. @throws what went wrong with the last one */
  readonly written: () => Promise<void>;
  /** Once nothing is written any more, whether it went well or not. */
  readonly settled: () => Promise<void>;
}

export function createWriter(): BatchWriter {
  let writing: Promise<void> = Promise.resolve();
  return {
    write: async (batch) => {
      await writing;
      writing = batch();
      // Whoever writes next, or waits for the end, hears of a failure, unless something else fails first.
      writing.catch(() => {});
    },
    written: () => writing,
    settled: async () => {
      await Promise.allSettled([writing]);
    },
  };
}
