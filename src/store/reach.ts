import { type RawBuilder, sql } from 'kysely';
import type { Scope } from '#engine/access';
import { scopeCondition } from './device-conditions.ts';
import type { Tx } from './store.ts';

export interface ReachTables {
  vulnerability_reach: {
    vulnerability_no: number;
    affected: number;
    undetermined: number;
    critical: number;
    held: number;
    rank_max: number;
    tier: number;
    points: string;
    since_on: string;
  };
  advisory_reach: {
    advisory_id: string;
    affected: number;
    undetermined: number;
    tier: number;
    points: string;
  };
}

function isWhole(scopes: readonly Scope[]): boolean {
  return scopes.some((it) => it.kind === 'hospital');
}

/** Devices of each cohort that somebody sees. */
function cohortsSeen(scopes: readonly Scope[]): RawBuilder<unknown> {
  return isWhole(scopes)
    ? sql`select id as cohort_id, configuration_id, devices from cohort where devices > 0`
    : sql`select cohort_id, configuration_id, count(*)::integer as devices
        from device_list as list join device_cohort using (device_id) join cohort on cohort.id = cohort_id
        where ${scopeCondition(scopes)} group by 1, 2`;
}

function vulnerabilitiesReached(scopes: readonly Scope[]): RawBuilder<unknown> {
  return sql`
    select vulnerability_no, coalesce(sum(devices) filter (where rank >= 1000), 0)::integer as affected,
      coalesce(sum(devices) filter (where rank < 1000), 0)::integer as undetermined,
      coalesce(sum(devices) filter (where rank >= 1000 and tier = 0), 0)::integer as critical,
      coalesce(sum(devices) filter (where readiness <> 0), 0)::integer as held, max(rank) as rank_max,
      coalesce(min(tier) filter (where rank >= 1000), min(tier)) as tier,
      coalesce(sum(devices * score) filter (where rank >= 1000), 0)::bigint as points, min(opened_on) as since_on
    from (${cohortsSeen(scopes)}) seen join judgement using (cohort_id) group by 1`;
}

function advisoriesReached(scopes: readonly Scope[]): RawBuilder<unknown> {
  return sql`
    select advisory_id, coalesce(sum(devices) filter (where is_affected), 0)::integer as affected,
      coalesce(sum(devices) filter (where not is_affected), 0)::integer as undetermined, min(tier) as tier,
      coalesce(sum(devices * points), 0)::bigint as points
    from (
      select advisory_id, cohort_id, devices, bool_or(rank >= 1000) as is_affected,
        coalesce(min(tier) filter (where rank >= 1000), min(tier)) as tier, sum(score) filter (where rank >= 1000) as points
      from (select unnest(advisories) as advisory_id, configuration_id, vulnerability_no from verdict
        where closed_at is null and advisories is not null) spoken
      join (${cohortsSeen(scopes)}) seen using (configuration_id)
      join judgement using (cohort_id, vulnerability_no)
      group by 1, 2, 3) by_cohort
    group by 1`;
}

/** Devices that each vulnerability touches: kept for the whole hospital, counted for a part of it. */
export function vulnerabilityReach(scopes: readonly Scope[]): RawBuilder<unknown> {
  return isWhole(scopes) ? sql`select * from vulnerability_reach` : vulnerabilitiesReached(scopes);
}

/** The same for advisories. */
export function advisoryReach(scopes: readonly Scope[]): RawBuilder<unknown> {
  return isWhole(scopes) ? sql`select * from advisory_reach` : advisoriesReached(scopes);
}

const WHOLE: readonly Scope[] = [{ kind: 'hospital' }];

/** Counts anew what vulnerabilities and advisories touch, if findings have changed since; only what differs is written. */
export async function countReach(tx: Tx): Promise<boolean> {
  const { rows } = await sql<{ version: string }>`
    select version from match_state where version <> reach_version for update
  `.execute(tx);
  const [state] = rows;
  if (state === undefined) return false;
  await sql`
    with now as materialized (${vulnerabilitiesReached(WHOLE)}),
    gone as (delete from vulnerability_reach where vulnerability_no not in (select vulnerability_no from now))
    insert into vulnerability_reach as known (vulnerability_no, affected, undetermined, critical, held, rank_max, tier, points, since_on)
    select vulnerability_no, affected, undetermined, critical, held, rank_max, tier, points, since_on from now
    on conflict (vulnerability_no) do update set affected = excluded.affected, undetermined = excluded.undetermined,
      critical = excluded.critical, held = excluded.held, rank_max = excluded.rank_max, tier = excluded.tier, points = excluded.points, since_on = excluded.since_on
    where (known.affected, known.undetermined, known.critical, known.held, known.rank_max, known.tier, known.points, known.since_on)
      is distinct from (excluded.affected, excluded.undetermined, excluded.critical, excluded.held, excluded.rank_max, excluded.tier, excluded.points, excluded.since_on)
  `.execute(tx);
  await sql`
    with now as materialized (${advisoriesReached(WHOLE)}),
    gone as (delete from advisory_reach where advisory_id not in (select advisory_id from now))
    insert into advisory_reach as known (advisory_id, affected, undetermined, tier, points)
    select advisory_id, affected, undetermined, tier, points from now
    on conflict (advisory_id) do update set affected = excluded.affected, undetermined = excluded.undetermined,
      tier = excluded.tier, points = excluded.points
    where (known.affected, known.undetermined, known.tier, known.points)
      is distinct from (excluded.affected, excluded.undetermined, excluded.tier, excluded.points)
  `.execute(tx);
  await sql`update match_state set reach_version = ${state.version}::bigint`.execute(tx);
  return true;
}

/** How many findings approved decisions cover, by vulnerability, of the devices somebody sees. */
export function decidedOf(scopes: readonly Scope[]): RawBuilder<unknown> {
  if (isWhole(scopes))
    return sql`select vulnerability_no, sum(devices)::integer as decided
      from decided_tally join judgement using (cohort_id, vulnerability_no) group by 1`;
  return sql`select vulnerability_no, count(*)::integer as decided
    from decided_finding join device_list as list on list.device_id = decided_finding.device_id
    join device_cohort on device_cohort.device_id = decided_finding.device_id
    join judgement using (cohort_id, vulnerability_no)
    where ${scopeCondition(scopes)} group by 1`;
}
