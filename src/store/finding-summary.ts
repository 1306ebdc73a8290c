import { type RawBuilder, sql } from 'kysely';
import type { Scope } from '#engine/access';
import type { Tier } from '#engine/words';
import { scopeCondition } from './device-conditions.ts';
import { type FindingDays, type IsCounting, readKeptFindings } from './patch-figures.ts';
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
  return isWhole(scopes)
    ? sql`select cohort_id, since_on, devices as n from cohort_day`
    : sql`select cohort_id, (since at time zone 'UTC')::date as since_on, count(*) as n from device_cohort
        join device_list as list using (device_id) where ${scopeCondition(scopes)} group by 1, 2`;
}

function isWhole(scopes: readonly Scope[]): boolean {
  return scopes.some((it) => it.kind === 'hospital');
}

/**
 * As it was kept after the last match. Where findings changed since, what was kept stands in while it is counted anew; else, or
 * where another day has begun, it is counted now.
 * @returns `countedAt` of what stands in; null: as findings are now
 */
export async function summarizeFindings(
  db: Db | Tx,
  scopes: readonly Scope[],
  days: FindingDays,
  isCounting?: IsCounting,
): Promise<FindingSummary & { readonly countedAt: Date | null }> {
  const kept = await readKeptFindings(db, scopes, days, isCounting);
  if (kept === null) return { ...(await countFindingSummary(db, scopes, days)), countedAt: null };
  return { ...summaryOf((name) => kept.counts[name] ?? 0), countedAt: kept.countedAt };
}

/** @param number what a count comes to, by its name in `patch_figure` */
function summaryOf(number: (name: string) => number): FindingSummary {
  return {
    decided: number('decided'),
    devices: number('matched'),
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
    riskPoints: number('risk_points'),
    overdue: number('overdue'),
    overdueCritical: number('overdue_critical'),
    dueSoon: number('due_soon'),
  };
}

/** Counts them from cohorts, and subtracts what is decided. */
export async function countFindingSummary(
  db: Db | Tx,
  scopes: readonly Scope[],
  days: FindingDays,
): Promise<FindingSummary> {
  const { rows } = await sql<Record<string, string | null>>`
    select sum(n) as matched, sum(n) filter (where affected > 0) as devices_affected,
      sum(n) filter (where affected = 0 and undetermined > 0) as devices_undetermined,
      sum(n * affected) as affected, sum(n * undetermined) as undetermined, sum(n * critical) as critical,
      sum(n * high) as high, sum(n * unscored) as unscored, sum(n * medium) as medium, sum(n * low) as low,
      sum(n * exploited) as exploited, sum(n * points) as risk_points
    from ${
      isWhole(scopes)
        ? sql`(select *, devices as n from cohort where devices > 0) as seen`
        : sql`(select cohort_id, sum(n) as n from (${reachOf(scopes)}) as reached group by 1) as seen
            join cohort on id = cohort_id`
    }`.execute(db);
  const counted = { ...rows[0], ...(await dueCounts(db, scopes, days)) };
  const { findings: decided = 0, ...without } = await decidedCounts(db, scopes, days);
  return summaryOf((name) =>
    name === 'decided' ? decided : Number(counted[name] ?? 0) - (without[name] ?? 0),
  );
}

/** As if every finding had been met when device and verdict met, and then those put right that were brought along. */
async function dueCounts(
  db: Db | Tx,
  scopes: readonly Scope[],
  { asOf, soonBy }: FindingDays,
): Promise<Readonly<Record<string, string | null>>> {
  const day = (due: RawBuilder<unknown>, sign: RawBuilder<unknown>) => sql`
    sum(${sign}) filter (where ${due} < ${asOf}::date) as overdue,
    sum(${sign}) filter (where ${due} < ${asOf}::date and tier = 0) as overdue_critical,
    sum(${sign}) filter (where ${due} between ${asOf}::date and ${soonBy}::date) as due_soon`;
  const usual = sql`least(by_on, greatest(opened_on, since_on) + after_days)`;
  const carried = sql`least(by_on, detected_on + after_days)`;
  const within = scopeCondition(scopes);
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
  return rows[0] ?? {};
}

/** What approved decisions take out of the numbers, by their names. */
async function decidedCounts(
  db: Db | Tx,
  scopes: readonly Scope[],
  days: FindingDays,
): Promise<Readonly<Record<string, number>>> {
  const affected = sql`rank >= 1000`;
  const tier = (index: number) =>
    sql`coalesce(sum(n) filter (where ${affected} and tier = ${sql.lit(index)}), 0)`;
  const { rows } = await sql<Record<string, string>>`
    with decided as (
      select gone.n, rank, tier, score, is_exploited from (${decidedIn(scopes)}) as gone
      join judgement using (cohort_id, vulnerability_no) join vulnerability on no = vulnerability_no
    )
    select coalesce(sum(n), 0) as findings, coalesce(sum(n) filter (where ${affected}), 0) as affected,
      coalesce(sum(n) filter (where not (${affected})), 0) as undetermined, ${tier(0)} as critical, ${tier(1)} as high,
      ${tier(2)} as unscored, ${tier(3)} as medium, ${tier(4)} as low,
      coalesce(sum(n) filter (where ${affected} and is_exploited), 0) as exploited,
      coalesce(sum(n * score) filter (where ${affected}), 0) as risk_points
    from decided
  `.execute(db);
  const [counts] = rows;
  if (Number(counts?.['findings'] ?? 0) === 0) return {};
  const devices = await decidedDevices(db, scopes);
  return Object.fromEntries(
    Object.entries({ ...counts, ...devices, ...(await decidedDue(db, scopes, days)) }).map(
      ([name, value]) => [name, Number(value)],
    ),
  );
}

