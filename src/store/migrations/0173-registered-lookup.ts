import { type Kysely, sql } from 'kysely';

/**
 * Of a thousand devices that statements come to or leave, hardly any is registered from then on or no more. These are looked for
 * one by one, by their keys: joined with the list, the whole of it was read each time.
 */
export async function up(db: Kysely<never>): Promise<void> {
  await sql
    .raw(
      `create or replace function device_list_register() returns trigger language plpgsql as $$
      declare touched uuid[];
      begin
        if tg_op = 'INSERT' then
          select array_agg(distinct device_id) into touched from rows_now where device_id is not null;
        elsif tg_op = 'DELETE' then
          select array_agg(distinct device_id) into touched from rows_before where device_id is not null;
        else
          select array_agg(distinct device_id) into touched from (
            (select device_id, id, kind, is_current from rows_before except select device_id, id, kind, is_current from rows_now)
            union all
            (select device_id, id, kind, is_current from rows_now except select device_id, id, kind, is_current from rows_before)
          ) as moved where device_id is not null;
        end if;
        select array_agg(it) into touched from unnest(touched) as it
          cross join lateral (select is_registered from device_list where device_id = it offset 0) as list
          cross join lateral (select exists (select from observation where observation.device_id = it and is_current
            and kind in ('cmms', 'register', 'list') offset 0) as is_registered) as told
          where list.is_registered <> told.is_registered;
        if touched is not null then
          update device_list set is_registered = not is_registered where device_id = any(touched);
        end if;
        return null;
      end $$;`,
    )
    .execute(db);
}
