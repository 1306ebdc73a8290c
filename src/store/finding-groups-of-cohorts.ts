import { type RawBuilder, sql } from 'kysely';
import type { FindingGroup, GroupAsk, GroupPage } from './finding-groups.ts';
import {
  addUp,
  type AddedUp,
  isOneOf,
  judgedIn,
  KEYS,
  NAMES,
  type Parts,
  type SharedGrouping,
  spokenBy,
  withVulnerabilities,
} from './finding-group-sums.ts';
import {
  decidedBy,
  devicesBy,
  goneBy,
  isReadyIn,
  judgedBy,
  keptGroups,
  onceFor,
  openIn,
  overrideBy,
  seenBy,
  type Shared,
  TOUCHED,
  UNTOUCHED,
} from './finding-units.ts';
import type { Db, Tx } from './store.ts';

/** Adds up what cohorts have, and looks at single devices only where decisions leave a group to some of them. */
export async function groupTogether(
  db: Db | Tx,
  shared: Shared,
  by: SharedGrouping,
  ask: GroupAsk,
): Promise<GroupPage> {
  const found =
    by === 'vulnerability'
      ? await addUp(db, vulnerabilityParts(shared), by, ask)
      : await addUpGroups(db, shared, by, ask);
  const { items, unclear, total, points } = found;
  const devices = unclear.length === 0 ? new Map() : await countDevicesOf(db, shared, by, unclear);
  return { items: items.map((it) => ({ ...it, ...devices.get(it.key) })), total, points };
}

/** From what is kept of cohorts where that tells; else from their findings. */
async function addUpGroups(
  db: Db | Tx,
  shared: Shared,
  by: 'action' | 'advisory',
  ask: GroupAsk,
): Promise<AddedUp> {
  const kept = keptGroups(shared, by);
  if (kept === null) return addUp(db, judgedParts(shared, by), by, ask);
  const { shared: once, named } = onceFor(shared);
  const units = unitsOfGroups(once, by, kept);
  if (shared.tier !== null)
    return addUp(db, { named, units, met: metInTier(once, by, shared.tier) }, by, ask);
  const found = await addUp(db, { named, units }, by, ask);
  return {
    ...found,
    ...(await withVulnerabilities(db, found, (names) => ofConfigurations(shared, by, names))),
  };
}

/** From each finding. */
function judgedParts(shared: Shared, by: SharedGrouping): Parts {
  const { shared: once, named } = onceFor(shared);
  return {
    named: sql`${named} judged as materialized (${judgedRows(once, by)}),`,
    units: added(sql`select * from judged`),
    met: sql`select key, vulnerability_no from judged where open > 0 and key in (select key from page)`,
  };
}

/** Those that stand in verdicts of configurations with devices; what decisions touch is looked at. */
function ofConfigurations(shared: Shared, by: 'action' | 'advisory', names: readonly string[]) {
  const decided = sql`any(array(select distinct vulnerability_no from (${goneBy(shared)}) as gone))`;
  const standing = sql`select ${KEYS[by]} as key, verdict.vulnerability_no from verdict ${spokenBy(by)}
    where closed_at is null and ${isOneOf(by, names)} and configuration_id in (select configuration_id
      from (${seenBy(shared)}) as seen join cohort on cohort.id = seen.cohort_id)`;
  if (!shared.areDecided) return standing;
  return sql`${standing} and not (verdict.vulnerability_no = ${decided})
    union all select ${KEYS[by]}, judgement.vulnerability_no ${judgedIn(shared, by)}
      and judgement.vulnerability_no = ${decided} and ${openIn(shared)} > 0 and ${isOneOf(by, names)}`;
}

