import { type Kysely, sql } from 'kysely';

/** What is left open on devices of which something is decided, as their cohort tells it of others: so that lists can be filtered by it. */
export async function up(db: Kysely<never>): Promise<void> {
  await sql
    .raw(
      `alter table decided_device add column tier smallint, add column affected integer not null default 0;
      alter table decided_device alter column affected drop default;
      comment on column decided_device.tier is 'Most urgent tier of what is left that affects it; null: nothing is';
      comment on column decided_device.affected is 'Findings left that affect it';

      create or replace function decided_device_count(ids uuid[]) returns void language sql as $$
        delete from decided_device kept where device_id = any(ids) and not exists (
          select from decided_finding join device_cohort using (device_id) where device_id = kept.device_id);
        insert into decided_device as known (device_id, cohort_id, urgency, fixes, untold, tier, affected)
          select device_cohort.device_id, device_cohort.cohort_id, told.urgency, fixes, untold, told.tier, told.affected
          from device_cohort join cohort on cohort.id = device_cohort.cohort_id
          cross join lateral (
            select (coalesce(max(rank) filter (where decided.device_id is null), -1) + 1)::bigint * 4294967296
                + device_cohort.cohort_id as urgency,
              count(*) filter (where decided.device_id is not null and rank >= 1000 and fix_kind = 0) as fixes,
              count(*) filter (where decided.device_id is not null and rank < 1000) as untold,
              min(judgement.tier) filter (where decided.device_id is null and rank >= 1000) as tier,
              count(*) filter (where decided.device_id is null and rank >= 1000) as affected
            from judgement
            left join decided_finding decided on decided.device_id = device_cohort.device_id
              and decided.vulnerability_no = judgement.vulnerability_no
            left join verdict on decided.device_id is not null and verdict.configuration_id = cohort.configuration_id
              and verdict.vulnerability_no = judgement.vulnerability_no and verdict.closed_at is null
            where judgement.cohort_id = device_cohort.cohort_id) as told
          where device_cohort.device_id = any(ids)
            and exists (select from decided_finding where decided_finding.device_id = device_cohort.device_id)
          order by 1
          on conflict (device_id) do update set cohort_id = excluded.cohort_id, urgency = excluded.urgency,
              fixes = excluded.fixes, untold = excluded.untold, tier = excluded.tier, affected = excluded.affected
            where (known.cohort_id, known.urgency, known.fixes, known.untold, known.tier, known.affected)
              is distinct from (excluded.cohort_id, excluded.urgency, excluded.fixes, excluded.untold, excluded.tier,
                excluded.affected);
      $$;
      select decided_device_count(array(select distinct device_id from decided_finding));`,
    )
    .execute(db);
}
