import { type Kysely, sql } from 'kysely';

/**
 * What devices have is what their cohort has, unless something of it is decided on the device: of those alone, what is left is
 * kept one by one. Rank and cohort in one number let an index put devices in order of what is most urgent on each.
 */
export async function up(db: Kysely<never>): Promise<void> {
  await sql
    .raw(
      `alter table cohort add column urgency bigint not null
        generated always as ((rank_max + 1)::bigint * 4294967296 + id) stored;
      create index cohort_urgency on cohort (urgency);
      comment on column cohort.urgency is 'Rank of the most urgent finding and number of the cohort in one, to put devices in order by';
      comment on column cohort.is_known is 'Whether a feed names the device itself; of a host without a model, its operating system';

      create table decided_device (
        device_id uuid primary key references device (id) on delete cascade,
        cohort_id integer not null references cohort (id) on delete cascade,
        urgency bigint not null,
        fixes integer not null,
        untold integer not null
      );
      create index decided_device_order on decided_device (urgency, device_id);
      create index decided_device_cohort on decided_device (cohort_id);
      comment on table decided_device is 'Devices of which something is decided, and what that takes from what their cohort has; kept by triggers and by judging';
      comment on column decided_device.device_id is 'The device';
      comment on column decided_device.cohort_id is 'Its cohort';
      comment on column decided_device.urgency is 'As of a cohort, without what is decided on the device';
      comment on column decided_device.fixes is 'Decided findings whose fix its maker has published';
      comment on column decided_device.untold is 'Decided findings that cannot be told';

      create function decided_device_count(ids uuid[]) returns void language sql as $$
        delete from decided_device kept where device_id = any(ids) and not exists (
          select from decided_finding join device_cohort using (device_id) where device_id = kept.device_id);
        insert into decided_device as known
          select device_cohort.device_id, device_cohort.cohort_id, told.urgency, fixes, untold
          from device_cohort join cohort on cohort.id = device_cohort.cohort_id
          cross join lateral (
            select (coalesce(max(rank) filter (where decided.device_id is null), -1) + 1)::bigint * 4294967296
                + device_cohort.cohort_id as urgency,
              count(*) filter (where decided.device_id is not null and rank >= 1000 and fix_kind = 0) as fixes,
              count(*) filter (where decided.device_id is not null and rank < 1000) as untold
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
              fixes = excluded.fixes, untold = excluded.untold
            where (known.cohort_id, known.urgency, known.fixes, known.untold)
              is distinct from (excluded.cohort_id, excluded.urgency, excluded.fixes, excluded.untold);
      $$;
      select decided_device_count(array(select distinct device_id from decided_finding));

      create function decided_device_keep() returns trigger language plpgsql as $$
      begin
        if tg_op = 'TRUNCATE' then
          delete from decided_device;
        elsif tg_table_name = 'device_cohort' and not exists (select from decided_finding) then
          return null;
        elsif tg_op = 'INSERT' then
          perform decided_device_count(array(select distinct device_id from rows_now));
        elsif tg_op = 'DELETE' then
          perform decided_device_count(array(select distinct device_id from rows_before));
        else
          perform decided_device_count(array(select device_id from rows_before union select device_id from rows_now));
        end if;
        return null;
      end $$;
      ${['decided_finding', 'device_cohort'].map(triggersOn).join('\n')}`,
    )
    .execute(db);
}

const triggersOn = (table: string) => `
  create trigger ${table}_urgency after insert on ${table} referencing new table as rows_now
    for each statement execute function decided_device_keep();
  create trigger ${table}_urgency_anew after update on ${table}
    referencing old table as rows_before new table as rows_now
    for each statement execute function decided_device_keep();
  create trigger ${table}_urgency_no_more after delete on ${table} referencing old table as rows_before
    for each statement execute function decided_device_keep();
  create trigger ${table}_urgency_none after truncate on ${table}
    for each statement execute function decided_device_keep();`;
