import { type Kysely, sql } from 'kysely';

/** Two rows with sites and departments that are the same, "none" included. */
const isSame = (a: string, b: string) =>
  `array[${a}.scope_site, ${a}.scope_department] = array[${b}.site, ${b}.department] collate "C"`;

/**
 * Findings are asked for by site and department more than by anything else that a device says. So the places that devices
 * name are numbered, and the number stands beside the cohort: no device has to be looked at to count those of a place.
 */
export async function up(db: Kysely<never>): Promise<void> {
  await sql
    .raw(
      `create table place (
        no integer generated always as identity primary key,
        scope_site text collate "C",
        scope_department text collate "C",
        site text collate "C" generated always as (lower(scope_site collate "default")) stored,
        department text collate "C" generated always as (lower(scope_department collate "default")) stored
      );
      create unique index place_named on place ((array[scope_site, scope_department]));
      comment on table place is 'Departments of sites that devices name, or once named; written by triggers';
      comment on column place.no is 'Short number';
      comment on column place.scope_site is 'Site as devices name it; null: none';
      comment on column place.scope_department is 'Department as devices name it; null: none';
      comment on column place.site is 'The site in lower case, as in device_list';
      comment on column place.department is 'The department in lower case, as in device_list';
      insert into place (scope_site, scope_department) select distinct site, department from device;

      alter table device_cohort add column place_no integer references place (no);
      comment on column device_cohort.place_no is 'Where the device is: follows the device by trigger';
      update device_cohort set place_no = place.no from device join place on ${isSame('place', 'device')}
        where device_id = device.id;
      alter table device_cohort alter column place_no set not null;
      create index device_cohort_place on device_cohort (place_no, cohort_id);

      create function place_keep() returns trigger language plpgsql as $$
      begin
        insert into place (scope_site, scope_department)
          select distinct site, department from rows_now
          where not exists (select from place where ${isSame('place', 'rows_now')})
          on conflict do nothing;
        if tg_op = 'UPDATE' then
          update device_cohort set place_no = place.no
          from rows_now join place on ${isSame('place', 'rows_now')}
          where device_cohort.device_id = rows_now.id and device_cohort.place_no <> place.no;
        end if;
        return null;
      end $$;
      create trigger device_placed after insert on device referencing new table as rows_now
        for each statement execute function place_keep();
      create trigger device_placed_anew after update on device referencing new table as rows_now
        for each statement execute function place_keep();`,
    )
    .execute(db);
}
