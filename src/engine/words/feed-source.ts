/**
 * How a feed arrives: what is asked of the network, a folder that is looked at, files that people bring, or notices that they enter.
 */
export const FEED_SOURCES = [
  'nvd-api',
  'kev',
  'epss',
  'csaf-provider',
  'cve-list',
  'openfda',
  'folder',
  'files',
  'notices',
] as const;
export type FeedSource = (typeof FEED_SOURCES)[number];

/** Feeds that ask the network. */
export function isOnline(it: FeedSource): boolean {
  return it !== 'folder' && it !== 'files' && it !== 'notices';
}
