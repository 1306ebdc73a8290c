import { type RawBuilder, sql } from 'kysely';
import type { GroupAsk, GroupPage } from './finding-groups.ts';
import { addUp } from './finding-group-sums.ts';
import {
  decidedBy,
  devicesBy,
  isReadyIn,
  judgedBy,
  keptGroups,
  seenBy,
  type Shared,
} from './finding-units.ts';
import { allOf } from './findings.ts';
import type { Db, Tx } from './store.ts';

/** Cohorts looked at in the first step; each further step looks at more. */
const DEVICES_FIRST = 4;
const DEVICES_GROWTH = 8;

interface DeviceUnit {
  readonly cohort: number;
  readonly saidBy: string;
  readonly n: number;
  /** Of each device, decided or not. */
  readonly findings: number;
  readonly points: number;
}

/** Looks at devices from the cohorts with most risk down, until it is certain that no other has more. */
export async function groupByDevice(
  db: Db | Tx,
  shared: Shared,
  { after, limit }: GroupAsk,
): Promise<GroupPage> {
  const units = await deviceUnits(db, shared);
  const decided = shared.areDecided ? await decidedIn(db, shared, units) : { devices: 0, points: 0 };
  const shown: string[] = [];
  // Above the place, only devices of which something is decided can come after it.
  const above = after === null || !shared.areDecided ? [] : units.filter((it) => it.points > after.points);
  const rest = after === null ? units : units.filter((it) => it.points <= after.points);
  let looked = 0;
  for (let step = limit * DEVICES_FIRST; shown.length < limit; step *= DEVICES_GROWTH) {
    looked = 0;
    for (let devices = 0; looked < rest.length && devices < step; looked++) devices += rest[looked]?.n ?? 0;
    const found = await devicesIn(db, shared, { after, limit, above, units: rest.slice(0, looked) });
    const last = found.at(-1);
    const below = rest[looked]?.points;
    if (below === undefined || (found.length === limit && last !== undefined && last.points > below)) {
      shown.push(...found.map((it) => it.device));
      break;
    }
  }
  const told = await addUp(db, { units: unitsOfDevices(shared, shown) }, 'device', {
    after: null,
    limit,
  });
  return {
    items: told.items,
    total: units.reduce((sum, it) => sum + it.n, 0) - decided.devices,
    points: units.reduce((sum, it) => sum + it.n * it.points, 0) - decided.points,
  };
}

/** What is open on some devices. */
function unitsOfDevices(shared: Shared, devices: readonly string[]): RawBuilder<unknown> {
  const decided = sql`left join (select device_id, vulnerability_no from decided_finding
      where device_id = any(${[...devices]}::uuid[])) as decided
    on decided.device_id = seen.device_id and decided.vulnerability_no = judgement.vulnerability_no`;
  const placed = sql`${devicesBy(shared)} and device_cohort.device_id = any(${[...devices]}::uuid[])`;
  return sql`select seen.device_id as key, 1 as devices, (not bool_or(${isReadyIn(shared)}))::integer as held,
      count(*) as findings, count(*) filter (where rank >= 1000) as affected,
      count(*) filter (where rank >= 1000 and tier = 0) as critical,
      coalesce(sum(score) filter (where rank >= 1000), 0) as points,
      coalesce(min(tier) filter (where rank >= 1000), min(tier)) as tier
    ${judgedBy({ ...shared, areDecided: false }, false, { seen: placed, joined: shared.areDecided ? decided : sql`` })}
      ${shared.areDecided ? sql`and decided.device_id is null` : sql``} group by 1`;
}

/** Those with most risk on each of their devices first. */
async function deviceUnits(db: Db | Tx, shared: Shared): Promise<readonly DeviceUnit[]> {
  const kept = keptGroups(shared, 'device');
  const { rows } = await (kept !== null
    ? sql<DeviceUnit>`
        select seen.cohort_id as cohort, seen.said_by as "saidBy", seen.n, findings, points
        from (${seenBy(shared)}) as seen join (${kept}) as kept on kept.cohort_id = seen.cohort_id
        order by points desc, cohort, "saidBy"`
    : sql<DeviceUnit>`
        select seen.cohort_id as cohort, seen.said_by as "saidBy", seen.n, count(*)::integer as findings,
          coalesce(sum(score) filter (where rank >= 1000), 0)::integer as points
        ${judgedBy({ ...shared, areDecided: false }, false)} group by 1, 2, 3 order by points desc, cohort, "saidBy"`
  ).execute(db);
  return rows;
}

