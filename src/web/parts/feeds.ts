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
