import { type RawBuilder, sql } from 'kysely';
import type { Scope } from '#engine/access';
import { type Condition, patternOf } from './filter-condition.ts';
import { type DeviceField, type DeviceFilter, deviceCondition, scopeCondition } from './device-conditions.ts';
import { type Device, findDevicesById } from './devices.ts';
import { keysetOf, type ListPlace, type SortColumn, type SortStep } from './keyset.ts';
import type { Db, Tx } from './store.ts';

export interface DeviceListTables {
  /** Kept by triggers, never written from here. */
  device_list: { device_id: string };
}

/** Which devices: those a filter selects, of those that lie in one of the scopes; perhaps only some named ones. */
export interface DeviceSelection {
  readonly filter: DeviceFilter | null;
  readonly scopes: readonly Scope[];
  /** Null: all that the filter selects. */
  readonly ids?: readonly string[] | null;
  /** They lie in one of these as well. */
  readonly alsoWithin?: readonly Scope[];
}

const text = (column: string): SortColumn => ({
  sql: sql.ref(`list.${column}`),
  type: 'text',
  isNullable: true,
});
const whole = (column: string, isNullable = false): SortColumn => ({
  sql: sql.ref(`list.${column}`),
  type: 'integer',
  isNullable,
});
const instant = (column: string): SortColumn => ({
  sql: sql.ref(`list.${column}`),
  type: 'timestamptz',
  isNullable: false,
});

const SORT_COLUMNS = {
  /** Of the most urgent finding, as the tier that a row shows. */
  risk: { sql: sql.ref('list.risk'), type: 'integer', isNullable: true },
  label: { ...text('label'), isNullable: false },
  manufacturer: text('manufacturer'),
  model: text('model'),
  type: text('device_type'),
  version: text('firmware'),
  os: text('os'),
  serial: text('serial'),
  assetTag: text('asset_tag'),
  ip: text('ip'),
  mac: text('mac'),
  hostname: text('hostname'),
  vlan: text('vlan'),
  segment: text('segment'),
  exposure: text('exposure'),
  site: text('site'),
  building: text('building'),
  floor: text('floor'),
  room: text('room'),
  department: text('department'),
  owner: text('owner'),
  clinicalUse: text('clinical_use'),
  criticality: whole('criticality_rank', true),
  fdaClass: text('fda_class'),
  installDate: text('install_date'),
  warrantyEnd: text('warranty_end'),
  endOfSale: text('end_of_sale'),
  eolDate: text('eol_date'),
  eosDate: text('eos_date'),
  lastPatchDate: text('last_patch_date'),
  osEosDate: text('os_eos_date'),
  sources: whole('source_count'),
  conflicts: whole('conflict_count'),
  seen: instant('seen_at'),
  changed: instant('changed_at'),
  created: instant('created_at'),
} as const satisfies Record<string, SortColumn>;
export type DeviceSort = keyof typeof SORT_COLUMNS;

interface Page {
  readonly sort: readonly SortStep<DeviceSort>[];
  readonly after: ListPlace | null;
  readonly limit: number;
}

export interface PlacedDevice {
  readonly device: Device;
  readonly place: ListPlace;
}

/** A page of devices after a place, with the place each stands at. */
export async function listDevices(
  db: Db | Tx,
  selection: DeviceSelection,
  page: Page,
): Promise<PlacedDevice[]> {
  if (isByRiskAlone(page)) return placedDevices(db, await devicesByUrgency(db, selection, page));
  const near = page.sort[0]?.column === 'risk' ? await urgencyNear(db, selection, page) : null;
  const { keys, order, beyond, columns, rows: list } = keysetOn(page, near);
  const { rows } = await sql<PlaceRow>`
    select list.device_id as id, ${keys} as keys from (
      select ${columns} from ${list} as list
      where ${selectionCondition(selection)} and ${beyond} order by ${order} limit ${page.limit}
    ) as list order by ${order}
  `.execute(db);
  return placedDevices(db, rows);
}

/** Rank and cohort in one number: see migration 0195. */
const URGENCY: SortColumn = { sql: sql.ref('list.urgency'), type: 'bigint', isNullable: true };

