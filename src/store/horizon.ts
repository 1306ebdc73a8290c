import { type RawBuilder, sql } from 'kysely';
import type { Scope } from '#engine/access';
import type { HorizonCell, HorizonEnd, HorizonGroup } from '#engine/support';
import { scopeCondition } from './device-conditions.ts';
import type { Db, Tx } from './store.ts';

const ENDS: Readonly<Record<HorizonEnd, RawBuilder<string | null>>> = {
  support: sql`device.eos_date`,
  system: sql`device.os_eos_date`,
  life: sql`device.eol_date`,
};

const GROUPS: Readonly<Record<HorizonGroup, RawBuilder<string | null>>> = {
  department: sql`device.department`,
  site: sql`device.site`,
  model: sql`null::text`,
  system: sql`device.os`,
  type: sql`device.device_type`,
};

/**
 * Devices by group and by the quarter in which an end falls, with what replacing them costs. Devices that are alike in this are
 * counted together before anything is worked out of them.
 */
export async function countHorizon(
  db: Db | Tx,
  scopes: readonly Scope[],
  { end, by, today }: { readonly end: HorizonEnd; readonly by: HorizonGroup; readonly today: string },
): Promise<HorizonCell[]> {
  const day = ENDS[end];
  const isByModel = by === 'model';
  const { rows } = await sql<HorizonCell & { readonly key: string | null }>`
    with alike as (
      select ${GROUPS[by]} as spelling, device.model_id, ${day} as day, device_cost.cost, count(*) as devices
      from ${devicesIn(scopes)}
      left join device_cost on device_cost.device_id = device.id
      where ${scopeCondition(scopes)} group by 1, 2, 3, 4
    ), described as (
      select ${isByModel ? sql`alike.model_id::text` : sql`lower(spelling)`} as key,
        ${isByModel ? sql`nullif(concat_ws(' ', vendor.name, model.name), '')` : sql`spelling`} as spelling,
        ${isByModel ? sql`alike.model_id` : sql`null::uuid`} as model_id,
        case when day is null or day !~ '^\\d{4}-\\d\\d-\\d\\d$' then 'undetermined'
          when day < ${today} then 'past'
          else left(day, 4) || '-Q' || ((substring(day from 6 for 2)::integer + 2) / 3) end as quarter,
        coalesce(alike.cost, (model.details ->> 'replacementCost')::integer) as cost, devices
      from alike left join model on model.id = alike.model_id left join vendor on vendor.id = model.vendor_id
    )
    select key, min(spelling) as "group", model_id as "modelId", quarter, sum(devices)::integer as devices,
      coalesce(sum(cost * devices), 0)::float8 as cost,
      coalesce(sum(devices) filter (where cost is null), 0)::integer as "costUnknown"
    from described group by key, model_id, quarter
  `.execute(db);
  return underOneName(rows);
}

/** Where all devices count, the list need not be asked which do. */
function devicesIn(scopes: readonly Scope[]): RawBuilder<unknown> {
  return scopes.some((it) => it.kind === 'hospital')
    ? sql`device`
    : sql`device join device_list as list on list.device_id = device.id`;
}

/** Spellings that differ in case alone are one group, under one of them: filters take them for the same. */
function underOneName(cells: readonly (HorizonCell & { readonly key: string | null })[]): HorizonCell[] {
  const names = new Map<string | null, string | null>();
  for (const { key, group } of cells) {
    const known = names.get(key) ?? null;
    names.set(key, known === null || (group !== null && group < known) ? group : known);
  }
  return cells.map(({ key, ...it }) => ({ ...it, group: names.get(key) ?? null }));
}

/** Devices past an end that no control stands in for, as their sources say. */
export async function countUncovered(
  db: Db | Tx,
  scopes: readonly Scope[],
  { end, today }: { readonly end: HorizonEnd; readonly today: string },
): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(*)::integer as count from ${devicesIn(scopes)}
    where ${scopeCondition(scopes)} and ${ENDS[end]} < ${today} and device.fields ->> 'controls' is null
  `.execute(db);
  return rows[0]?.count ?? 0;
}
