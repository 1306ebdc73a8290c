import { type RawBuilder, sql } from 'kysely';
import type { Scope } from '#engine/access';
import { scopeCondition } from './device-conditions.ts';
import type { FigureDays, PlaceFigures } from './figures.ts';
import type { Db, Tx } from './store.ts';

// What triggers count as devices change: see migration 0140. Whoever may see the devices of a maker is not served from here.

/** Whether what somebody may see is made of whole departments and sites. */
export function isOfPlaces(scopes: readonly Scope[]): boolean {
  return scopes.every(({ kind }) => kind === 'hospital' || kind === 'site' || kind === 'department');
}

/** Rows of `place_tally as tally` in one of the scopes. */
function placeCondition(scopes: readonly Scope[]): RawBuilder<boolean> {
  if (scopes.some((it) => it.kind === 'hospital')) return sql`true`;
  const each = scopes.flatMap((it) => {
    if (it.kind === 'site') return [sql<boolean>`tally.site = ${it.id}`];
    return it.kind === 'department' ? [sql<boolean>`tally.department = ${it.id}`] : [];
  });
  return each.length === 0 ? sql`false` : sql`(${sql.join(each, sql` or `)})`;
}

/** Devices somebody sees, in all. */
export async function countDevicesSeen(db: Db | Tx, scopes: readonly Scope[]): Promise<number> {
  const { rows } = await (isOfPlaces(scopes)
    ? sql<{ count: number }>`select coalesce(sum(devices), 0)::integer as count from place_tally as tally
        where fact = 'devices' and ${placeCondition(scopes)}`
    : sql<{
        count: number;
      }>`select count(*)::integer as count from device_list as list where ${scopeCondition(scopes)}`
  ).execute(db);
  return rows[0]?.count ?? 0;
}

/** Devices that a life hangs on and that wait for somebody. */
export interface VitalCounts {
  readonly unsupported: number;
  readonly versionless: number;
  readonly disputed: number;
}

export async function readVitalCounts(
  db: Db | Tx,
  scopes: readonly Scope[],
  today: string,
): Promise<VitalCounts> {
  const n = (fact: string) => sql`coalesce(sum(devices) filter (where fact = ${sql.lit(fact)}), 0)::integer`;
  const { rows } = await sql<VitalCounts>`
    select ${n('vitalSupportEnds')} as unsupported, ${n('vitalVersionless')} as versionless, ${n('vitalDisputed')} as disputed
    from place_tally as tally
    where (fact in ('vitalVersionless', 'vitalDisputed') or (fact = 'vitalSupportEnds' and value < ${today}))
      and ${placeCondition(scopes)}
  `.execute(db);
  return rows[0] ?? { unsupported: 0, versionless: 0, disputed: 0 };
}

/** Devices by what is known of them, by site and department. Those seen on the first of the days are looked at one by one. */
export async function readPlaceFigures(
  db: Db | Tx,
  scopes: readonly Scope[],
  { today, seenSince, in6, in12, in24 }: FigureDays,
): Promise<PlaceFigures[]> {
  const firstDay = seenSince.toISOString().slice(0, 10);
  const dayAfter = new Date(Date.parse(firstDay) + DAY_MS);
  const n = (fact: string, when = sql`true`) =>
    sql`coalesce(sum(devices) filter (where fact = ${sql.lit(fact)} and ${when}), 0)::integer`;
  const ends = (until: string) => n('supportEnds', sql`value >= ${today} and value < ${until}`);
  const { rows } = await sql<{ site: string; department: string } & PlaceFigures['figures']>`
    with seen_first as (
      select coalesce(scope_site, '') as site, coalesce(scope_department, '') as department, 'seen' as fact,
        '' as value, count(*) as devices
      from device_list as list
      where seen_at >= ${seenSince} and seen_at < ${dayAfter} and ${scopeCondition(scopes)} group by 1, 2
    ), tally as (
      select site, department, fact, value, devices from place_tally as tally
      where fact in ('devices', 'complete', 'versionKnown', 'agreed', 'registered', 'supportEnds') and ${placeCondition(scopes)}
      union all
      select site, department, fact, value, devices from place_tally as tally
      where fact = 'seen' and value > ${firstDay} and ${placeCondition(scopes)}
      union all select * from seen_first
    )
    select site, department, ${n('devices')} as devices, ${n('complete')} as complete,
      ${n('versionKnown')} as "versionKnown", ${n('seen')} as seen, ${n('agreed')} as agreed,
      ${n('registered')} as registered, ${n('supportEnds', sql`value >= ${today}`)} as supported,
      ${n('supportEnds', sql`value < ${today}`)} as "supportEnded", ${ends(in6)} as "endsWithin6",
      ${ends(in12)} as "endsWithin12", ${ends(in24)} as "endsWithin24"
    from tally group by 1, 2 having ${n('devices')} > 0
  `.execute(db);
  return rows.map(({ site, department, ...figures }) => ({
    site: site === '' ? null : site,
    department: department === '' ? null : department,
    figures,
  }));
}

const DAY_MS = 86_400_000;

/** Counts all devices anew, and puts right what differs. @returns how many counts did */
export async function recountPlaces(tx: Tx): Promise<number> {
  // Nobody changes devices meanwhile.
  await sql`lock table device_list in share mode`.execute(tx);
  await sql`create temporary table tally_before on commit drop as select * from place_tally where devices <> 0`.execute(
    tx,
  );
  await sql`select place_tally_fill()`.execute(tx);
  const { rows } = await sql<{ count: number }>`
    select count(*)::integer as count from tally_before as before
    full join place_tally as now using (fact, value, site, department)
    where before.devices is distinct from now.devices
  `.execute(tx);
  await sql`drop table tally_before`.execute(tx);
  return rows[0]?.count ?? 0;
}