const WITH_URGENCY = sql`(
  select device_list.*, told.urgency, (told.urgency >> 32)::integer - 1 as risk
  from device_list left join device_cohort using (device_id) left join cohort on cohort.id = device_cohort.cohort_id
  left join decided_device decided using (device_id)
  cross join lateral (select coalesce(decided.urgency, cohort.urgency)) as told (urgency))`;

/** The same of devices that are so urgent alone, found in indexes. */
const withUrgency = ({ from, to }: UrgencyRange) => sql`(
  select device_list.*, near.urgency, (near.urgency >> 32)::integer - 1 as risk from (
    select device_cohort.device_id, cohort.urgency
    from cohort join device_cohort on device_cohort.cohort_id = cohort.id
    where cohort.urgency between ${from}::bigint and ${to}::bigint
      and not exists (select from decided_device where decided_device.device_id = device_cohort.device_id)
    union all select device_id, urgency from decided_device where urgency between ${from}::bigint and ${to}::bigint
  ) as near join device_list using (device_id))`;

interface UrgencyRange {
  readonly from: string;
  readonly to: string;
}

/** Urgencies of the same risk lie between these: the number of a cohort makes up the rest. */
const leastOf = (risk: number) => (BigInt(risk) + 1n) << 32n;
const mostOf = (risk: number) => leastOf(risk) + 0xff_ff_ff_ffn;
const URGENCY_MAX = (1n << 62n).toString();
const NO_DEVICE = '00000000-0000-0000-0000-000000000000';

/**
 * Between which urgencies a page lies that is put in order by risk first: from where the last one ended to where as many devices
 * follow as it shows, whatever else orders those of the same risk. @returns null: it may reach to devices that have none
 */
async function urgencyNear(
  db: Db | Tx,
  selection: DeviceSelection,
  { sort, after, limit }: Page,
): Promise<UrgencyRange | null> {
  const key = after === null ? null : (after.keys[0] ?? null);
  if (after !== null && (key === null || !/^-?\d{1,9}$/.test(key))) return null;
  const falling = sort[0]?.falling === true;
  const began = key === null ? null : Number(key);
  const edge = began === null ? null : falling ? leastOf(began) : mostOf(began);
  const rows = await devicesByUrgency(db, selection, {
    sort: [{ column: 'risk', falling }],
    after: edge === null ? null : { keys: [edge.toString()], id: NO_DEVICE },
    limit,
  });
  const last = rows.length < limit ? null : (rows.at(-1)?.keys[0] ?? null);
  if (last === null) return null;
  const ended = Number(BigInt(last) >> 32n) - 1;
  return falling
    ? { from: leastOf(ended).toString(), to: began === null ? URGENCY_MAX : mostOf(began).toString() }
    : { from: began === null ? '0' : leastOf(began).toString(), to: mostOf(ended).toString() };
}

function isByRiskAlone({ sort }: Pick<Page, 'sort'>): boolean {
  return sort.length === 1 && sort[0]?.column === 'risk';
}

/**
 * By risk alone an index serves the order: of cohorts, whose devices have the same, and of devices of which something is
 * decided. Those that are in no cohort yet come last.
 */
