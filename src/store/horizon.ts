import { type RawBuilder, sql } from 'kysely';
import type { Scope } from '#engine/access';
import type { HorizonCell, HorizonEnd, HorizonGroup } from '#engine/support';
import { scopeCondition } from './device-conditions.ts';
import type { Db, Tx } from './store.ts';

// Triggers count devices that are alike in when they end, and where they are, as they change: see migration 0172.

const ENDS: Readonly<Record<HorizonEnd, RawBuilder<string | null>>> = {
  support: sql`eos_date`,
  system: sql`os_eos_date`,
  life: sql`eol_date`,
};

const GROUPS: Readonly<Record<HorizonGroup, RawBuilder<string | null>>> = {
  department: sql`scope_department`,
  site: sql`scope_site`,
  model: sql`null::text`,
  system: sql`os`,
  type: sql`device_type`,
};

export interface CountedHorizon {
  readonly cells: readonly HorizonCell[];
  /** Devices past the end that no control stands in for, as their sources say. */
  readonly uncovered: number;
}

type Counted = HorizonCell & { readonly key: string | null; readonly uncovered: number };

/** Devices by group and by the quarter in which an end falls, with what replacing them costs. */
export async function countHorizon(
  db: Db | Tx,
  scopes: readonly Scope[],
  { end, by, today }: { readonly end: HorizonEnd; readonly by: HorizonGroup; readonly today: string },
): Promise<CountedHorizon> {
  const isByModel = by === 'model';
  const { rows } = await sql<Counted>`
    with alike as (
      select ${GROUPS[by]} as spelling, model_id, ${ENDS[end]} as day, own_cost, sum(devices) as devices,
        sum(devices) filter (where not has_controls) as uncovered
      from (${devicesSeen(scopes)}) as seen group by 1, 2, 3, 4
    ), described as (
      select ${isByModel ? sql`alike.model_id::text` : sql`lower(spelling)`} as key,
        ${isByModel ? sql`nullif(concat_ws(' ', vendor.name, model.name), '')` : sql`spelling`} as spelling,
        ${isByModel ? sql`alike.model_id` : sql`null::uuid`} as model_id,
        case when day is null or day !~ '^\\d{4}-\\d\\d-\\d\\d$' then 'undetermined'
          when day < ${today} then 'past'
          else left(day, 4) || '-Q' || ((substring(day from 6 for 2)::integer + 2) / 3) end as quarter,
        coalesce(alike.own_cost, (model.details ->> 'replacementCost')::integer) as cost, devices,
        case when day < ${today} then uncovered end as uncovered
      from alike left join model on model.id = alike.model_id left join vendor on vendor.id = model.vendor_id
      where devices <> 0
    )
    select key, min(spelling) as "group", model_id as "modelId", quarter, sum(devices)::integer as devices,
      coalesce(sum(cost * devices), 0)::float8 as cost,
      coalesce(sum(devices) filter (where cost is null), 0)::integer as "costUnknown",
      coalesce(sum(uncovered), 0)::integer as uncovered
    from described group by key, model_id, quarter having sum(devices) <> 0
  `.execute(db);
  return { cells: underOneName(rows), uncovered: rows.reduce((sum, it) => sum + it.uncovered, 0) };
}

/** Devices in one of the scopes, as many to a row as are alike, with what a person said that one of them costs. */
function devicesSeen(scopes: readonly Scope[]): RawBuilder<unknown> {
  const kind = sql`device.site as scope_site, device.department as scope_department, device.model_id, device.os,
    device.device_type, device.eos_date, device.os_eos_date, device.eol_date, device.fields ->> 'controls' is not null as has_controls`;
  const one = sql`device join device_list as list on list.device_id = device.id`;
  // Who is in a device group is not counted by place.
  if (scopes.some((it) => it.kind === 'group') && !scopes.some((it) => it.kind === 'hospital'))
    return sql`select ${kind}, device_cost.cost as own_cost, 1 as devices
      from ${one} left join device_cost on device_cost.device_id = device.id where ${scopeCondition(scopes)}`;
  const priced = (cost: RawBuilder<unknown>, devices: RawBuilder<number>) => sql`
    select ${kind}, ${cost} as own_cost, ${devices} as devices
    from device_cost join ${one} on device.id = device_cost.device_id where ${scopeCondition(scopes)}`;
  return sql`
    select scope_site, scope_department, model_id, os, device_type, eos_date, os_eos_date, eol_date, has_controls,
      null::integer as own_cost, devices
    from lifecycle_tally as list where devices <> 0 and ${scopeCondition(scopes)}
    union all ${priced(sql`null::integer`, sql`-1`)}
    union all ${priced(sql`device_cost.cost`, sql`1`)}`;
}

/** Spellings that differ in case alone are one group, under one of them: filters take them for the same. */
function underOneName(cells: readonly Counted[]): HorizonCell[] {
  const names = new Map<string | null, string | null>();
  for (const { key, group } of cells) {
    const known = names.get(key) ?? null;
    names.set(key, known === null || (group !== null && group < known) ? group : known);
  }
  return cells.map(({ key, uncovered: _, ...it }) => ({ ...it, group: names.get(key) ?? null }));
}

/** Counts all devices anew, and puts right what differs. @returns how many counts did */
export async function recountEnds(tx: Tx): Promise<number> {
  // Nobody changes devices meanwhile.
  await sql`lock table device in share mode`.execute(tx);
  await sql`create temporary table tally_before on commit drop as select * from lifecycle_tally where devices <> 0`.execute(
    tx,
  );
  await sql`select lifecycle_tally_fill()`.execute(tx);
  const { rows } = await sql<{ count: number }>`
    select count(*)::integer as count from tally_before as before
    full join lifecycle_tally as now using (kind) where before.devices is distinct from now.devices
  `.execute(tx);
  await sql`drop table tally_before`.execute(tx);
  return rows[0]?.count ?? 0;
}
