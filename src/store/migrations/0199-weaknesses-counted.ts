import { type Kysely, sql } from 'kysely';

const COUNTS = 'findings, affected, points, ready, fixable, vulnerabilities';

/** Findings of cohorts are counted from their own rows, with the vulnerabilities that groups are of. */
export async function up(db: Kysely<never>): Promise<void> {
  await sql
    .raw(
      `create or replace function cohort_group_count(cohorts integer[]) returns void language sql as $$
        delete from cohort_tier_group where cohort_id = any(cohorts);
        delete from cohort_group where cohort_id = any(cohorts);
        with counted as materialized (select id, configuration_id from cohort where id = any(cohorts)),
        standing as materialized (
          select configuration_id, vulnerability_no, fix_kind, action_no, advisories from verdict
          where closed_at is null and configuration_id = any(array(select distinct configuration_id from counted))
        ), judged as materialized (
          select cohort_id, vulnerability_no, rank, tier, score, readiness from judgement where cohort_id = any(cohorts)
        ), of_tier as materialized (
          select cohort_id, kind, tier, key, count(*)::integer as findings,
            count(*) filter (where rank >= 1000)::integer as affected,
            coalesce(sum(score) filter (where rank >= 1000), 0)::integer as points,
            count(*) filter (where readiness = 0)::integer as ready,
            count(*) filter (where readiness = 0 or fix_kind = 0)::integer as fixable,
            array_agg(judged.vulnerability_no order by judged.vulnerability_no) filter (where kind <> 'device') as vulnerabilities
          from judged join counted on counted.id = cohort_id
          join standing on standing.configuration_id = counted.configuration_id
            and standing.vulnerability_no = judged.vulnerability_no
          cross join lateral (select 'device', '' union all select 'action', action_no::text where action_no is not null
            union all select 'advisory', unnest(advisories)) as told (kind, key)
          group by 1, 2, 3, 4
        ), kept as (
          insert into cohort_tier_group (cohort_id, kind, tier, key, ${COUNTS})
            select cohort_id, kind, tier, key, ${COUNTS} from of_tier
        )
        insert into cohort_group (cohort_id, kind, key, findings, affected, critical, points, tier, ready, fixable)
          select cohort_id, kind, key, sum(findings), sum(affected), coalesce(sum(affected) filter (where tier = 0), 0),
            sum(points), coalesce(min(tier) filter (where affected > 0), min(tier)), sum(ready), sum(fixable)
          from of_tier group by 1, 2, 3;
      $$;
      select cohort_group_count(array(
        select distinct cohort_id from cohort_tier_group where kind <> 'device' and vulnerabilities is null));
      alter table cohort_tier_group add constraint cohort_tier_group_vulnerabilities
        check ((kind = 'device') = (vulnerabilities is null));`,
    )
    .execute(db);
}
