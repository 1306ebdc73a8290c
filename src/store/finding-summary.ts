import { type RawBuilder, sql } from 'kysely';
import type { Scope } from '#engine/access';
import type { Tier } from '#engine/words';
import { scopeCondition } from './device-conditions.ts';
import type { Db, Tx } from './store.ts';

/** Open findings in numbers. */
export interface FindingSummary {
  /** Findings that approved decisions cover; all other numbers leave them out. */
  readonly decided: number;
  readonly devices: number;
  readonly devicesAffected: number;
  readonly devicesUndetermined: number;
  readonly affected: number;
  readonly undetermined: number;
  readonly byTier: Readonly<Record<Tier, number>>;
  readonly exploited: number;
  readonly riskPoints: number;
  readonly overdue: number;
  readonly overdueCritical: number;
  readonly dueSoon: number;
}

/** Devices of each cohort, by the day since which they have their configuration. */
function reachOf(scopes: readonly Scope[]): RawBuilder<unknown> {
  const whole = scopes.some((it) => it.kind === 'hospital');
  return whole
    ? sql`select cohort_id, (since at time zone 'UTC')::date as since_on, count(*) as n from device_cohort group by 1, 2`
    : sql`select cohort_id, (since at time zone 'UTC')::date as since_on, count(*) as n from device_cohort
        join device_list as list using (device_id) where ${scopeCondition(scopes)} group by 1, 2`;
}

export async function summarizeFindings(
  db: Db | Tx,
  scopes: readonly Scope[],
  { asOf, soonBy }: { readonly asOf: string; readonly soonBy: string },
): Promise<FindingSummary> {
  const [counted, due] = [
    await sql<Record<string, string | null>>`
      with reached as (${reachOf(scopes)}), by_cohort as (select cohort_id, sum(n) as n from reached group by 1)
      select sum(n) as devices, sum(n) filter (where affected > 0) as devices_affected,
        sum(n) filter (where affected = 0 and undetermined > 0) as devices_undetermined,
        sum(n * affected) as affected, sum(n * undetermined) as undetermined, sum(n * critical) as critical,
        sum(n * high) as high, sum(n * unscored) as unscored, sum(n * medium) as medium, sum(n * low) as low,
        sum(n * exploited) as exploited, sum(n * points) as points
      from by_cohort join cohort on id = cohort_id`.execute(db),
    await dueCounts(db, scopes, { asOf, soonBy }),
  ];
  const row = counted.rows[0] ?? {};
  const decided = await decidedCounts(db, scopes, { asOf, soonBy });
  const number = (name: string) => Number(row[name] ?? 0) - (decided[name] ?? 0);
  return {
    decided: decided['findings'] ?? 0,
    devices: number('devices'),
    devicesAffected: number('devices_affected'),
    devicesUndetermined: number('devices_undetermined'),
    affected: number('affected'),
    undetermined: number('undetermined'),
    byTier: {
      critical: number('critical'),
      high: number('high'),
      unscored: number('unscored'),
      medium: number('medium'),
      low: number('low'),
    },
    exploited: number('exploited'),
    riskPoints: number('points'),
    overdue: due.overdue - (decided['overdue'] ?? 0),
    overdueCritical: due.overdueCritical - (decided['overdue_critical'] ?? 0),
    dueSoon: due.dueSoon - (decided['due_soon'] ?? 0),
  };
}

/** As if every finding had been met when device and verdict met, and then those put right that were brought along. */
async function dueCounts(
  db: Db | Tx,
  scopes: readonly Scope[],
  { asOf, soonBy }: { readonly asOf: string; readonly soonBy: string },
): Promise<Pick<FindingSummary, 'overdue' | 'overdueCritical' | 'dueSoon'>> {
  const day = (due: RawBuilder<unknown>, sign: RawBuilder<unknown>) => sql`
    sum(${sign}) filter (where ${due} < ${asOf}::date) as overdue,
    sum(${sign}) filter (where ${due} < ${asOf}::date and tier = 0) as overdue_critical,
    sum(${sign}) filter (where ${due} between ${asOf}::date and ${soonBy}::date) as due_soon`;
  const usual = sql`least(by_on, greatest(opened_on, since_on) + after_days)`;
  const carried = sql`least(by_on, detected_on + after_days)`;
  const within = scopes.some((it) => it.kind === 'hospital') ? sql`true` : scopeCondition(scopes);
  const { rows } = await sql<Record<string, string | null>>`
    with reached as (${reachOf(scopes)}),
    brought as (
      select tier, opened_on, after_days, by_on, detected_on, (since at time zone 'UTC')::date as since_on
      from finding_anchor
      join device_cohort on device_cohort.device_id = finding_anchor.device_id
      join device_list as list on list.device_id = finding_anchor.device_id
      join judgement on judgement.cohort_id = device_cohort.cohort_id
        and judgement.vulnerability_no = finding_anchor.vulnerability_no
      where rank >= 1000 and ${within}
    )
    select sum(overdue) as overdue, sum(overdue_critical) as overdue_critical, sum(due_soon) as due_soon from (
      select ${day(usual, sql`n * findings`)} from reached join cohort_due using (cohort_id)
      union all select ${day(usual, sql`-1`)} from brought
      union all select ${day(carried, sql`1`)} from brought) parts
  `.execute(db);
  const row = rows[0] ?? {};
  return {
    overdue: Number(row['overdue'] ?? 0),
    overdueCritical: Number(row['overdue_critical'] ?? 0),
    dueSoon: Number(row['due_soon'] ?? 0),
  };
}