/** On how many devices of each cohort a vulnerability is decided. */
function decidedIn(scopes: readonly Scope[]): RawBuilder<unknown> {
  return isWhole(scopes)
    ? sql`select cohort_id, vulnerability_no, devices as n from decided_tally`
    : sql`select cohort_id, vulnerability_no, count(*) as n from decided_finding
        join device_list as list using (device_id) join device_cohort using (device_id)
        where ${scopeCondition(scopes)} group by 1, 2`;
}

/** Devices of which everything is decided that would count them; only cohorts are looked at of which this can be. */
async function decidedDevices(
  db: Db | Tx,
  scopes: readonly Scope[],
): Promise<Readonly<Record<string, string>>> {
  const affected = sql`rank >= 1000`;
  const { rows } = await sql<Record<string, string>>`
    with excused as materialized (
      select cohort_id, affected, undetermined from (
        select cohort_id, count(*) filter (where ${affected}) as affected_out, count(*) filter (where not (${affected})) as open_out
        from decided_tally join judgement using (cohort_id, vulnerability_no) group by 1) as counted
      join cohort on id = cohort_id
      where affected_out = affected and (affected > 0 or open_out = undetermined)
    ), by_device as (
      select affected, undetermined, count(*) filter (where ${affected}) as affected_out,
        count(*) filter (where not (${affected})) as open_out
      from excused join device_cohort using (cohort_id) join device_list as list using (device_id)
      join decided_finding using (device_id) join judgement using (cohort_id, vulnerability_no)
      where ${scopeCondition(scopes)} group by device_id, affected, undetermined
    )
    select count(*) filter (where affected > 0 and affected = affected_out) as devices_affected,
      count(*) filter (where affected = 0 and undetermined > 0 and undetermined = open_out)
        - count(*) filter (where affected > 0 and affected = affected_out and undetermined > open_out) as devices_undetermined
    from by_device
  `.execute(db);
  return rows[0] ?? {};
}

/** Of what is decided, what would be due: cohorts as a whole where it is decided on all their devices. */
async function decidedDue(
  db: Db | Tx,
  scopes: readonly Scope[],
  { asOf, soonBy }: FindingDays,
): Promise<Readonly<Record<string, string>>> {
  const clock = sql`tier, opened_on, after_days, by_on`;
  const sinceOn = sql`(since at time zone 'UTC')::date as since_on`;
  const couldBe = sql`rank >= 1000 and least(by_on, opened_on + after_days) <= ${soonBy}::date`;
  const together = sql`
    select ${clock}, since_on, cohort_day.devices as n from decided_tally join judgement using (cohort_id, vulnerability_no)
    join cohort on cohort.id = cohort_id join cohort_day using (cohort_id)
    where ${couldBe} and decided_tally.devices = cohort.devices`;
  const apart = sql`
    select ${clock}, ${sinceOn}, 1 as n from decided_tally join judgement using (cohort_id, vulnerability_no)
    join cohort on cohort.id = cohort_id join device_cohort using (cohort_id)
    join decided_finding using (device_id, vulnerability_no)
    where ${couldBe} and decided_tally.devices < cohort.devices`;
  const within = sql`
    select ${clock}, ${sinceOn}, 1 as n from decided_finding join device_list as list using (device_id)
    join device_cohort using (device_id) join judgement using (cohort_id, vulnerability_no)
    where ${couldBe} and ${scopeCondition(scopes)}`;
  const usual = sql`least(by_on, greatest(opened_on, since_on) + after_days)`;
  const { rows } = await sql<Record<string, string>>`
    with brought as (
      select ${clock}, ${sinceOn}, detected_on from finding_anchor join decided_finding using (device_id, vulnerability_no)
      join device_list as list using (device_id) join device_cohort using (device_id)
      join judgement using (cohort_id, vulnerability_no) where rank >= 1000 and ${scopeCondition(scopes)}
    ), decided as (
      select tier, ${usual} as due_on, n from (${isWhole(scopes) ? sql`${together} union all ${apart}` : within}) as met
      union all select tier, ${usual}, -1 from brought
      union all select tier, least(by_on, detected_on + after_days), 1 from brought
    )
    select coalesce(sum(n) filter (where due_on < ${asOf}::date), 0) as overdue,
      coalesce(sum(n) filter (where due_on < ${asOf}::date and tier = 0), 0) as overdue_critical,
      coalesce(sum(n) filter (where due_on between ${asOf}::date and ${soonBy}::date), 0) as due_soon
    from decided
  `.execute(db);
  return rows[0] ?? {};
}

/** Differs after every transaction that changed findings, or counted what is kept of them. */
export async function readFindingsChange(db: Db | Tx): Promise<string> {
  const { rows } = await sql<{ change: string }>`
    select concat_ws('.', match_state.version, figures_version, kept_due.version) as change
    from match_state left join kept_due on true`.execute(db);
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
