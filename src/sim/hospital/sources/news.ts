import { MODELS } from '../models.ts';
import { type InventedWeakness, WEAKNESSES } from '../weaknesses.ts';
import { addDays, yearOf } from '../weeks.ts';

/** A file of one of the invented feeds. */
export interface NewsFile {
  readonly feed: 'advisories' | 'exploited' | 'forecasts' | 'recalls';
  readonly name: string;
  readonly text: string;
}

/** Days before the history ends on which the last forecasts came: nobody noticed that they stopped. */
const FORECASTS_STOPPED_DAYS_AGO = 9;

/** What the feeds brought after one day and until another, in days before the history ends. */
export function newsBetween(
  asOf: string,
  { after, until }: { readonly after: number; readonly until: number },
): NewsFile[] {
  const on = (daysAgo: number) => addDays(asOf, -daysAgo);
  const isNew = (daysAgo: number | null) => daysAgo !== null && daysAgo < after && daysAgo >= until;
  const known = WEAKNESSES.filter((it) => it.daysAgo >= until);
  const files = known.filter((it) => isNew(it.daysAgo)).map((it) => advisoryOf(it, on(it.daysAgo)));
  const exploited = known.flatMap((it) =>
    it.exploitedDaysAgo !== null && it.exploitedDaysAgo >= until
      ? [{ it, since: on(it.exploitedDaysAgo) }]
      : [],
  );
  if (known.some((it) => isNew(it.exploitedDaysAgo))) files.push(exploitedFile('exploited.json', exploited));
  if (after === Number.POSITIVE_INFINITY)
    files.push(statementsOf(asOf, on(known[0]?.daysAgo ?? 0)), recallsOf(on));
  if (after > FORECASTS_STOPPED_DAYS_AGO && known.length > 0)
    files.push(forecastsOf(known, on(Math.max(until, FORECASTS_STOPPED_DAYS_AGO))));
  return files;
}

/** What one of the days brings that are played after the history ends; all of it is of that day. The first has forecasts again. */
export function newsOfDay(day: number, on: string): NewsFile[] {
  const brought = WEAKNESSES.filter((it) => it.daysAgo === -day);
  const exploited = brought.filter((it) => it.exploitedDaysAgo === -day);
  return [
    ...brought.map((it) => advisoryOf(it, on)),
    ...(exploited.length === 0
      ? []
      : [
          exploitedFile(
            `exploited-day-${day}.json`,
            exploited.map((it) => ({ it, since: on })),
          ),
        ]),
    ...(day === 1
      ? [
          forecastsOf(
            WEAKNESSES.filter((it) => it.daysAgo >= -day),
            on,
          ),
        ]
      : []),
  ];
}

/** Names of the files that only played days bring. */
export function isPlayed({ name }: { readonly name: string }): boolean {
  return (
    name.startsWith('exploited-day-') || WEAKNESSES.some((it) => it.daysAgo < 0 && name === advisoryName(it))
  );
}

function advisoryName({ id }: InventedWeakness): string {
  return `hp-demo-${id.slice(-4)}.json`;
}

const NOTE = 'Invented for the demonstration hospital: no such weakness is known, of any product named here.';

/** A CSAF advisory (docs.oasis-open.org/csaf/csaf/v2.0). */
function advisoryOf(it: InventedWeakness, on: string): NewsFile {
  const at = `${on}T06:00:00.000Z`;
  const products = it.products.map((product, index) => ({ ...product, product_id: `P${index + 1}` }));
  const ids = products.map((product) => product.product_id);
  const document = {
    document: {
      category: 'csaf_security_advisory',
      csaf_version: '2.0',
      lang: 'en',
      title: `${it.title}: ${it.products.map(({ name }) => name).join(', ')} (invented)`,
      notes: [{ category: 'general', title: 'Invented', text: NOTE }],
      publisher: {
        category: 'vendor',
        name: 'Invented advisories of the demonstration',
        namespace: 'https://harbourpoint.example/',
      },
      tracking: {
        id: `HP-DEMO-${it.id.slice(-4)}`,
        status: 'final',
        version: '1',
        initial_release_date: at,
        current_release_date: at,
        revision_history: [{ date: at, number: '1', summary: 'Invented' }],
      },
      distribution: { tlp: { label: 'WHITE' } },
    },
    product_tree: {
      branches: products.map(({ maker, name, fixedIn, product_id }) => ({
        category: 'vendor',
        name: maker,
        branches: [
          {
            category: 'product_name',
            name,
            branches: [
              {
                category: 'product_version_range',
                name: fixedIn === null ? 'vers:all/*' : `< ${fixedIn}`,
                product: {
                  name: fixedIn === null ? `${name}, all versions` : `${name} before ${fixedIn}`,
                  product_id,
                },
              },
            ],
          },
        ],
      })),
    },
    vulnerabilities: [
      {
        cve: it.id,
        title: it.title,
        notes: [{ category: 'summary', text: `${it.title} (invented)` }],
        product_status: { known_affected: ids },
        scores: [
          {
            cvss_v3: {
              version: '3.1',
              vectorString: it.vector,
              baseScore: it.score,
              baseSeverity: it.score >= 9 ? 'CRITICAL' : it.score >= 7 ? 'HIGH' : 'MEDIUM',
            },
            products: ids,
          },
        ],
        remediations: products.map(({ fixedIn, product_id }) =>
          fixedIn === null
            ? { category: 'none_available', details: 'No fix is planned.', product_ids: [product_id] }
            : { category: 'vendor_fix', details: `Update to ${fixedIn}.`, product_ids: [product_id] },
        ),
      },
    ],
  };
  return { feed: 'advisories', name: advisoryName(it), text: JSON.stringify(document) };
}

