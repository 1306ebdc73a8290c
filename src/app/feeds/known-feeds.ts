import type { FeedSource } from '#engine/words';
import { type FeedSettings, insertFeeds } from '#store/feeds';
import type { Store } from '#store/store';

/** Minutes between two runs, and hours after which what a feed brought is stale, unless somebody says otherwise. */
const SOURCE_RHYTHMS: Readonly<
  Record<FeedSource, { readonly everyMinutes: number; readonly ageHoursMax: number }>
> = {
  // "no more than once every two hours": nvd.nist.gov/developers/start-here
  'nvd-api': { everyMinutes: 120, ageHoursMax: 48 },
  kev: { everyMinutes: 360, ageHoursMax: 48 },
  // Published once a day.
  epss: { everyMinutes: 720, ageHoursMax: 72 },
  'csaf-provider': { everyMinutes: 360, ageHoursMax: 72 },
  'cve-list': { everyMinutes: 120, ageHoursMax: 48 },
  // Published once a week.
  openfda: { everyMinutes: 1440, ageHoursMax: 240 },
  folder: { everyMinutes: 60, ageHoursMax: 192 },
  files: { everyMinutes: 1440, ageHoursMax: 192 },
  notices: { everyMinutes: 1440, ageHoursMax: 192 },
};

interface KnownFeed {
  readonly id: string;
  readonly source: FeedSource;
  readonly name: string;
  readonly address: string | null;
}

/** The feed of what people enter. It is on from the first notice. */
export const NOTICES_FEED = 'notices';

/** Feeds that can be switched on without knowing where they are. None is unless somebody does. */
const KNOWN_FEEDS: readonly KnownFeed[] = [
  {
    id: 'nvd',
    source: 'nvd-api',
    name: 'NVD',
    address: 'https://services.nvd.nist.gov/rest/json/cves/2.0',
  },
  {
    id: 'kev',
    source: 'kev',
    name: 'CISA KEV',
    address: 'https://www.cisa.gov/sites/default/files/feeds/known_exploited_vulnerabilities.json',
  },
  {
    id: 'epss',
    source: 'epss',
    name: 'FIRST EPSS',
    address: 'https://epss.empiricalsecurity.com/epss_scores-current.csv.gz',
  },
  {
    id: 'csaf-cisa',
    source: 'csaf-provider',
    name: 'CISA advisories',
    address: 'https://www.cisa.gov/sites/default/files/csaf/provider-metadata.json',
  },
  {
    id: 'csaf-siemens',
    source: 'csaf-provider',
    name: 'Siemens advisories',
    address: 'https://cert-portal.siemens.com/productcert/csaf/provider-metadata.json',
  },
  {
    id: 'csaf-microsoft',
    source: 'csaf-provider',
    name: 'Microsoft advisories',
    address: 'https://msrc.microsoft.com/csaf/provider-metadata.json',
  },
  {
    id: 'cve',
    source: 'cve-list',
    name: 'CVE list',
    address: 'https://raw.githubusercontent.com/CVEProject/cvelistV5/main/cves/deltaLog.json',
  },
  {
    id: 'openfda',
    source: 'openfda',
    name: 'openFDA recalls',
    address: 'https://api.fda.gov/device/enforcement.json',
  },
  { id: 'files', source: 'files', name: 'Files brought by hand', address: null },
  { id: NOTICES_FEED, source: 'notices', name: 'Vendor notices', address: null },
];

/** Settings of a feed of which nothing but its place is known. */
export function usualSettings(
  { source, name, address }: Pick<KnownFeed, 'source' | 'name' | 'address'>,
  isEnabled: boolean,
): FeedSettings {
  return { name, address, isEnabled, ...SOURCE_RHYTHMS[source], sealedKey: null };
}

/** Sees to it that the ledger has a line for each feed the product knows of. */
export async function ensureKnownFeeds({ db }: Pick<Store, 'db'>): Promise<void> {
  await insertFeeds(
    db,
    KNOWN_FEEDS.map((it) => ({
      id: it.id,
      source: it.source,
      origin: 'known' as const,
      ...usualSettings(it, false),
    })),
  );
}
