import { fileURLToPath } from 'node:url';
import type { Page } from 'playwright-core';
import type { Context } from '#app/context';
import { tryDestination } from '#app/destinations/deliveries';
import { addDestination } from '#app/destinations/destinations';
import { openTickets, tellTicket } from '#app/destinations/tickets';
import { beginDemonstration } from '#app/demonstration/begin';
import { readSampleFeeds } from '#app/feeds/start-feeds';
import { JOBS } from '#app/jobs/kinds';
import { listVulnerabilities } from '#app/vulnerabilities/vulnerability-list';
import { runJobs } from '#test/jobs';
import type { RecordStage } from './record-stage.ts';

const DEVICES = 400;
const SAMPLE_FEEDS = fileURLToPath(new URL('../../samples/feeds', import.meta.url));

/** Brings a small demonstration hospital in, its year of history told, matched against the samples and its own feeds. */
export async function fillHospital({ instance }: RecordStage): Promise<void> {
  const ctx = { ...instance, actor: { kind: 'system', name: 'Stage' } } as const;
  const quiet = { signal: new AbortController().signal, progress: () => {}, log: () => {} };
  await readSampleFeeds(ctx, SAMPLE_FEEDS, quiet);
  await beginDemonstration(ctx, { devices: DEVICES });
  await runJobs(instance, JOBS);
  await openTicketsFor(ctx);
}

/** A webhook that does not get through, and a ticket system that has told of a ticket. */
async function openTicketsFor(ctx: Context): Promise<void> {
  const hook = { kind: 'webhook', url: 'https://integration.invalid/patchward' } as const;
  const { dossier } = await addDestination(ctx, {
    name: 'Integration engine',
    place: hook,
    events: ['findings.due', 'feed.in-doubt', 'device.unregistered'],
    secret: null,
  });
  await tryDestination(ctx, dossier.destination.id);
  const desk = await addDestination(ctx, {
    name: 'Service desk',
    place: { kind: 'servicenow', url: 'https://desk.invalid/', table: 'incident', user: 'patchward' },
    events: [],
    secret: 'a password',
  });
  const { items } = await listVulnerabilities(ctx, {
    filter: 'tier:critical devices:>0 decided:0',
    sort: [],
    after: null,
    limit: 2,
  });
  const filters = items.map((it) => `vulnerability:=${it.id} verdict:affected`);
  const wish = { destinationId: desk.dossier.destination.id, filters, note: 'Before the weekend, please' };
  const [first] = await openTickets(ctx, wish, null);
  if (first === undefined) throw new Error('The demonstration hospital has nothing to open a ticket for');
  await tellTicket(ctx, first.ticket.id, {
    key: 'INC0010042',
    status: 'In Progress',
    settled: false,
    link: 'https://desk.invalid/nav_to.do?uri=incident.do',
  });
}

/** Where a page is; one that shows a single thing finds or makes that thing first. */
type Address = string | ((ask: Ask) => Promise<string>);

/** Asks the API in the name of whoever is signed in. @returns its answer */
type Ask = (
  path: string,
  body?: unknown,
) => Promise<{ readonly id?: string; readonly items?: readonly { readonly id: string }[] }>;

/** The first of a list, of those that a filter selects: a page with something to show. */
const first =
  (list: string, filter = ''): Address =>
  async (ask) => {
    const query = new URLSearchParams({ limit: '1', ...(filter === '' ? {} : { filter }) });
    const { items } = await ask(`/api/v1/${list}?${query.toString()}`);
    const [it] = items ?? [];
    if (it === undefined) throw new Error(`The demonstration hospital has no ${list}`);
    return `/${list}/${encodeURIComponent(it.id)}`;
  };

/** Every page behind the sign-in, by its route in `src/web/router.tsx`. */
export const RECORD_PAGES: Readonly<Record<string, Address>> = {
  '/': '/',
  welcome: '/welcome',
  demonstration: '/demonstration',
  account: '/account',
  tokens: '/tokens',
  people: '/people',
  'people/$personId': first('people'),
  'sign-in': '/sign-in',
  about: '/about',
  hospital: '/hospital',
  outgoing: '/outgoing',
  destinations: '/destinations',
  'destinations/$destinationId': async (ask) => {
    const { items } = await ask('/api/v1/destinations');
    const [it] = items ?? [];
    return `/destinations/${it?.id ?? ''}`;
  },
  tickets: '/tickets',
  backups: '/backups',
  jobs: '/jobs',
  audit: '/audit',
  devices: '/devices',
  'devices/edits/$editId': async (ask) => {
    const { id } = await ask('/api/v1/devices/edits', {
      selection: { filter: 'criticality:life-sustaining', ids: null },
      change: { addTags: ['check first'] },
    });
    return `/devices/edits/${id ?? ''}`;
  },
  'devices/register': '/devices/register',
  'custom-fields': '/custom-fields',
  'devices/$deviceId': first('devices', 'patching:unpatched conflict:yes criticality:life-sustaining'),
  labels: '/labels?filter=site:harbour',
  models: '/models',
  'models/alike': '/models/alike',
  'models/$modelId': first('models', 'mds2:yes'),
  vendors: '/vendors',
  'vendors/$vendorId': first('vendors'),
  feeds: '/feeds',
  locations: '/locations',
  departments: '/departments',
  segments: '/segments',
  vulnerabilities: '/vulnerabilities',
  'vulnerabilities/$id': first('vulnerabilities'),
  advisories: '/advisories',
  'advisories/$id': first('advisories', 'touches:yes'),
  absence: '/absence',
  'absence/$id': async (ask) => {
    const { id } = await ask('/api/v1/absence-statements', {
      kind: 'product',
      about: 'Philips IntelliVue',
    });
    return `/absence/${id ?? ''}`;
  },
  lifecycle: '/lifecycle',
  procurement: '/procurement',
  unregistered: '/unregistered',
  decisions: '/decisions',
  triage: '/triage?filter=open:yes',
  policy: '/policy',
  identifications: '/identifications',
  readiness: '/readiness',
  recalls: '/recalls',
  'recalls/$id': '/recalls/Z-9001-9999',
  'pattern-rules': '/pattern-rules',
  findings: '/findings',
  'findings/fixed': '/findings/fixed',
  imports: '/imports',
  'imports/$importId': first('imports'),
  conflicts: '/conflicts',
  sources: '/sources',
  reconciliations: '/reconciliations',
  'reconciliations/$reportId': async (ask) => {
    const { id } = await ask('/api/v1/reconciliations', {});
    return `/reconciliations/${id ?? ''}`;
  },
};

/** Goes to one of these pages and waits until it stands. */
export async function visit(page: Page, route: string, settle: () => Promise<void>): Promise<void> {
  const address = RECORD_PAGES[route];
  if (address === undefined) throw new Error(`RECORD_PAGES has no ${route}`);
  const ask: Ask = (path, body) =>
    page.evaluate(
      async ([to, sent]) => {
        const response = await fetch(to, {
          method: sent === null ? 'GET' : 'POST',
          ...(sent === null ? {} : { headers: { 'content-type': 'application/json' }, body: sent }),
        });
        if (!response.ok) throw new Error(`${to}: ${response.status} ${await response.text()}`);
        return response.json();
      },
      [path, body === undefined ? null : JSON.stringify(body)] as const,
    );
  const where = typeof address === 'string' ? address : await address(ask);
  await settle();
  await page.goto(where);
  await page.getByRole('heading', { level: 1 }).waitFor();
  await page.waitForLoadState('networkidle');
  await page.waitForFunction(() => document.querySelector('.waiting') === null);
}
