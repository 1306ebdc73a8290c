import { type Kysely, sql } from 'kysely';

const COUNTS = 'findings, affected, points, ready, fixable, vulnerabilities';

/** Which vulnerabilities a group is of stands beside it, so that lists need not look at its findings to tell how many. */
export async function up(db: Kysely<never>): Promise<void> {
  await sql
    .raw(
      `alter table cohort_tier_group add column vulnerabilities integer[],
        drop constraint cohort_tier_group_pkey, add primary key (kind, cohort_id, key, tier);
      create index cohort_tier_group_tier on cohort_tier_group (kind, tier, key);
      comment on column cohort_tier_group.vulnerabilities is 'Numbers of the vulnerabilities they are of; null where the kind is device';

      create or replace function cohort_group_count(cohorts integer[]) returns void language sql as $$
        delete from cohort_tier_group where cohort_id = any(cohorts);
        delete from cohort_group where cohort_id = any(cohorts);
        with of_tier as materialized (
          select judgement.cohort_id, kind, tier, key, count(*)::integer as findings,
            count(*) filter (where rank >= 1000)::integer as affected,
            coalesce(sum(score) filter (where rank >= 1000), 0)::integer as points,
            count(*) filter (where readiness = 0)::integer as ready,
            count(*) filter (where readiness = 0 or fix_kind = 0)::integer as fixable,
            array_agg(verdict.vulnerability_no order by verdict.vulnerability_no) filter (where kind <> 'device') as vulnerabilities
          from cohort join judgement on judgement.cohort_id = cohort.id
          join verdict on verdict.configuration_id = cohort.configuration_id
            and verdict.vulnerability_no = judgement.vulnerability_no and closed_at is null
          cross join lateral (select 'device', '' union all select 'action', action_no::text where action_no is not null
            union all select 'advisory', unnest(advisories)) as told (kind, key)
          where cohort.id = any(cohorts) group by 1, 2, 3, 4
        ), kept as (
          insert into cohort_tier_group (cohort_id, kind, tier, key, ${COUNTS})
            select cohort_id, kind, tier, key, ${COUNTS} from of_tier
        )
        insert into cohort_group (cohort_id, kind, key, findings, affected, critical, points, tier, ready, fixable)
          select cohort_id, kind, key, sum(findings), sum(affected), coalesce(sum(affected) filter (where tier = 0), 0),
            sum(points), coalesce(min(tier) filter (where affected > 0), min(tier)), sum(ready), sum(fixable)
          from of_tier group by 1, 2, 3;
      $$;
      select cohort_group_count(array(select id from cohort));`,
    )
    .execute(db);
}
