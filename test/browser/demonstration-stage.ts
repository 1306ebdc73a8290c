import { fileURLToPath } from 'node:url';
import type { Page } from 'playwright-core';
import { beginDemonstration } from '#app/demonstration/begin';
import { JOBS } from '#app/jobs/kinds';
import { keepCatalogue } from '#app/vulnerabilities/catalogues';
import { runJobs } from '#test/jobs';
import type { RecordStage } from './record-stage.ts';

const DEVICES = 400;
const SAMPLE_FEEDS = fileURLToPath(new URL('../../samples/feeds', import.meta.url));

/** Brings a small demonstration hospital in, its year of history told, matched against the sample feeds. */
export async function fillHospital({ instance }: RecordStage): Promise<void> {
  const ctx = { ...instance, actor: { kind: 'system', name: 'Stage' } } as const;
  await beginDemonstration(ctx, { devices: DEVICES });
  await keepCatalogue(ctx, { kind: 'feeds', paths: [SAMPLE_FEEDS] }, 'the sample feeds');
  await runJobs(instance, JOBS);
}

/** Where a page is; one that shows a single thing finds or makes that thing first. */
type Address = string | ((ask: Ask) => Promise<string>);

/** Asks the API in the name of whoever is signed in. @returns its answer */
type Ask = (
  path: string,
  body?: unknown,
) => Promise<{ readonly id?: string; readonly items?: readonly { readonly id: string }[] }>;

const first =
  (list: string, page = list): Address =>
  async (ask) => {
    const { items } = await ask(`/api/v1/${list}?limit=1`);
    const [it] = items ?? [];
    if (it === undefined) throw new Error(`The demonstration hospital has no ${list}`);
    return `/${page}/${encodeURIComponent(it.id)}`;
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
  'custom-fields': '/custom-fields',
  'devices/$deviceId': first('devices'),
  labels: '/labels?filter=site:harbour',
  models: '/models',
  'models/$modelId': first('models'),
  vendors: '/vendors',
  'vendors/$vendorId': first('vendors'),
  feeds: '/feeds',
  locations: '/locations',
  departments: '/departments',
  segments: '/segments',
  vulnerabilities: '/vulnerabilities',
  'vulnerabilities/$id': first('vulnerabilities'),
  advisories: '/advisories',
  'advisories/$id': first('advisories'),
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
}
