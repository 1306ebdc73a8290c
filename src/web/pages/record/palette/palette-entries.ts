import { useQueries } from '@tanstack/react-query';
import type { LinkProps } from '@tanstack/react-router';
import { call } from '#contract/client';
import * as deviceApi from '#contract/inventory/routes';
import * as modelApi from '#contract/inventory/model-routes';
import * as peopleApi from '#contract/people/people-routes';
import * as vulnerabilityApi from '#contract/vulnerabilities/vulnerability-routes';
import type { Permission } from '#engine/access';
import { ALL_SECTIONS } from '../../../parts/places.ts';
import { useMe } from '../session.ts';

/** Something the palette jumps to. */
export interface Entry {
  readonly key: string;
  readonly group: 'Pages' | 'Commands' | 'Devices' | 'Models' | 'People' | 'Vulnerabilities';
  readonly title: string;
  /** What tells it from others of the same name. */
  readonly note: string | null;
  readonly link: Pick<LinkProps, 'to' | 'params' | 'search'>;
}

const COMMANDS: readonly (Omit<Entry, 'group' | 'key'> & { readonly needs: Permission })[] = [
  {
    title: 'Import an inventory',
    note: 'upload a file',
    link: { to: '/imports' },
    needs: 'inventory.import',
  },
  {
    title: 'Register a device',
    note: 'enter one by hand',
    link: { to: '/devices/register' },
    needs: 'inventory.import',
  },
  {
    title: 'Make a reconciliation report',
    note: 'hold the sources against each other',
    link: { to: '/reconciliations' },
    needs: 'inventory.reconcile',
  },
  {
    title: 'Ask for a model to be cleared',
    note: 'before it is bought',
    link: { to: '/procurement' },
    needs: 'inventory.structure',
  },
  {
    title: 'Devices that nobody registered',
    note: 'decide what becomes of them',
    link: { to: '/unregistered' },
    needs: 'inventory.read',
  },
  {
    title: 'Devices whose support has ended',
    note: 'list',
    link: { to: '/devices', search: { filter: 'eosDate:<today' } },
    needs: 'inventory.read',
  },
  {
    title: 'Devices seen in the last 7 days',
    note: 'list',
    link: { to: '/devices', search: { filter: 'seen:<7d' } },
    needs: 'inventory.read',
  },
  { title: 'Print labels', note: 'QR codes', link: { to: '/labels' }, needs: 'inventory.read' },
];

const SHOWN = 6;
/** Fewer letters than this would find everything. */
const LETTERS_MIN = 2;

/** What fits the words: pages and commands at once, the rest as the server finds it. */
export function useEntries(words: string): {
  readonly entries: readonly Entry[];
  readonly searching: boolean;
} {
  const me = useMe();
  const may = (permission: Permission) => me?.permissions.includes(permission) === true;
  const asked = words.trim();
  const enough = asked.length >= LETTERS_MIN;
  const filter = wordsFilter(asked);
  const query = <T>(key: string, permission: Permission, read: (signal: AbortSignal) => Promise<T>) => ({
    queryKey: ['palette', key, asked],
    queryFn: ({ signal }: { readonly signal: AbortSignal }) => read(signal),
    enabled: enough && may(permission),
    staleTime: 30_000,
  });
  const [devices, models, people, vulnerabilities] = useQueries({
    queries: [
      query('devices', 'inventory.read', (signal) =>
        call(deviceApi.findDevices, { query: { filter, limit: SHOWN } }, { signal }),
      ),
      query('models', 'inventory.read', (signal) =>
        call(modelApi.listModels, { query: { filter, limit: SHOWN } }, { signal }),
      ),
      query('people', 'people.read', (signal) =>
        call(peopleApi.listPeople, { query: { q: asked, limit: SHOWN } }, { signal }),
      ),
      query('vulnerabilities', 'findings.read', (signal) =>
        call(vulnerabilityApi.listVulnerabilities, { query: { filter, limit: SHOWN } }, { signal }),
      ),
    ],
  });
  const found: Entry[] = [
    ...(devices.data?.items ?? []).map(
      (it): Entry => ({
        key: `device ${it.id}`,
        group: 'Devices',
        title: it.name === null || it.name === it.label ? it.label : `${it.name} · ${it.label}`,
        note: [it.fields.site, it.fields.department].filter((part) => part !== undefined).join(' › ') || null,
        link: { to: '/devices/$deviceId', params: { deviceId: it.id } },
      }),
    ),
    ...(models.data?.items ?? []).map(
      (it): Entry => ({
        key: `model ${it.id}`,
        group: 'Models',
        title: it.vendor === null ? it.name : `${it.vendor.name} ${it.name}`,
        note: it.devices === 1 ? '1 device' : `${it.devices} devices`,
        link: { to: '/models/$modelId', params: { modelId: it.id } },
      }),
    ),
    ...(vulnerabilities.data?.items ?? []).map(
      (it): Entry => ({
        key: `vulnerability ${it.id}`,
        group: 'Vulnerabilities',
        title: it.id,
        note: it.summary,
        link: { to: '/vulnerabilities/$id', params: { id: it.id } },
      }),
    ),
    ...(people.data?.items ?? []).map(
      (it): Entry => ({
        key: `person ${it.id}`,
        group: 'People',
        title: it.name,
        note: it.login,
        link: { to: '/people/$personId', params: { personId: it.id } },
      }),
    ),
  ];
  const fits = (text: string) =>
    asked
      .toLowerCase()
      .split(/\s+/)
      .every((word) => text.toLowerCase().includes(word));
  const commands = COMMANDS.filter((it) => may(it.needs) && fits(it.title)).map(
    ({ needs: _, ...it }): Entry => ({ ...it, key: `command ${it.title}`, group: 'Commands' }),
  );
  return {
    entries: [
      ...PAGES.filter((it) => fits(`${it.title} ${it.note ?? ''}`)),
      ...commands,
      ...(enough ? found : []),
    ],
    searching: enough && [devices, models, people, vulnerabilities].some((it) => it.isFetching),
  };
}

/** Every word, anywhere; quoted, so that none is taken for a field: addresses have colons. */
function wordsFilter(asked: string): string {
  return asked
    .split(/\s+/)
    .map((word) => `"${word.replaceAll(/["\\]/g, '')}"`)
    .join(' ');
}

const PAGES: readonly Entry[] = [
  { key: 'page /', group: 'Pages', title: 'Today', note: null, link: { to: '/' } },
  ...ALL_SECTIONS.flatMap(({ title, places }) =>
    places.map(
      (it): Entry => ({
        key: `page ${it.to}`,
        group: 'Pages',
        title: it.title,
        note: title,
        link: { to: it.to },
      }),
    ),
  ),
];