/** What makers of supported models say: their products do not have the oldest of the weaknesses. It names what they sell. */
function statementsOf(asOf: string, on: string): NewsFile {
  const [first] = WEAKNESSES;
  const at = `${on}T06:00:00.000Z`;
  const weak = new Set(first?.products.map(({ name }) => name));
  const supported = MODELS.filter(
    (it) => !weak.has(it.name) && (it.supportedUntil === null || it.supportedUntil >= yearOf(asOf)),
  );
  const products = supported.map(({ maker, name }, index) => ({ maker, name, product_id: `P${index + 1}` }));
  const document = {
    document: {
      category: 'csaf_vex',
      csaf_version: '2.0',
      lang: 'en',
      title: 'Makers’ statements on HP-DEMO-0001 (invented)',
      notes: [{ category: 'general', title: 'Invented', text: NOTE }],
      publisher: {
        category: 'vendor',
        name: 'Invented advisories of the demonstration',
        namespace: 'https://harbourpoint.example/',
      },
      tracking: {
        id: 'HP-DEMO-VEX-0001',
        status: 'final',
        version: '1',
        initial_release_date: at,
        current_release_date: at,
        revision_history: [{ date: at, number: '1', summary: 'Invented' }],
      },
      distribution: { tlp: { label: 'WHITE' } },
    },
    product_tree: {
      branches: products.map(({ maker, name, product_id }) => ({
        category: 'vendor',
        name: maker,
        branches: [{ category: 'product_name', name, product: { name, product_id } }],
      })),
    },
    vulnerabilities: [
      {
        cve: first?.id,
        notes: [{ category: 'summary', text: `${first?.title} (invented)` }],
        product_status: { known_not_affected: products.map((it) => it.product_id) },
        flags: [{ label: 'component_not_present', product_ids: products.map((it) => it.product_id) }],
      },
    ],
  };
  return { feed: 'advisories', name: 'hp-demo-statements.json', text: JSON.stringify(document) };
}

/** In the form of openFDA's enforcement reports. */
function recallsOf(on: (daysAgo: number) => string): NewsFile {
  const results = [
    {
      recall_number: 'Z-9001-9999',
      product_type: 'Devices',
      recalling_firm: 'BD',
      product_description: 'Alaris PC Unit Model 8015 (invented for the demonstration)',
      classification: 'Class I',
      status: 'Ongoing',
      reason_for_recall: 'The unit may stop without an alarm (invented)',
      recall_initiation_date: on(300).replaceAll('-', ''),
      code_info: 'Software versions before 12.1.2',
      distribution_pattern: 'Nationwide',
      product_quantity: '1,000 units',
    },
    {
      recall_number: 'Z-9002-9999',
      product_type: 'Devices',
      recalling_firm: 'Philips',
      product_description:
        'IntelliVue MX800 and Patient Information Center iX (invented for the demonstration)',
      classification: 'Class II',
      status: 'Ongoing',
      reason_for_recall: 'Waveforms may freeze (invented)',
      recall_initiation_date: on(270).replaceAll('-', ''),
      code_info: 'All serial numbers',
    },
  ];
  return {
    feed: 'recalls',
    name: 'recalls.json',
    text: JSON.stringify({ meta: { results: { total: results.length } }, results }),
  };
}

const DAYS_TO_ACT = 21;

/** In the form of the catalogue of known exploited vulnerabilities. */
function exploitedFile(
  name: string,
  entries: readonly { readonly it: InventedWeakness; readonly since: string }[],
): NewsFile {
  const newest =
    entries
      .map(({ since }) => since)
      .toSorted()
      .at(-1) ?? '';
  const catalogue = {
    title: 'Exploited weaknesses of the demonstration hospital, all invented',
    catalogVersion: newest.replaceAll('-', '.'),
    dateReleased: `${newest}T06:00:00.000Z`,
    count: entries.length,
    vulnerabilities: entries.map(({ it, since }) => ({
      cveID: it.id,
      vendorProject: it.products[0]?.maker,
      product: it.products[0]?.name,
      vulnerabilityName: `${it.title} (invented)`,
      dateAdded: since,
      shortDescription: NOTE,
      requiredAction: 'Update, or keep the devices apart from the network.',
      dueDate: addDays(since, DAYS_TO_ACT),
      knownRansomwareCampaignUse: 'Unknown',
      notes: '',
    })),
  };
  return { feed: 'exploited', name, text: JSON.stringify(catalogue) };
}

/** In the form of the exploit prediction scores; a newer file takes the place of the one before. */
function forecastsOf(known: readonly InventedWeakness[], on: string): NewsFile {
  const ranked = known.toSorted((a, b) => a.forecast - b.forecast);
  const lines = ranked.map(
    (it, index) => `${it.id},${it.forecast.toFixed(5)},${((index + 1) / (ranked.length + 1)).toFixed(5)}`,
  );
  return {
    feed: 'forecasts',
    name: 'forecasts.csv',
    text: `#model_version:invented,score_date:${on}T12:00:00Z\ncve,epss,percentile\n${lines.join('\n')}\n`,
  };
}