/** Those that are kept beside the groups shown. */
function metInTier(shared: Shared, by: 'action' | 'advisory', tier: number): RawBuilder<unknown> {
  const kept = sql`select cohort_id, key, vulnerabilities from cohort_tier_group
    where kind = ${sql.lit(by)} and tier = ${sql.lit(tier)}::smallint and key = any(array(select key from page))`;
  const met = (from: RawBuilder<unknown>) => sql`select grouped.key, met.vulnerability_no
    from ${from} cross join lateral unnest(grouped.vulnerabilities) as met (vulnerability_no)`;
  // Cohorts of one configuration are mostly of the same.
  const alike = (seen: RawBuilder<unknown>) =>
    met(sql`(select distinct key, vulnerabilities from ${groupsOf(seen, kept)}) as grouped`);
  if (!shared.areDecided) return alike(seenBy(shared));
  return sql`${alike(UNTOUCHED)}
    union all ${met(eachGroupOf(TOUCHED, kept))}
    left join (${goneBy(shared)}) as gone on gone.cohort_id = seen.cohort_id and gone.said_by = seen.said_by
      and gone.vulnerability_no = met.vulnerability_no where seen.n > coalesce(gone.devices, 0)`;
}

/** Devices of a unit on which some finding is open, of all findings or of some; null: the tallies do not tell. */
const devicesWith = (some: RawBuilder<unknown>) => sql`case when bool_or(open = n and ${some}) then max(n)
  when count(*) filter (where open > 0 and ${some}) <= 1 then coalesce(max(open) filter (where ${some}), 0) end`;
const DEVICES = devicesWith(sql`true`);
const HELD = sql`${DEVICES} - ${devicesWith(sql`ready`)}`;

/** What one finding is to its group. */
function judgedRows(shared: Shared, by: SharedGrouping): RawBuilder<unknown> {
  return sql`select ${KEYS[by]} as key, seen.cohort_id, seen.said_by, seen.n, judgement.vulnerability_no,
    ${openIn(shared)} as open, ${isReadyIn(shared)} as ready, rank, tier, score ${judgedIn(shared, by)}`;
}

/** Of each vulnerability on each cohort; on all devices, where that is kept and no decision touches it. */
function vulnerabilityParts(whole: Shared): Parts {
  const { shared, named } = onceFor(whole);
  const isWhole = shared.onDevice === null && shared.onFinding === null && !shared.areSaid;
  if (!isWhole || !shared.isReachKept) {
    if (!shared.areDecided) return { named, units: judgedUnits(shared) };
    return {
      named,
      units: sql`${summed(judgedUnits({ ...shared, areDecided: false, reached: UNTOUCHED }))}
        union all ${judgedUnits({ ...shared, reached: TOUCHED }, true)}`,
    };
  }
  const kept = sql`select vulnerability_no as key, affected + undetermined as devices, held,
      affected + undetermined as findings, affected, critical, points, tier from vulnerability_reach`;
  if (!shared.areDecided) return { units: kept };
  const decided = sql`any(array(select distinct vulnerability_no from decided_tally))`;
  return {
    named,
    units: sql`${kept} where not (vulnerability_no = ${decided})
      union all ${judgedUnits(shared)} and judgement.vulnerability_no = ${decided}`,
  };
}

/** Many units as one for each group, which planners then hash; together with others of unknown number they would sort them. */
function summed(units: RawBuilder<unknown>): RawBuilder<unknown> {
  return sql`select key, sum(devices)::integer as devices, sum(held)::integer as held, sum(findings)::integer as findings,
      sum(affected)::integer as affected, sum(critical)::integer as critical, sum(points)::float8 as points,
      coalesce(min(tier) filter (where affected > 0), min(tier)) as tier
    from (${units}) as unit group by 1`;
}

/** Each finding of a unit. */
function judgedUnits(shared: Shared, areFew = false): RawBuilder<unknown> {
  const open = openIn(shared);
  return sql`select judgement.vulnerability_no as key, ${open} as devices,
      case when ${isReadyIn(shared)} then 0 else ${open} end as held, ${open} as findings,
      case when rank >= 1000 then ${open} else 0 end as affected,
      case when rank >= 1000 and tier = 0 then ${open} else 0 end as critical,
      case when rank >= 1000 then ${open} * (rank - 1000) else 0 end as points, tier
    ${judgedBy(shared, false, { areFew })}`;
}

