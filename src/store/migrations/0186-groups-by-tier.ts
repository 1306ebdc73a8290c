import { type Kysely, sql } from 'kysely';

const COUNTS = 'findings, affected, points, ready, fixable, vulnerabilities';

/**
 * Groups are asked for by tier more than by anything else a finding says: they are added up for each tier as well, with the
 * vulnerabilities they are of. Findings of few cohorts are counted from their own rows, which planners otherwise look for by vulnerability.
 */
export async function up(db: Kysely<never>): Promise<void> {
  await sql
    .raw(
      `create table cohort_tier_group (
        cohort_id integer not null references cohort (id) on delete cascade,
        kind text not null check (kind in ('device', 'action', 'advisory')),
        tier smallint not null,
        key text collate "C" not null,
        findings integer not null,
        affected integer not null,
        points integer not null,
        ready integer not null,
        fixable integer not null,
        vulnerabilities integer[],
        primary key (kind, cohort_id, key, tier),
        constraint cohort_tier_group_vulnerabilities check ((kind = 'device') = (vulnerabilities is null))
      );
      create index cohort_tier_group_tier on cohort_tier_group (kind, tier, key);
      create index cohort_tier_group_cohort on cohort_tier_group (cohort_id);
      comment on table cohort_tier_group is 'Findings of each device of a cohort in one tier, all together and by what they have in common';
      comment on column cohort_tier_group.cohort_id is 'The cohort';
      comment on column cohort_tier_group.kind is 'As in cohort_group';
      comment on column cohort_tier_group.tier is 'The tier, as in judgement';
      comment on column cohort_tier_group.key is 'As in cohort_group';
      comment on column cohort_tier_group.findings is 'How many';
      comment on column cohort_tier_group.affected is 'Of these, affected';
      comment on column cohort_tier_group.points is 'Risk points of the affected';
      comment on column cohort_tier_group.ready is 'Findings that can be patched now';
      comment on column cohort_tier_group.fixable is 'The same, and those whose fix its maker has published';
      comment on column cohort_tier_group.vulnerabilities is 'Numbers of the vulnerabilities they are of; null where the kind is device';

      create or replace function cohort_group_count(cohorts integer[]) returns void language sql as $$
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
      select cohort_group_count(array(select id from cohort));`,
    )
    .execute(db);
}
