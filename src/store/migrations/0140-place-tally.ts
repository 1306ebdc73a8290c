import { type Kysely, sql } from 'kysely';
import { keepList, LIST_COLUMNS } from './0060-device-list.ts';

/** What is counted of a device of the list: the fact, its value ('' where it has none), and whether the device is counted. */
const FACTS = `(values
  ('devices', '', true),
  ('complete', '', manufacturer is not null and model is not null and serial is not null
    and coalesce(firmware, os_version) is not null and site is not null and department is not null and criticality is not null),
  ('versionKnown', '', coalesce(firmware, os_version) is not null),
  ('agreed', '', conflict_count = 0),
  ('registered', '', is_registered),
  ('seen', to_char(seen_at at time zone 'UTC', 'YYYY-MM-DD'), true),
  ('supportEnds', eos_date, eos_date is not null),
  ('maker', scope_vendor, scope_vendor is not null),
  ('vitalSupportEnds', eos_date, eos_date is not null and criticality = 'life-sustaining'),
  ('vitalVersionless', '', coalesce(firmware, os_version) is null and criticality = 'life-sustaining'),
  ('vitalDisputed', '', conflict_count > 0 and criticality = 'life-sustaining')) as told (fact, value, holds)`;

/** Devices of some rows by place and fact; rows come with a `sign`. */
const tallied = (rows: string) => `
  select case when fact = 'maker' then '' else coalesce(scope_site, '') end as site,
    case when fact = 'maker' then '' else coalesce(scope_department, '') end as department,
    fact, value collate "C" as value, sum(sign)::integer as devices
  from (${rows}) as changed cross join lateral ${FACTS} where holds
  group by 1, 2, 3, 4 having sum(sign) <> 0`;

const columnsOf = (row: string) =>
  LIST_COLUMNS.slice(1)
    .map((it) => `${row}.${it}`)
    .join(', ');

/**
 * Whoever opens Today asks how many devices there are, of each kind that matters, by site and department. Counting a quarter of
 * a million of them takes half a second, and an import changes them all day long: so they are counted as they change.
 */
export async function up(db: Kysely<never>): Promise<void> {
  await sql
    .raw(
      `alter table device_list add column is_registered boolean not null default false;
      comment on column device_list.is_registered is 'Whether some source that knows what was bought speaks of it; kept by triggers';
      update device_list set is_registered = true where device_id in (
        select device_id from observation where is_current and kind in ('cmms', 'register', 'list'));

      -- Most changes of a device, such as what it belongs to, show in no list.
      create or replace function device_list_keep() returns trigger language plpgsql as $$
      begin
        ${keepList('rows')} where (${columnsOf('device_list')}) is distinct from (${columnsOf('excluded')});
        return null;
      end $$;

      create function device_list_register() returns trigger language plpgsql as $$
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
        if touched is not null then
          update device_list as list set is_registered = told.is_registered
          from (select it as device_id, exists (select from observation where observation.device_id = it
              and observation.is_current and observation.kind in ('cmms', 'register', 'list')) as is_registered
            from unnest(touched) as it) as told
          where list.device_id = told.device_id and list.is_registered <> told.is_registered;
        end if;
        return null;
      end $$;
      create trigger observation_registers after insert on observation referencing new table as rows_now
        for each statement execute function device_list_register();
      create trigger observation_registers_anew after update on observation
        referencing old table as rows_before new table as rows_now
        for each statement execute function device_list_register();
      create trigger observation_registers_no_more after delete on observation referencing old table as rows_before
        for each statement execute function device_list_register();

      create table place_tally (
        fact text not null,
        value text collate "C" not null,
        site text collate "C" not null,
        department text collate "C" not null,
        devices integer not null,
        primary key (fact, value, site, department)
      );
      comment on table place_tally is 'How many devices of each department at each site a fact is true of; kept by triggers, never written otherwise';
      comment on column place_tally.fact is 'What is counted: devices, complete, seen …';
      comment on column place_tally.value is 'The ISO day or the maker it is counted by; empty: it has no values';
      comment on column place_tally.site is 'Site as devices name it; empty: none. Makers are counted for the whole hospital';
      comment on column place_tally.department is 'Department as devices name it; empty: none';
      comment on column place_tally.devices is 'How many';

      create function place_tally_fill() returns void language sql as $$
        delete from place_tally;
        insert into place_tally (site, department, fact, value, devices) ${tallied('select *, 1 as sign from device_list')};
      $$;
      select place_tally_fill();

      create function place_tally_keep() returns trigger language plpgsql as $$
      begin
        if tg_op = 'TRUNCATE' then
          delete from place_tally;
        elsif tg_op = 'INSERT' then
          insert into place_tally as known (site, department, fact, value, devices)
            ${tallied('select *, 1 as sign from rows_now')} order by 3, 4, 1, 2
            on conflict (fact, value, site, department) do update set devices = known.devices + excluded.devices;
        elsif tg_op = 'DELETE' then
          insert into place_tally as known (site, department, fact, value, devices)
            ${tallied('select *, -1 as sign from rows_before')} order by 3, 4, 1, 2
            on conflict (fact, value, site, department) do update set devices = known.devices + excluded.devices;
        else
          insert into place_tally as known (site, department, fact, value, devices)
            ${tallied('select *, -1 as sign from rows_before union all select *, 1 from rows_now')} order by 3, 4, 1, 2
            on conflict (fact, value, site, department) do update set devices = known.devices + excluded.devices;
        end if;
        return null;
      end $$;
      create trigger device_list_tallied after insert on device_list referencing new table as rows_now
        for each statement execute function place_tally_keep();
      create trigger device_list_tallied_anew after update on device_list
        referencing old table as rows_before new table as rows_now
        for each statement execute function place_tally_keep();
      create trigger device_list_tallied_no_more after delete on device_list referencing old table as rows_before
        for each statement execute function place_tally_keep();
      create trigger device_list_tallied_none after truncate on device_list
        for each statement execute function place_tally_keep();

      -- When devices end, and what replacing them costs, is also counted from these.
      ${['device', 'device_cost', 'model', 'vendor']
        .map(
          (table) => `create trigger ${table}_noted after insert or update or delete or truncate on ${table}
            for each statement execute function note_record_change();`,
        )
        .join('\n')}`,
    )
    .execute(db);
}
