import { type Kysely, sql } from 'kysely';

/** Devices of some rows by cohort and day; rows come with a `sign`. */
const tallied = (rows: string) => `
  insert into cohort_day as known (cohort_id, since_on, devices)
    select cohort_id, (since at time zone 'UTC')::date, sum(sign)::integer from (${rows}) as changed
    group by 1, 2 having sum(sign) <> 0 order by 1, 2
    on conflict (cohort_id, since_on) do update set devices = known.devices + excluded.devices;
  delete from cohort_day where devices = 0;`;

/** What is due depends on the day since which a device has its configuration: numbers of Today ask it of every device. */
export async function up(db: Kysely<never>): Promise<void> {
  await sql
    .raw(
      `create table cohort_day (
        cohort_id integer not null references cohort (id) on delete cascade,
        since_on date not null,
        devices integer not null,
        primary key (cohort_id, since_on)
      );
      create index cohort_day_none on cohort_day (devices) where devices = 0;
      insert into cohort_day select cohort_id, (since at time zone 'UTC')::date, count(*) from device_cohort group by 1, 2;
      comment on table cohort_day is 'Devices of each cohort by the day since which they have its configuration; kept by triggers, never written otherwise';
      comment on column cohort_day.cohort_id is 'The cohort';
      comment on column cohort_day.since_on is 'The day';
      comment on column cohort_day.devices is 'How many';

      create function cohort_day_keep() returns trigger language plpgsql as $$
      begin
        if tg_op = 'TRUNCATE' then
          delete from cohort_day;
        elsif tg_op = 'INSERT' then
          ${tallied('select *, 1 as sign from rows_now')}
        elsif tg_op = 'DELETE' then
          ${tallied('select *, -1 as sign from rows_before')}
        else
          ${tallied('select *, -1 as sign from rows_before union all select *, 1 from rows_now')}
        end if;
        return null;
      end $$;
      create trigger device_cohort_by_day after insert on device_cohort referencing new table as rows_now
        for each statement execute function cohort_day_keep();
      create trigger device_cohort_by_day_anew after update on device_cohort
        referencing old table as rows_before new table as rows_now
        for each statement execute function cohort_day_keep();
      create trigger device_cohort_by_day_no_more after delete on device_cohort referencing old table as rows_before
        for each statement execute function cohort_day_keep();
      create trigger device_cohort_by_day_none after truncate on device_cohort
        for each statement execute function cohort_day_keep();`,
    )
    .execute(db);
}