/** Of each group on each cohort, from what its findings are to it. */
function added(judged: RawBuilder<unknown>): RawBuilder<unknown> {
  return sql`select key, ${DEVICES} as devices, ${HELD} as held, sum(open) as findings,
      coalesce(sum(open) filter (where rank >= 1000), 0) as affected,
      coalesce(sum(open) filter (where rank >= 1000 and tier = 0), 0) as critical,
      coalesce(sum(open * score) filter (where rank >= 1000), 0) as points,
      coalesce(min(tier) filter (where rank >= 1000 and open > 0), min(tier) filter (where open > 0)) as tier
    from (${judged}) as judged group by key, cohort_id, said_by`;
}

/** Units with what is kept of their cohorts, as `seen` and `grouped`; the second looks each of few units up. */
const groupsOf = (seen: RawBuilder<unknown>, kept: RawBuilder<unknown>) =>
  sql`(${seen}) as seen join (${kept}) as grouped on grouped.cohort_id = seen.cohort_id`;
const eachGroupOf = (seen: RawBuilder<unknown>, kept: RawBuilder<unknown>) =>
  sql`(${seen}) as seen cross join lateral (select * from (${kept}) as kept where kept.cohort_id = seen.cohort_id offset 0) as grouped`;

/** Of each act or advisory on each cohort as they are kept, less what is decided. */
function unitsOfGroups(
  shared: Shared,
  by: 'action' | 'advisory',
  groups: RawBuilder<unknown>,
): RawBuilder<unknown> {
  const ready = shared.areSaid
    ? sql`(case override.says when 0 then fixable else case when override.says is null then ready else 0 end end)`
    : sql`ready`;
  const whole = (seen: RawBuilder<unknown>) => sql`
    select grouped.key, seen.n as devices, case when ${ready} > 0 then 0 else seen.n end as held,
      seen.n * grouped.findings as findings, seen.n * grouped.affected as affected, seen.n * grouped.critical as critical,
      seen.n::float8 * grouped.points as points, grouped.tier
    from ${groupsOf(seen, groups)} ${overrideBy(shared, 'seen')}`;
  if (!shared.areDecided) return whole(seenBy(shared));
  const devices = devicesLeft(sql`grouped.findings`, 'any');
  const less = (name: string) => sql`coalesce(${sql.ref(`less.${name}`)}, 0)`;
  return sql`with less as materialized (${decidedOfGroups(shared, by)})
    ${summed(whole(UNTOUCHED))} union all
    select grouped.key, ${devices}, ${devices} - ${devicesLeft(ready, 'ready')},
      seen.n * grouped.findings - ${less('findings')}, seen.n * grouped.affected - ${less('affected')},
      seen.n * grouped.critical - ${less('critical')}, seen.n::float8 * grouped.points - ${less('points')},
      ${shared.tier === null ? tierLeft(by) : sql`grouped.tier`}
    from ${eachGroupOf(TOUCHED, groups)} ${overrideBy(shared, 'seen')}
    left join less on less.cohort_id = seen.cohort_id and less.said_by = seen.said_by and less.key = grouped.key`;
}

/** What is decided of each act or advisory on the devices of a unit. */
function decidedOfGroups(shared: Shared, by: 'action' | 'advisory'): RawBuilder<unknown> {
  const partly = sql`gone.devices < gone.n`;
  const ready = isReadyIn(shared);
  const sum = (of: RawBuilder<unknown>, when: RawBuilder<unknown>) =>
    sql`coalesce(sum(${of}) filter (where ${when}), 0)`;
  // What is said of devices is held against the verdict.
  const { key, from } =
    shared.tier === null || shared.areSaid
      ? { key: sql`(${KEYS[by]})::text collate "C"`, from: decidedBy(shared, true, spokenBy(by)) }
      : { key: sql`grouped.key`, from: decidedInTier(shared, by, shared.tier) };
  return sql`select ${key} as key, gone.cohort_id, gone.said_by,
      count(*) as any_all, count(*) filter (where ${partly}) as any_partly, max(gone.n - gone.devices) as any_left,
      count(*) filter (where ${ready}) as ready_all, count(*) filter (where ${ready} and ${partly}) as ready_partly,
      max(gone.n - gone.devices) filter (where ${ready}) as ready_left,
      sum(gone.devices) as findings, ${sum(sql`gone.devices`, sql`rank >= 1000`)} as affected,
      ${sum(sql`gone.devices`, sql`rank >= 1000 and tier = 0`)} as critical,
      ${sum(sql`gone.devices * score`, sql`rank >= 1000`)} as points,
      array_agg(tier * 2 + (rank >= 1000)::integer) filter (where not ${partly}) as ended
    ${from} group by 1, 2, 3`;
}

