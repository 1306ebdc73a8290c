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
  model: sql`nullif(concat_ws(' ', vendor.name, model.name), '')`,
  system: sql`device.os`,
  type: sql`device.device_type`,
};

/** Devices by group and by the quarter in which an end falls, with what replacing them costs. */
export async function countHorizon(
  db: Db | Tx,
  scopes: readonly Scope[],
  { end, by, today }: { readonly end: HorizonEnd; readonly by: HorizonGroup; readonly today: string },
): Promise<HorizonCell[]> {
  const day = ENDS[end];
  const group = GROUPS[by];
  const key = by === 'model' ? sql`device.model_id::text` : sql`lower(${group})`;
  const { rows } = await sql<HorizonCell & { readonly key: string | null }>`
    select key, min(spelling) as "group", model_id as "modelId", quarter, count(*)::integer as devices,
      coalesce(sum(cost), 0)::float8 as cost, count(*) filter (where cost is null)::integer as "costUnknown"
    from (
      select ${key} as key, ${group} as spelling, ${by === 'model' ? sql`device.model_id` : sql`null::uuid`} as model_id,
        case when ${day} is null or ${day} !~ '^\\d{4}-\\d\\d-\\d\\d$' then 'undetermined'
          when ${day} < ${today} then 'past'
          else left(${day}, 4) || '-Q' || ((substring(${day} from 6 for 2)::integer + 2) / 3) end as quarter,
        coalesce(device_cost.cost, (model.details ->> 'replacementCost')::integer) as cost
      from device_list as list join device on device.id = list.device_id
      left join model on model.id = device.model_id left join vendor on vendor.id = model.vendor_id
      left join device_cost on device_cost.device_id = device.id
      where ${scopeCondition(scopes)}
    ) found group by key, model_id, quarter
  `.execute(db);
  return underOneName(rows);
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
    select count(*)::integer as count from device_list as list join device on device.id = list.device_id
    where ${scopeCondition(scopes)} and ${ENDS[end]} < ${today} and device.fields ->> 'controls' is null
  `.execute(db);
  return rows[0]?.count ?? 0;
}