async function devicesByUrgency(
  db: Db | Tx,
  selection: DeviceSelection,
  { sort, after, limit }: Page,
): Promise<readonly PlaceRow[]> {
  const isFalling = sort[0]?.falling === true;
  const way = isFalling ? sql`desc` : sql`asc`;
  const beyond = isFalling ? sql`<` : sql`>`;
  const key = after === null ? null : (after.keys[0] ?? null);
  if (key !== null && !/^\d{1,18}$/.test(key)) return [];
  const past = (urgency: RawBuilder<unknown>, id: RawBuilder<unknown>) =>
    after === null
      ? sql`true`
      : sql`${urgency} ${beyond}= ${key}::bigint and (${urgency} ${beyond} ${key}::bigint or ${id} ${beyond} ${after.id}::uuid)`;
  const found: PlaceRow[] = [];
  if (after === null || key !== null) {
    const { rows } = await sql<PlaceRow>`
      select id, jsonb_build_array(urgency::text) as keys from (
        (select list.device_id as id, cohort.urgency
          from cohort join device_cohort on device_cohort.cohort_id = cohort.id
          join device_list as list on list.device_id = device_cohort.device_id
          where ${selectionCondition(selection)} and ${past(sql`cohort.urgency`, sql`device_cohort.device_id`)}
            and not exists (select from decided_device where decided_device.device_id = device_cohort.device_id)
          order by cohort.urgency ${way}, device_cohort.device_id ${way} limit ${limit})
        union all
        (select list.device_id, decided.urgency
          from decided_device decided join device_list as list on list.device_id = decided.device_id
          where ${selectionCondition(selection)} and ${past(sql`decided.urgency`, sql`decided.device_id`)}
          order by decided.urgency ${way}, decided.device_id ${way} limit ${limit})) as met
      order by urgency ${way}, id ${way} limit ${limit}
    `.execute(db);
    found.push(...rows);
  }
  if (found.length === limit) return found;
  const { rows } = await sql<PlaceRow>`
    select list.device_id as id, jsonb_build_array(null) as keys from device_list as list
    where ${selectionCondition(selection)} and not exists (select from device_cohort where device_cohort.device_id = list.device_id)
      and ${after === null || key !== null ? sql`true` : sql`list.device_id ${beyond} ${after.id}::uuid`}
    order by list.device_id ${way} limit ${limit - found.length}
  `.execute(db);
  return [...found, ...rows];
}

/** Of up to so many devices it is cheaper to keep all aside for the order than to look for them once more. */
const KEPT_ASIDE_MAX = 40_000;

/**
 * A page, and how many devices there are in all, counted no further than one beyond the cap. Where they seem to be few among
 * many, or counting finds that they are, one look at the list tells both; of many, the cap is soon reached and the order may be met
 * in an index.
 */
export async function listCountedDevices(
  db: Db | Tx,
  selection: DeviceSelection,
  page: Page,
  cap: number,
  { keptAsideMax = KEPT_ASIDE_MAX }: { readonly keptAsideMax?: number } = {},
): Promise<{ readonly items: readonly PlacedDevice[]; readonly count: number }> {
  if ((await estimateDevices(db, selection)) > keptAsideMax) {
    const count = await countDevices(db, selection, cap);
    if (count > cap || count > keptAsideMax) return { items: await listDevices(db, selection, page), count };
  }
  const { keys, order, beyond, columns, rows: list } = keysetOn(page);
  const { rows } = await sql<Partial<PlaceRow> & { count: number }>`
    with found as materialized (
      select ${columns} from ${list} as list where ${selectionCondition(selection)}
    ), counted as materialized (select count(*)::integer as count from found)
    select count, list.device_id as id, case when list.device_id is not null then ${keys} end as keys
    from counted left join (
      select ${columns} from found as list where ${beyond} order by ${order} limit ${page.limit}
    ) as list on true order by ${order}
  `.execute(db);
  const places = rows.filter((it): it is typeof it & PlaceRow => it.id != null);
  return { items: await placedDevices(db, places), count: Math.min(rows[0]?.count ?? 0, cap + 1) };
}

/** How many devices the planner expects; only how they are looked for may rest on it. */
async function estimateDevices(db: Db | Tx, selection: DeviceSelection): Promise<number> {
  const { rows } = await sql<{
    'QUERY PLAN': readonly [{ readonly Plan: { readonly 'Plan Rows': number } }];
  }>`
    explain (format json) select from device_list as list where ${selectionCondition(selection)}
  `.execute(db);
  return rows[0]?.['QUERY PLAN'][0].Plan['Plan Rows'] ?? 0;
}

interface PlaceRow {
  readonly id: string;
  readonly keys: (string | null)[];
}

