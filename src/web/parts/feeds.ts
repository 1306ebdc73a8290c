import type { FeedKind } from '#engine/words';

/** What people call the feeds. */
export const FEED_NAMES: Readonly<Record<FeedKind, string>> = {
  nvd: 'NVD',
  cve: 'CVE record',
  kev: 'CISA KEV',
  epss: 'FIRST EPSS',
  ssvc: 'CISA SSVC',
  csaf: 'CSAF advisory',
  openvex: 'OpenVEX',
  'cyclonedx-vex': 'CycloneDX VEX',
  openfda: 'openFDA',
};

/** What people call whoever says something of a device: a feed, themselves, or their policy. */
export const SAYER_NAMES: Readonly<Record<FeedKind | 'person' | 'policy', string>> = {
  ...FEED_NAMES,
  person: 'Rule of this hospital',
  policy: 'Policy of this hospital',
};
