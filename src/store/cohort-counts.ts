import { sql } from 'kysely';
import { storableJson } from './json.ts';
import type { Tx } from './store.ts';

// Findings of cohorts by what they have in common, and the affected ones by what sets their due date. Every day all is counted
// anew: see `finding-tallies.ts`.

/** Counts cohorts anew. */
export async function countCohorts(tx: Tx, cohorts: readonly number[]): Promise<void> {
  await sql`select cohort_group_count(${[...cohorts]}::integer[])`.execute(tx);
  const ids = sql`any(${[...cohorts]}::integer[])`;
  await sql`delete from cohort_due where cohort_id = ${ids}`.execute(tx);
  await sql`
    insert into cohort_due (cohort_id, tier, opened_on, after_days, by_on, findings)
    select cohort_id, tier, opened_on, after_days, by_on, count(*) from judgement
    where cohort_id = ${ids} and rank >= 1000 group by 1, 2, 3, 4, 5
  `.execute(tx);
}

/** What is to be added to the counts of a group of one tier; what is to be taken from them is below zero. */
export interface GroupShift {
  readonly cohortId: number;
  readonly kind: 'device' | 'action' | 'advisory';
  readonly tier: number;
  readonly key: string;
  readonly findings: number;
  readonly affected: number;
  readonly points: number;
  readonly ready: number;
  readonly fixable: number;
  /** Numbers of vulnerabilities; null: none. */
  readonly came: readonly number[] | null;
  readonly went: readonly number[] | null;
}

/** The same for findings that are due alike. */
export interface DueShift {
  readonly cohortId: number;
  readonly tier: number;
  readonly openedOn: string;
  readonly afterDays: number | null;
  readonly byOn: string | null;
  readonly findings: number;
}

/** By what counts of cohorts are to change. */
export interface CohortShifts {
  readonly groups: readonly GroupShift[];
  readonly due: readonly DueShift[];
  /** Affected findings whose fix its maker has published. */
  readonly fixable: readonly { readonly cohortId: number; readonly by: number }[];
}

/** Changes counts where few findings changed: it costs what these cost, not what their cohorts have. */
export async function shiftCohorts(tx: Tx, { groups, due }: CohortShifts): Promise<void> {
  if (groups.length > 0) await shiftGroups(tx, groups);
  if (due.length > 0) await shiftDue(tx, due);
}

async function shiftGroups(tx: Tx, groups: readonly GroupShift[]): Promise<void> {
  const shifts = sql`json_to_recordset(${storableJson(groups)}::json) as shift ("cohortId" integer, kind text, tier smallint,
    key text, findings integer, affected integer, points integer, ready integer, fixable integer, came integer[], went integer[])`;
  const isSame = sql`known.cohort_id = shift."cohortId" and known.kind = shift.kind and known.key = shift.key collate "C"`;
  await sql`
    with shift as materialized (select * from ${shifts}), shifted as (
      update cohort_tier_group known set findings = known.findings + shift.findings, affected = known.affected + shift.affected,
        points = known.points + shift.points, ready = known.ready + shift.ready, fixable = known.fixable + shift.fixable,
        vulnerabilities = case when came is null and went is null then vulnerabilities else array(
          (select unnest(vulnerabilities) except select unnest(went)) union select unnest(came) order by 1) end
      from shift where ${isSame} and known.tier = shift.tier
      returning known.cohort_id, known.kind, known.tier, known.key
    )
    insert into cohort_tier_group (cohort_id, kind, tier, key, findings, affected, points, ready, fixable, vulnerabilities)
    select "cohortId", kind, tier, key, findings, affected, points, ready, fixable,
      case when kind <> 'device' then array(select unnest(came) order by 1) end
    from shift where not exists (select from shifted known where ${isSame} and known.tier = shift.tier)
  `.execute(tx);
  await sql`
    delete from cohort_tier_group known using ${shifts}
    where ${isSame} and known.tier = shift.tier and shift.findings < 0 and known.findings <= 0
  `.execute(tx);
  await sql`
    with touched as materialized (select distinct "cohortId", kind, key from ${shifts}), now as materialized (
      select cohort_id, known.kind, known.key, sum(findings) as findings, sum(affected) as affected,
        coalesce(sum(affected) filter (where tier = 0), 0) as critical, sum(points) as points,
        coalesce(min(tier) filter (where affected > 0), min(tier)) as tier, sum(ready) as ready, sum(fixable) as fixable
      from touched shift cross join lateral (select * from cohort_tier_group known where ${isSame}) as known
      group by 1, 2, 3
    ), gone as (
      delete from cohort_group known using touched shift where ${isSame} and not exists (
        select from now where now.cohort_id = known.cohort_id and now.kind = known.kind and now.key = known.key)
    )
    insert into cohort_group (cohort_id, kind, key, findings, affected, critical, points, tier, ready, fixable)
    select cohort_id, kind, key, findings, affected, critical, points, tier, ready, fixable from now
    on conflict (kind, cohort_id, key) do update set findings = excluded.findings, affected = excluded.affected,
      critical = excluded.critical, points = excluded.points, tier = excluded.tier, ready = excluded.ready,
      fixable = excluded.fixable
  `.execute(tx);
}

async function shiftDue(tx: Tx, due: readonly DueShift[]): Promise<void> {
  const shifts = sql`json_to_recordset(${storableJson(due)}::json) as shift ("cohortId" integer, tier smallint, "openedOn" date,
    "afterDays" smallint, "byOn" date, findings integer)`;
  const isSame = sql`known.cohort_id = shift."cohortId" and known.tier = shift.tier and known.opened_on = shift."openedOn"
    and known.after_days is not distinct from shift."afterDays" and known.by_on is not distinct from shift."byOn"`;
  await sql`
    with shift as materialized (select * from ${shifts}), shifted as (
      update cohort_due known set findings = known.findings + shift.findings from shift where ${isSame}
      returning known.cohort_id, known.tier, known.opened_on, known.after_days, known.by_on
    )
    insert into cohort_due (cohort_id, tier, opened_on, after_days, by_on, findings)
    select "cohortId", tier, "openedOn", "afterDays", "byOn", findings
    from shift where not exists (select from shifted known where ${isSame})
  `.execute(tx);
  await sql`delete from cohort_due known using ${shifts} where ${isSame} and shift.findings < 0 and known.findings <= 0`.execute(
    tx,
  );
}