function keysetOn(page: Page, near: UrgencyRange | null = null) {
  const { sort, after } = page;
  const sorted = isByRiskAlone(page) ? { ...SORT_COLUMNS, risk: URGENCY } : SORT_COLUMNS;
  const keyset = keysetOf(sorted, sort, sql.ref('list.device_id'));
  const columns = [...new Set(sort.map((it) => it.column))].map((it) => sorted[it].sql);
  return {
    ...keyset,
    /** The devices, with how urgent they are where that is asked for. */
    rows: !sort.some((it) => it.column === 'risk')
      ? sql`device_list`
      : near === null
        ? WITH_URGENCY
        : withUrgency(near),
    beyond: after === null ? sql<boolean>`true` : keyset.beyond(after),
    /** What the page is put in order by. Its keys are made of these for the rows of the page, not for all that are looked at. */
    columns: sql.join([sql.ref('list.device_id'), ...columns]),
  };
}

async function placedDevices(db: Db | Tx, places: readonly PlaceRow[]): Promise<PlacedDevice[]> {
  const found = await findDevicesById(
    db,
    places.map((it) => it.id),
  );
  const devices = new Map(found.map((it) => [it.id, it]));
  return places.flatMap(({ id, keys }) => {
    const device = devices.get(id);
    return device === undefined ? [] : [{ device, place: { id, keys } }];
  });
}

/** How many devices there are, counted no further than one beyond the cap; null: all are counted. */
export async function countDevices(
  db: Db | Tx,
  selection: DeviceSelection,
  cap: number | null,
): Promise<number> {
  const limit = cap === null ? sql`` : sql`limit ${cap + 1}`;
  const { rows } = await sql<{ count: string }>`
    select count(*) from (select from device_list as list where ${selectionCondition(selection)} ${limit}) as counted
  `.execute(db);
  return Number(rows[0]?.count ?? 0);
}

/** The device's own column under each field whose values are worth offering while a filter is typed. */
const VALUE_COLUMNS = {
  manufacturer: ['manufacturer', 'manufacturer'],
  model: ['model', 'model'],
  type: ['device_type', 'device_type'],
  version: ['firmware', 'firmware'],
  os: ['os', 'os'],
  osVersion: ['os_version', 'os_version'],
  vlan: ['vlan', 'vlan'],
  segment: ['segment', 'segment'],
  site: ['site', 'site'],
  building: ['building', 'building'],
  floor: ['floor', 'floor'],
  room: ['room', 'room'],
  department: ['department', 'department'],
  owner: ['owner', 'owner'],
  clinicalUse: ['clinical_use', 'clinical_use'],
  fdaProductCode: ['fda_product_code', 'fda_product_code'],
  patchLevel: ['patch_level', 'patch_level'],
} as const satisfies Partial<Record<DeviceField, readonly [string, string]>>;
export type DeviceValueField = keyof typeof VALUE_COLUMNS;

/** Values of a field that hold a text, the most frequent first. */
export async function listDeviceValues(
  db: Db | Tx,
  scopes: readonly Scope[],
  {
    field,
    text: part,
    limit,
  }: { readonly field: DeviceValueField; readonly text: string; readonly limit: number },
): Promise<{ readonly value: string; readonly count: number }[]> {
  const [listed, own] = VALUE_COLUMNS[field];
  const column: RawBuilder<unknown> = sql.ref(`list.${listed}`);
  const { rows } = await sql<{ value: string; count: string }>`
    select device.${sql.ref(own)} as value, found.count from (
      select count(*), min(list.device_id::text)::uuid as one from device_list as list
      where ${column} is not null and ${column} like ${patternOf(part)} and ${scopeCondition(scopes)}
      group by ${column} order by count(*) desc, ${column} limit ${limit}
    ) as found join device on device.id = found.one order by found.count desc, 1
  `.execute(db);
  return rows.map((it) => ({ value: it.value, count: Number(it.count) }));
}

/** As a test on `device_list as list`. */
export function selectionCondition({ filter, scopes, ids = null, alsoWithin }: DeviceSelection): Condition {
  const also = alsoWithin === undefined ? sql<boolean>`true` : scopeCondition(alsoWithin);
  const within = sql<boolean>`${scopeCondition(scopes)} and ${also}`;
  const named = ids === null ? sql<boolean>`true` : sql<boolean>`list.device_id = any(${ids}::uuid[])`;
  const asked = filter === null ? sql<boolean>`true` : deviceCondition(filter);
  return sql`(${within} and ${named} and ${asked})`;
}
