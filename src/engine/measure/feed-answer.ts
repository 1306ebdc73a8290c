/** What a feed brought, held against what it said it would bring and what it brought before. */
export interface FeedAnswer {
  /** Records that the source says it has; null: it does not say. */
  readonly expected: number | null;
  readonly loaded: number;
  readonly quarantined: number;
  /** Records that stood there before and would be replaced. */
  readonly before: number;
}

/** A file that loses more than a fifth of its records was cut off, or is of something else. */
const SHARE_KEPT_MIN = 0.8;
/** Of so few records any share may go. */
const RECORDS_COMPARED_MIN = 20;

/** Why an answer must not replace what is there; null: it may. */
export function implausibleBecause({ expected, loaded, quarantined, before }: FeedAnswer): string | null {
  const brought = loaded + quarantined;
  if (expected !== null && brought < expected)
    return `it brought ${brought} of the ${expected} records it says it has`;
  if (loaded === 0 && before > 0)
    return `it brought nothing that can be read, where there were ${before} records`;
  if (before >= RECORDS_COMPARED_MIN && loaded < before * SHARE_KEPT_MIN)
    return `it is shorter than plausible: ${loaded} records where there were ${before}`;
  return null;
}
