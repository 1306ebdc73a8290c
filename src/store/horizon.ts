import { type RawBuilder, sql } from 'kysely';
import type { Scope } from '#engine/access';
import type { HorizonCell, HorizonEnd, HorizonGroup } from '#engine/support';
import { scopeCondition } from './device-conditions.ts';
import type { Db, Tx } from './store.ts';

// Triggers count devices that are alike in when they end, and where they are, as they change: see migration 0207.

const ENDS: Readonly<Record<HorizonEnd, RawBuilder<string | null>>> = {
  support: sql`eos_date`,
  system: sql`os_eos_date`,
  life: sql`eol_date`,
};

/** What devices are grouped by, of a device or of what several are alike in; of a model it is its number and name. */
const GROUPS: Readonly<Record<HorizonGroup, RawBuilder<string | null>>> = {
  department: sql`scope_department`,
  site: sql`scope_site`,
  model: sql`nullif(concat_ws(' ', vendor.name, model.name), '')`,
  system: sql`os`,
  type: sql`device_type`,
};

export interface CountedHorizon {
  readonly cells: readonly HorizonCell[];
  /** Devices past the end that no control stands in for, as their sources say. */
  readonly uncovered: number;
}

type Counted = HorizonCell & { readonly key: string | null; readonly uncovered: number };

interface HorizonAsk {
  readonly end: HorizonEnd;
  readonly by: HorizonGroup;
  /** ISO day. */
  readonly today: string;
}

/** Devices by group and by the quarter in which an end falls, with what replacing them costs. */
export async function countHorizon(
  db: Db | Tx,
  scopes: readonly Scope[],
  ask: HorizonAsk,
): Promise<CountedHorizon> {
  // Who is in a device group is not counted by place.
  const areGrouped = scopes.some((it) => it.kind === 'group') && !scopes.some((it) => it.kind === 'hospital');
  const { rows } = await sql<Counted>`
    with ${areGrouped ? sql`` : countedWith(ask)}
    described as (
      ${areGrouped ? oneByOne(scopes, ask) : sql`${countedIn(scopes, ask)} union all ${priced(scopes, ask)}`}
    )
    select key, min(spelling) as "group", model_id as "modelId", quarter, sum(devices)::integer as devices,
      coalesce(sum(cost * devices), 0)::float8 as cost,
      coalesce(sum(devices) filter (where cost is null), 0)::integer as "costUnknown",
      coalesce(sum(devices) filter (where is_uncovered), 0)::integer as uncovered
    from described group by key, model_id, quarter having sum(devices) <> 0
  `.execute(db);
  return { cells: underOneName(rows), uncovered: rows.reduce((sum, it) => sum + it.uncovered, 0) };
}

/** What a device, or what several are alike in, is told by: in which quarter, at what cost, and in which group unless by place. */
function toldBy({ end, by, today }: HorizonAsk): RawBuilder<unknown> {
  const day = ENDS[end];
  return sql`
    case when ${day} is null or ${day} !~ '^\\d{4}-\\d\\d-\\d\\d$' then 'undetermined'
      when ${day} < ${today} then 'past'
      else left(${day}, 4) || '-Q' || ((substring(${day} from 6 for 2)::integer + 2) / 3) end as quarter,
    (model.details ->> 'replacementCost')::integer as model_cost,
    coalesce(${day} < ${today}, false) and not has_controls as is_uncovered,
    ${by === 'model' ? sql`model_id` : sql`null::uuid`} as group_id`;
}

const BESIDE_MODEL = sql`left join model on model.id = told.model_id left join vendor on vendor.id = model.vendor_id`;
const isByPlace = (by: HorizonGroup) => by === 'department' || by === 'site';
const keyOf = (by: HorizonGroup) => (by === 'model' ? sql`group_id::text` : sql`lower(spelling)`);

/** Endings and places, each with a number that those have in common which are told the same: these are added up. */
function countedWith(ask: HorizonAsk): RawBuilder<unknown> {
  const spelling = isByPlace(ask.by) ? sql`null::text` : GROUPS[ask.by];
  return sql`
    ending as not materialized (
      select *, dense_rank() over (order by quarter, model_cost, is_uncovered, group_id, spelling) as alike from (
        select told.no, scope_vendor, ${toldBy(ask)}, ${spelling} as spelling from lifecycle_ending as told ${BESIDE_MODEL}) as told
    ), spot as not materialized (
      select no, scope_site, scope_department, spelling, dense_rank() over (order by spelling) as alike
      from (select *, ${isByPlace(ask.by) ? GROUPS[ask.by] : sql`null::text`} as spelling from place) as place
    ),`;
}

function countedIn(scopes: readonly Scope[], { by }: HorizonAsk): RawBuilder<unknown> {
  return sql`
    select ${keyOf(by)} as key, spelling, group_id as model_id, quarter, model_cost as cost, devices, is_uncovered from (
      select ${isByPlace(by) ? sql`at.spelling` : sql`told.spelling`} as spelling, group_id, quarter, model_cost, is_uncovered, devices
      from (
        select ending_alike, spot_alike, sum(devices) as devices from (
          select devices, ending.alike as ending_alike, spot.alike as spot_alike, scope_site, scope_department, scope_vendor
          from lifecycle_tally join ending on ending.no = ending_no join spot on spot.no = place_no where devices <> 0) as list
        where ${scopeCondition(scopes)} group by 1, 2) as summed
      join (select distinct on (alike) * from ending) as told on told.alike = ending_alike
      join (select distinct on (alike) * from spot) as at on at.alike = spot_alike) as named`;
}

const DEVICE = sql`select device.id, device.site as scope_site, device.department as scope_department, device.model_id, device.os,
  device.device_type, device.eos_date, device.os_eos_date, device.eol_date, device.fields ->> 'controls' is not null as has_controls`;

/** Devices one by one. */
function oneByOne(scopes: readonly Scope[], ask: HorizonAsk): RawBuilder<unknown> {
  return sql`
    select ${keyOf(ask.by)} as key, spelling, group_id as model_id, quarter, coalesce(own_cost, model_cost) as cost, 1 as devices,
      is_uncovered
    from (select ${toldBy(ask)}, ${GROUPS[ask.by]} as spelling, device_cost.cost as own_cost
      from (${DEVICE} from device join device_list as list on list.device_id = device.id where ${scopeCondition(scopes)}) as told
      left join device_cost on device_cost.device_id = told.id ${BESIDE_MODEL}) as named`;
}

/** Devices of which a person said what one costs: once more, at that cost, and less at that of their model. */
function priced(scopes: readonly Scope[], ask: HorizonAsk): RawBuilder<unknown> {
  return sql`
    select ${keyOf(ask.by)} as key, spelling, group_id as model_id, quarter, each.cost, each.devices, is_uncovered
    from (select ${toldBy(ask)}, ${GROUPS[ask.by]} as spelling, own_cost
      from (${DEVICE}, device_cost.cost as own_cost from device_cost join device on device.id = device_cost.device_id
        join device_list as list on list.device_id = device.id where ${scopeCondition(scopes)}) as told ${BESIDE_MODEL}) as named
    cross join lateral (values (own_cost, 1), (model_cost, -1)) as each (cost, devices)`;
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
    full join lifecycle_tally as now using (ending_no, place_no) where before.devices is distinct from now.devices
  `.execute(tx);
  await sql`drop table tally_before`.execute(tx);
  return rows[0]?.count ?? 0;
}
