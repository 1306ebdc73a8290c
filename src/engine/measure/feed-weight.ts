import type { FeedKind, FeedSource } from '#engine/words';

/** What of a finding a feed can change. */
export const FEED_CONCERNS = ['verdicts', 'exploitation', 'scores', 'recalls'] as const;
export type FeedConcern = (typeof FEED_CONCERNS)[number];

const CONCERN_OF_KIND: Readonly<Record<FeedKind, FeedConcern>> = {
  nvd: 'verdicts',
  cve: 'verdicts',
  csaf: 'verdicts',
  openvex: 'verdicts',
  'cyclonedx-vex': 'verdicts',
  kev: 'exploitation',
  epss: 'scores',
  ssvc: 'scores',
  openfda: 'recalls',
};

const CONCERN_OF_SOURCE: Readonly<Record<FeedSource, FeedConcern>> = {
  'nvd-api': 'verdicts',
  'csaf-provider': 'verdicts',
  'cve-list': 'verdicts',
  kev: 'exploitation',
  epss: 'scores',
  openfda: 'recalls',
  folder: 'verdicts',
  files: 'verdicts',
  notices: 'verdicts',
};

/** What rests on a feed: told by what it brought, and before it brought anything by what it is. */
export function concernsOf(source: FeedSource, kinds: readonly FeedKind[]): readonly FeedConcern[] {
  const told = new Set(
    kinds.length === 0 ? [CONCERN_OF_SOURCE[source]] : kinds.map((it) => CONCERN_OF_KIND[it]),
  );
  return FEED_CONCERNS.filter((it) => told.has(it));
}
