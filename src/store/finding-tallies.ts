import { type RawBuilder, sql } from 'kysely';
import type { Tx } from './store.ts';

// What triggers count as devices and decisions change, and judging as findings do: see migrations 0165, 0168, 0186 and 0195.

interface Counted {
  readonly table: string;
  readonly keys: RawBuilder<unknown>;
  readonly counts: RawBuilder<unknown>;
  readonly now: RawBuilder<unknown>;
}

const DEVICES = sql`devices`;
const GROUPED = sql`findings, affected, points, ready, fixable`;

const COUNTED: readonly Counted[] = [
  {
    table: 'decided_tally',
    keys: sql`cohort_id, vulnerability_no`,
    counts: DEVICES,
    now: sql`select cohort_id, vulnerability_no, count(*)::integer as devices
      from decided_finding join device_cohort using (device_id) group by 1, 2`,
  },
  {
    table: 'decided_device',
    keys: sql`device_id`,
    counts: sql`cohort_id, urgency, fixes, untold, tier, affected`,
    now: sql`select device_cohort.device_id, device_cohort.cohort_id,
        (coalesce(max(rank) filter (where decided.device_id is null), -1) + 1)::bigint * 4294967296 + device_cohort.cohort_id as urgency,
        (count(*) filter (where decided.device_id is not null and rank >= 1000 and fix_kind = 0))::integer as fixes,
        (count(*) filter (where decided.device_id is not null and rank < 1000))::integer as untold,
        min(judgement.tier) filter (where decided.device_id is null and rank >= 1000) as tier,
        (count(*) filter (where decided.device_id is null and rank >= 1000))::integer as affected
      from device_cohort join cohort on cohort.id = device_cohort.cohort_id
      left join judgement on judgement.cohort_id = cohort.id
      left join decided_finding decided on decided.device_id = device_cohort.device_id
        and decided.vulnerability_no = judgement.vulnerability_no
      left join verdict on verdict.configuration_id = cohort.configuration_id
        and verdict.vulnerability_no = judgement.vulnerability_no and verdict.closed_at is null
      where device_cohort.device_id in (select device_id from decided_finding) group by 1, 2`,
  },
  {
    table: 'cohort_day',
    keys: sql`cohort_id, since_on`,
    counts: DEVICES,
    now: sql`select cohort_id, (since at time zone 'UTC')::date as since_on, count(*)::integer as devices
      from device_cohort group by 1, 2`,
  },
  {
    table: 'cohort_tier_group',
    keys: sql`kind, tier, cohort_id, key`,
    counts: sql`${GROUPED}, vulnerabilities`,
    now: sql`select kind, tier, judgement.cohort_id, key, count(*)::integer as findings,
        (count(*) filter (where rank >= 1000))::integer as affected,
        coalesce(sum(score) filter (where rank >= 1000), 0)::integer as points,
        (count(*) filter (where readiness = 0))::integer as ready,
        (count(*) filter (where readiness = 0 or fix_kind = 0))::integer as fixable,
        array_agg(judgement.vulnerability_no order by judgement.vulnerability_no) filter (where kind <> 'device') as vulnerabilities
      from judgement join cohort on cohort.id = cohort_id
      join verdict on verdict.configuration_id = cohort.configuration_id
        and verdict.vulnerability_no = judgement.vulnerability_no and closed_at is null
      cross join lateral (select 'device', '' union all select 'action', action_no::text where action_no is not null
        union all select 'advisory', unnest(advisories)) as told (kind, key)
      group by 1, 2, 3, 4`,
  },
  {
    table: 'cohort_group',
    keys: sql`kind, cohort_id, key`,
    counts: sql`${GROUPED}, critical, tier`,
    now: sql`select kind, cohort_id, key, sum(findings)::integer as findings, sum(affected)::integer as affected,
        sum(points)::integer as points, sum(ready)::integer as ready, sum(fixable)::integer as fixable,
        coalesce(sum(affected) filter (where tier = 0), 0)::integer as critical,
        coalesce(min(tier) filter (where affected > 0), min(tier)) as tier
      from cohort_tier_group group by 1, 2, 3`,
  },
  {
    table: 'cohort_due',
    keys: sql`cohort_id, tier, opened_on, after_days, by_on`,
    counts: sql`findings`,
    now: sql`select cohort_id, tier, opened_on, after_days, by_on, count(*)::integer as findings
      from judgement where rank >= 1000 group by 1, 2, 3, 4, 5`,
  },
];

/** Counts devices and findings of cohorts, and what is decided on them, anew, and puts right what differs. @returns how many counts did */
export async function recountFindings(tx: Tx): Promise<number> {
  // Nobody places devices, judges or decides meanwhile.
  await sql`lock table device_cohort, judgement, verdict, decided_finding in share mode`.execute(tx);
  let differing = 0;
  for (const { table, keys, counts, now } of COUNTED) {
    const known = sql`select ${keys}, ${counts} from ${sql.table(table)}`;
    const counted = sql`select ${keys}, ${counts} from (${now}) as now`;
    const { rows } = await sql<{ count: number }>`
      select count(distinct (${keys}))::integer as count from (
        (${known} except ${counted}) union all (${counted} except ${known})) as apart
    `.execute(tx);
    const count = rows[0]?.count ?? 0;
    if (count === 0) continue;
    differing += count;
    await sql`delete from ${sql.table(table)}`.execute(tx);
    await sql`insert into ${sql.table(table)} (${keys}, ${counts}) ${counted}`.execute(tx);
  }
  return differing;
}
