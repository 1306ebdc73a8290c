import { type ColumnType, type Generated, sql } from 'kysely';
import type { Scope } from '#engine/access';
import type { LocationKind, PlaceStep } from '#engine/inherit';
import { scopeCondition } from './device-conditions.ts';
import { storableText } from './json.ts';
import type { Db, Tx } from './store.ts';

export interface LocationTables {
  location: {
    id: string;
    parent_id: string | null;
    kind: LocationKind;
    name: string;
    path: string;
    device_count: Generated<number>;
    devices_below: Generated<number>;
    version: Generated<number>;
    created_at: ColumnType<Date, Date, never>;
  };
}

/** The location of each path; makes those that are new, the outer ones first. */
export async function ensureLocations(
  tx: Tx,
  places: readonly (readonly PlaceStep[])[],
  { newId, at }: { readonly newId: () => string; readonly at: Date },
): Promise<ReadonlyMap<string, string>> {
  const wanted = new Map<string, PlaceStep & { readonly around: string | null }>();
  for (const steps of places)
    for (const [index, step] of steps.entries())
      if (!wanted.has(step.path)) wanted.set(step.path, { ...step, around: steps[index - 1]?.path ?? null });
  if (wanted.size === 0) return new Map();
  const rows = await tx
    .selectFrom('location')
    .select(['id', 'path'])
    .where(sql<boolean>`path = any(${[...wanted.keys()].map(storableText)}::text[])`)
    .execute();
  const found = new Map(rows.map((it) => [it.path, it.id]));
  const made = [];
  // A place stands before those within it in `wanted`, so the place around it has its id by then.
  for (const { path, kind, name, around } of wanted.values()) {
    if (found.has(path)) continue;
    const id = newId();
    found.set(path, id);
    made.push({
      id,
      kind,
      path: storableText(path),
      name: storableText(name),
      parent_id: around === null ? null : (found.get(around) ?? null),
      created_at: at,
    });
  }
  for (let from = 0; from < made.length; from += BATCH)
    await tx
      .insertInto('location')
      .values(made.slice(from, from + BATCH))
      .execute();
  return found;
}

const BATCH = 1000;

/** A place as people see it. */
export interface Location {
  readonly id: string;
  readonly parentId: string | null;
  readonly kind: LocationKind;
  readonly name: string;
  /** Devices in it and in all places within it. */
  readonly deviceCount: number;
  /** Places right within it. */
  readonly placeCount: number;
  /** Counts changes. */
  readonly version: number;
}

type LocationSelection =
  | { readonly kind: 'within'; readonly parentId: string | null }
  /** The place itself, and all that lie around it, outermost first. */
  | { readonly kind: 'around'; readonly id: string };

/** Places, by name. Whoever sees only part of the hospital sees those with a device there. */
export async function listLocations(
  db: Db | Tx,
  selection: LocationSelection,
  scopes: readonly Scope[],
): Promise<Location[]> {
  const isWhole = scopes.some((it) => it.kind === 'hospital');
  const { rows } = await sql<Location>`
    with recursive chosen as (${chosenPlaces(selection)})
    ${isWhole ? sql`` : sql`, ${devicesSeen(scopes)}`}
    select chosen.id, chosen.parent_id as "parentId", chosen.kind, chosen.name, chosen.version,
      ${isWhole ? sql`device_count + devices_below` : sql`seen.devices::integer`} as "deviceCount",
      (select count(*)::integer from location where location.parent_id = chosen.id) as "placeCount"
    from chosen ${isWhole ? sql`` : sql`join seen on seen.id = chosen.id`}
    order by chosen.depth, array_position(array['site', 'building', 'floor', 'room'], chosen.kind),
      lower(chosen.name) collate "und-x-icu", chosen.id
  `.execute(db);
  return rows;
}

/** Devices of the scopes in each place and in all places within it, where there are any, as `seen`. */
function devicesSeen(scopes: readonly Scope[]) {
  return sql`up as (
      select location_id as id, count(*) as devices from device join device_list as list on list.device_id = device.id
      where location_id is not null and ${scopeCondition(scopes)} group by 1
      union all
      select location.parent_id, up.devices from up join location on location.id = up.id where parent_id is not null
    ), seen as (select id, sum(devices) as devices from up group by 1)`;
}

function chosenPlaces(selection: LocationSelection) {
  if (selection.kind === 'within')
    return selection.parentId === null
      ? sql`select location.*, 0 as depth from location where parent_id is null`
      : sql`select location.*, 0 as depth from location where parent_id = ${selection.parentId}`;
  return sql`
    select location.*, 0 as depth from location where id = ${selection.id}
    union all
    select location.*, chosen.depth - 1 from location join chosen on location.id = chosen.parent_id`;
}

/** @returns the name and version it had, which it keeps where another version was expected; null: there is no such place */
export async function renameLocation(
  tx: Tx,
  { id, version }: Pick<Location, 'id' | 'version'>,
  name: string,
): Promise<Pick<Location, 'name' | 'version'> | null> {
  const before = await tx
    .selectFrom('location')
    .select(['name', 'version'])
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst();
  if (before === undefined) return null;
  if (before.version === version)
    await tx
      .updateTable('location')
      .set({ name: storableText(name), version: version + 1 })
      .where('id', '=', id)
      .execute();
  return before;
}

/** Counts the devices below each place anew, and puts right what differs. @returns how many places did */
export async function recountBelow(tx: Tx): Promise<number> {
  // Nobody moves devices meanwhile.
  await sql`lock table device in share mode`.execute(tx);
  const { numAffectedRows } = await sql`
    with recursive up as (
      select parent_id as id, device_count as devices from location where device_count <> 0
      union all
      select location.parent_id, up.devices from up join location on location.id = up.id
    ), told as (select id, sum(devices)::integer as devices from up where id is not null group by 1)
    update location set devices_below = now.devices
    from (select location.id, coalesce(told.devices, 0) as devices from location left join told using (id)) as now
    where location.id = now.id and location.devices_below <> now.devices
  `.execute(tx);
  return Number(numAffectedRows ?? 0);
}
