import { type Kysely, sql } from 'kysely';

/** Two counts that pages took from every room and every waiting device: how many devices are below a place, and how many wait. */
export async function up(db: Kysely<never>): Promise<void> {
  await sql
    .raw(
      `alter table location add column devices_below integer not null default 0;
      comment on column location.devices_below is 'Devices in smaller places within it; kept by triggers, from device_count';
      with recursive up as (
        select parent_id as id, device_count as devices from location where device_count <> 0
        union all
        select location.parent_id, up.devices from up join location on location.id = up.id
      )
      update location set devices_below = told.devices
      from (select id, sum(devices)::integer as devices from up where id is not null group by 1) as told where location.id = told.id;

      create function location_below_keep() returns trigger language plpgsql as $$
      begin
        -- What this writes itself changes no device_count, and ends here.
        if not exists (select from rows_now join rows_before using (id)
            where rows_now.device_count <> rows_before.device_count) then
          return null;
        end if;
        with recursive up as (
          select rows_now.parent_id as id, rows_now.device_count - rows_before.device_count as devices
          from rows_now join rows_before using (id) where rows_now.device_count <> rows_before.device_count
          union all
          select location.parent_id, up.devices from up join location on location.id = up.id
        )
        update location set devices_below = devices_below + delta.devices
        from (select id, sum(devices)::integer as devices from up where id is not null group by 1 having sum(devices) <> 0) as delta
        where location.id = delta.id;
        return null;
      end $$;
      create trigger location_below after update on location
        referencing old table as rows_before new table as rows_now
        for each statement execute function location_below_keep();

      create table waiting_tally (
        slot smallint primary key,
        devices integer not null
      );
      comment on table waiting_tally is 'How many devices wait to be matched, in parts; kept by triggers on device_to_match';
      comment on column waiting_tally.slot is 'Connections add to the part of their number, so that they seldom wait for each other';
      comment on column waiting_tally.devices is 'Rows that came, less those that went: a part can be less than none';
      insert into waiting_tally select 0, count(*) from device_to_match having count(*) > 0;

      create function waiting_tally_keep() returns trigger language plpgsql as $$
      declare came integer;
      begin
        if tg_op = 'TRUNCATE' then
          delete from waiting_tally;
          return null;
        end if;
        if tg_op = 'INSERT' then
          select count(*) into came from rows_now;
        else
          select -count(*) into came from rows_before;
        end if;
        if came <> 0 then
          insert into waiting_tally as known values (pg_backend_pid() % 64, came)
            on conflict (slot) do update set devices = known.devices + excluded.devices;
        end if;
        return null;
      end $$;
      create trigger device_to_match_tallied after insert on device_to_match referencing new table as rows_now
        for each statement execute function waiting_tally_keep();
      create trigger device_to_match_tallied_no_more after delete on device_to_match referencing old table as rows_before
        for each statement execute function waiting_tally_keep();
      create trigger device_to_match_tallied_none after truncate on device_to_match
        for each statement execute function waiting_tally_keep();`,
    )
    .execute(db);
}
