import type pg from 'pg';
import { findDevices, listValues } from '#app/inventory/devices';
import type { Context } from '#app/context';
import type { DeviceSort } from '#store/device-list';
import type { ListPlace, SortStep } from '#store/keyset';
import { contextOn } from '../context.ts';
import { quantile } from './quantile.ts';
import type { SeedFigure, SeedPart } from './seed.ts';

const PAGE = 100;
const DEEP_PAGES = 12;
const ROUNDS = 3;

/** What people ask of a fleet: nothing, much of it, little of it, what no index serves, words, and mixtures. */
const FILTERS = [
  '',
  'site:general',
  'site:lindley department:icu criticality:life-sustaining',
  '-site:general -department:none',
  'model:"infusa 10" version:3',
  'pump',
  'sn00a',
  'eosDate:<2020-01-01 os:windows',
  'room:none or conflicts:>1',
  'seen:<30d storesPhi:yes',
  '-(manufacturer:alveor or manufacturer:norrvik) exposure:flat',
] as const;

const SORTS = [
  'label',
  '-risk',
  '-seen',
  'site,-criticality',
  '-eosDate',
  'room',
  '-criticality,seen',
  'manufacturer,model,serial',
] as const;

/** The list of devices by filter × sort × depth, and the counts and completions beside it. */
export const measureLists: SeedPart = async ({ instance, devices }) => {
  const ctx = contextOn(instance);
  const { store } = instance;
  const bound = store.engine === 'embedded' ? 100 : 150;
  const pages: number[] = [];
  const floors: number[] = [];
  const slow: { readonly name: string; readonly ms: number }[] = [];
  for (const filter of FILTERS)
    for (const sort of SORTS) {
      const of = await pagesOf(ctx, filter, sort);
      pages.push(...of);
      slow.push({ name: `"${filter}" by ${sort}`, ms: quantile(of, 0.95) });
      floors.push(await floorOf(store.pool));
    }
  const values = await repeated(() => listValues(ctx, { field: 'model', text: 'inf', limit: 12 }));
  const counts = await countsOf(store.pool);
  slow.sort((a, b) => b.ms - a.ms);
  const name = `${devices} devices, ${store.engine}`;
  const figure = (
    what: string,
    value: number,
    limit: number | null,
    floor: number | null = null,
  ): SeedFigure => ({
    name: `${name}: ${what}`,
    value,
    unit: 'ms',
    bound: limit,
    floor,
  });
  return [
    figure(`page with count, p50 of ${pages.length}`, quantile(pages, 0.5), null, quantile(floors, 0.5)),
    figure('page with count, p95', quantile(pages, 0.95), bound, quantile(floors, 0.95)),
    figure('page with count, slowest', quantile(pages, 1), null, quantile(floors, 1)),
    ...slow.slice(0, 3).map((it) => figure(`slowest: ${it.name}`, it.ms, null)),
    figure('count of all, p95', quantile(counts, 0.95), 50),
    figure('completions of a value, p95', quantile(values, 0.95), bound),
  ];
};

/** First pages and one far down, each several times. */
async function pagesOf(ctx: Context, filter: string, sort: string): Promise<number[]> {
  const steps = sort.split(',').map(
    (it): SortStep<DeviceSort> => ({
      column: it.replace('-', '') as DeviceSort,
      falling: it.startsWith('-'),
    }),
  );
  const page = (after: ListPlace | null, limit: number) =>
    findDevices(ctx, { filter, sort: steps, after, limit });
  const far = (await page(null, PAGE * DEEP_PAGES)).next;
  return [
    ...(await repeated(() => page(null, PAGE))),
    ...(far === null ? [] : await repeated(() => page(far, PAGE))),
  ];
}

/** The least a server does for a page: the same number of rows of the same tables, by key. */
async function floorOf(pool: pg.Pool): Promise<number> {
  const [ms] = await repeated(() =>
    pool.query(
      'select device.* from device_list as list join device on device.id = list.device_id order by list.device_id limit $1',
      [PAGE],
    ),
  );
  return ms as number;
}

async function countsOf(pool: pg.Pool): Promise<number[]> {
  return repeated(() => pool.query('select count(*) from device_list'));
}

async function repeated(work: () => Promise<unknown>): Promise<number[]> {
  const times: number[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    const before = performance.now();
    await work();
    times.push(performance.now() - before);
  }
  return times;
}