/** What approved decisions take out of the numbers, by their names. */
async function decidedCounts(
  db: Db | Tx,
  scopes: readonly Scope[],
  { asOf, soonBy }: { readonly asOf: string; readonly soonBy: string },
): Promise<Readonly<Record<string, number>>> {
  const affected = sql`rank >= 1000`;
  const tier = (index: number) => sql`count(*) filter (where ${affected} and tier = ${sql.lit(index)})`;
  const { rows } = await sql<Record<string, string>>`
    with decided as (
      select device_cohort.device_id, device_cohort.cohort_id, rank, tier, score, is_exploited,
        least(by_on, coalesce(detected_on, greatest(opened_on, (since at time zone 'UTC')::date)) + after_days) as due_on
      from decided_finding
      join device_list as list on list.device_id = decided_finding.device_id
      join device_cohort on device_cohort.device_id = decided_finding.device_id
      join judgement on judgement.cohort_id = device_cohort.cohort_id
        and judgement.vulnerability_no = decided_finding.vulnerability_no
      join vulnerability on no = decided_finding.vulnerability_no
      left join finding_anchor on finding_anchor.device_id = decided_finding.device_id
        and finding_anchor.vulnerability_no = decided_finding.vulnerability_no
      where ${scopeCondition(scopes)}
    ), by_device as (
      select cohort_id, count(*) filter (where ${affected}) as affected_out, count(*) filter (where not (${affected})) as open_out
      from decided group by device_id, cohort_id
    )
    select count(*) as findings, count(*) filter (where ${affected}) as affected,
      count(*) filter (where not (${affected})) as undetermined, ${tier(0)} as critical, ${tier(1)} as high,
      ${tier(2)} as unscored, ${tier(3)} as medium, ${tier(4)} as low,
      count(*) filter (where ${affected} and is_exploited) as exploited,
      coalesce(sum(score) filter (where ${affected}), 0) as points,
      count(*) filter (where ${affected} and due_on < ${asOf}::date) as overdue,
      count(*) filter (where ${affected} and due_on < ${asOf}::date and tier = 0) as overdue_critical,
      count(*) filter (where ${affected} and due_on between ${asOf}::date and ${soonBy}::date) as due_soon,
      (select count(*) from by_device join cohort on id = cohort_id where affected > 0 and affected = affected_out) as devices_affected,
      (select count(*) filter (where affected = 0 and undetermined > 0 and undetermined = open_out)
          - count(*) filter (where affected > 0 and affected = affected_out and undetermined > open_out)
        from by_device join cohort on id = cohort_id) as devices_undetermined
    from decided
  `.execute(db);
  return Object.fromEntries(Object.entries(rows[0] ?? {}).map(([name, value]) => [name, Number(value)]));
}

/** Goes up with every transaction that changed findings. */
export async function readFindingsChange(db: Db | Tx): Promise<string> {
  const { rows } = await sql<{ change: string }>`select version::text as change from match_state`.execute(db);
  return rows[0]?.change ?? '0';
}

/** Has the reach of vulnerabilities counted anew. */
export async function noteFindingsChanged(tx: Tx): Promise<void> {
  await sql`update match_state set version = version + 1`.execute(tx);
}

/** The same after a decision, or a word on readiness: what vulnerabilities reach does not depend on those. */
export async function noteSaidChanged(tx: Tx): Promise<void> {
  await sql`update match_state set version = version + 1,
    reach_version = case when reach_version = version then version + 1 else reach_version end`.execute(tx);
}