/** The same findings of one tier, found by the groups that are kept: most of what is decided is of another tier. */
function decidedInTier(shared: Shared, by: 'action' | 'advisory', tier: number): RawBuilder<unknown> {
  const kept = sql`select cohort_id, key, vulnerabilities from cohort_tier_group
    where kind = ${sql.lit(by)} and tier = ${sql.lit(tier)}::smallint`;
  // `offset 0`: groups are looked up for each unit, not for each finding that is decided.
  return sql`from (select seen.cohort_id, seen.said_by, grouped.key, met.vulnerability_no from ${eachGroupOf(TOUCHED, kept)}
      cross join lateral unnest(grouped.vulnerabilities) as met (vulnerability_no) offset 0) as grouped
    join (${goneBy(shared)}) as gone on gone.cohort_id = grouped.cohort_id and gone.said_by = grouped.said_by
      and gone.vulnerability_no = grouped.vulnerability_no
    cross join lateral (select * from judgement
      where judgement.cohort_id = gone.cohort_id and judgement.vulnerability_no = gone.vulnerability_no limit 1) as judgement
    ${overrideBy(shared, 'gone')}`;
}

/** Devices of a unit on which some finding of the group is open; null: the tallies do not tell. */
function devicesLeft(findings: RawBuilder<unknown>, some: 'any' | 'ready'): RawBuilder<unknown> {
  const of = (name: string) => sql`coalesce(${sql.ref(`less.${some}_${name}`)}, 0)`;
  return sql`(case when ${of('all')} < ${findings} then seen.n when ${of('partly')} <= 1 then ${of('left')} end)`;
}

/** Most urgent tier of what is left, where something is decided on all devices of a unit. */
function tierLeft(by: 'action' | 'advisory'): RawBuilder<unknown> {
  const affected = sql`cardinality(array_positions(less.ended, tier * 2 + 1))`;
  const all = sql`${affected} + cardinality(array_positions(less.ended, tier * 2))`;
  return sql`(case when less.ended is null then grouped.tier else (
    select coalesce(min(tier) filter (where affected > ${affected}), min(tier) filter (where findings > ${all}))
    from cohort_tier_group as apart
    where kind = ${sql.lit(by)} and apart.cohort_id = grouped.cohort_id and apart.key = grouped.key) end)`;
}

/** Devices that have something open of each group, and those of them on which nothing of it can be mended now. */
async function countDevicesOf(
  db: Db | Tx,
  shared: Shared,
  by: SharedGrouping,
  names: readonly string[],
): Promise<ReadonlyMap<string, Pick<FindingGroup, 'devices' | 'heldDevices'>>> {
  const { shared: once, named } = onceFor(shared);
  const { rows } = await sql<{ key: string; devices: number; heldDevices: number }>`
    with ${named} judged as materialized (${judgedRows(once, by)} and ${isOneOf(by, names)}),
    told as (
      select key, cohort_id, said_by, ${DEVICES} as devices, ${HELD} as held from judged group by 1, 2, 3
    ), one_by_one as (
      select judged.key, placed.device_id, bool_and(not ready) as is_held
      from told join judged on judged.key = told.key and judged.cohort_id = told.cohort_id and judged.said_by = told.said_by
      join (${devicesBy(shared)}) as placed on placed.cohort_id = told.cohort_id and placed.said_by = told.said_by
      left join decided_finding decided on decided.device_id = placed.device_id
        and decided.vulnerability_no = judged.vulnerability_no
      where (told.devices is null or told.held is null) and decided.device_id is null group by 1, 2
    )
    select ${NAMES[by]} as key, sum(devices)::integer as devices, sum(held)::integer as "heldDevices" from (
      select key, devices, held from told where devices is not null and held is not null
      union all select key, count(*), count(*) filter (where is_held) from one_by_one group by 1) as grouped
    group by grouped.key
  `.execute(db);
  return new Map(rows.map(({ key, ...it }) => [key, it]));
}