/** What is decided of the selection: devices of which everything is, and points. */
async function decidedIn(
  db: Db | Tx,
  shared: Shared,
  units: readonly DeviceUnit[],
): Promise<{ readonly devices: number; readonly points: number }> {
  const { rows } = await sql<{ cohort: number; saidBy: string; findings: number; points: number }>`
    select gone.cohort_id as cohort, gone.said_by as "saidBy", count(*)::integer as findings,
      coalesce(sum(gone.devices * score) filter (where rank >= 1000), 0)::float8 as points
    ${decidedBy(shared, false)} group by 1, 2
  `.execute(db);
  const findings = new Map(units.map((it) => [`${it.cohort} ${it.saidBy}`, it.findings]));
  const cohorts = rows.filter((it) => it.findings === findings.get(`${it.cohort} ${it.saidBy}`));
  const { rows: devices } = await sql<{ count: number }>`
    select count(*)::integer as count from (
      select placed.device_id
      ${judgedBy({ ...shared, areDecided: false }, false, {
        joined: sql`join (${devicesBy(shared)}) as placed
            on placed.cohort_id = seen.cohort_id and placed.said_by = seen.said_by
            left join decided_finding decided on decided.device_id = placed.device_id
              and decided.vulnerability_no = judgement.vulnerability_no`,
      })}
      and seen.cohort_id = any(${cohorts.map((it) => it.cohort)}::integer[])
      group by 1 having bool_and(decided.device_id is not null)) as excused
  `.execute(db);
  return {
    devices: cohorts.length === 0 ? 0 : (devices[0]?.count ?? 0),
    points: rows.reduce((sum, it) => sum + it.points, 0),
  };
}

/** Devices of some units after a place, with what is left of their points. */
async function devicesIn(
  db: Db | Tx,
  shared: Shared,
  {
    after,
    limit,
    above,
    units,
  }: GroupAsk & { readonly above: readonly DeviceUnit[]; readonly units: readonly DeviceUnit[] },
): Promise<readonly { readonly device: string; readonly points: number }[]> {
  const all = [...above, ...units];
  const gone = sql`select count(*) as findings, coalesce(sum(score) filter (where rank >= 1000), 0) as points
    from decided_finding decided
    join judgement on judgement.cohort_id = placed.cohort_id and judgement.vulnerability_no = decided.vulnerability_no
    join cohort on cohort.id = judgement.cohort_id
    ${shared.asksVulnerability ? sql`join vulnerability on vulnerability.no = judgement.vulnerability_no` : sql``}
    ${
      shared.asksVerdict
        ? sql`join verdict on verdict.configuration_id = cohort.configuration_id
            and verdict.vulnerability_no = judgement.vulnerability_no and verdict.closed_at is null`
        : sql``
    }
    left join readiness_override override on override.id = placed.said_by
    where decided.device_id = placed.device_id and ${allOf([shared.onFinding])}`;
  const { rows } = await sql<{ device: string; points: number }>`
    select device, points from (
      select placed.device_id::text collate "C" as device, (unit.points - coalesce(gone.points, 0))::float8 as points,
        unit.findings - coalesce(gone.findings, 0) as findings
      from unnest(${all.map((it) => it.cohort)}::integer[], ${all.map((it) => it.saidBy)}::uuid[],
        ${all.map((it) => it.points)}::integer[], ${all.map((it) => it.findings)}::integer[],
        ${all.map((_, at) => at < above.length)}::boolean[]) as unit (cohort_id, said_by, points, findings, is_above)
      join (${devicesBy(shared)}) as placed on placed.cohort_id = unit.cohort_id and placed.said_by = unit.said_by
      left join lateral (${shared.areDecided ? gone : sql`select 0 as findings, 0 as points`}) as gone on true
      where not is_above or gone.findings > 0) as met
    where findings > 0 and ${after === null ? sql`true` : sql`(points, findings, device) < (${after.points}::float8, ${after.findings}::bigint, ${after.key}::text collate "C")`}
    order by points desc, findings desc, device desc limit ${limit}
  `.execute(db);
  return rows;
}
