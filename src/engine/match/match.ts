import type { Confidence, FeedKind, Verdict } from '#engine/words';

/** Why a source says what it says about a device: the evidence behind a verdict. */
export interface Ground {
  /** A feed, a person of the hospital, or its policy. */
  readonly source: FeedKind | 'person' | 'policy';
  /** The CPE criterion, or the advisory's id. */
  readonly reference: string;
  /** The product as the source names it. */
  readonly product: string;
  /** What the inventory says. */
  readonly item: string;
  /** How sure it is that the two are the same. */
  readonly confidence: Confidence;
  /** The version that was compared; null: the inventory has none. */
  readonly version: string | null;
  readonly because: string;
  readonly says: Verdict;
  /** The first version without the weakness, where the source states one. */
  readonly fixedIn: string | null;
}

/** One weakness of one configuration. */
export interface Match {
  /** Catalogue index. */
  readonly vulnerability: number;
  readonly verdict: Verdict;
  readonly confidence: Confidence;
  /** Worked out when asked for: lists of millions never look. */
  readonly grounds: readonly Ground[];
  /** Sources disagree: which rule decided. */
  readonly contradiction: string | null;
}
