import { type Kysely, sql } from 'kysely';

/** What devices are alike in besides where they are, as column, where it comes from, and what it is. */
const ENDING = [
  ['scope_vendor', 'manufacturer', 'text', 'Maker as roles name it'],
  ['model_id', 'model_id', 'uuid', 'The model they belong to'],
  ['os', 'os', 'text', 'Operating system'],
  ['device_type', 'device_type', 'text', 'What kind of device'],
  ['eos_date', 'eos_date', 'text', 'ISO day of end of support'],
  ['os_eos_date', 'os_eos_date', 'text', 'ISO day of end of support of their operating system'],
  ['eol_date', 'eol_date', 'text', 'ISO day of end of life'],
  [
    'has_controls',
    "(fields ->> 'controls' is not null)",
    'boolean',
    'Whether some control stands in for what ended',
  ],
] as const;

const columns = ENDING.map(([name]) => name).join(', ');
const values = ENDING.map(([, from]) => from).join(', ');
const kind = `md5(row(${columns})::text)::uuid`;

/** Numbers what devices of some rows are alike in. */
const numbering = (rows: string) => `
  insert into lifecycle_ending (kind, ${columns})
    select told.* from (
      select ${kind} as kind, ${columns} from (select distinct ${values} from ${rows}) as described (${columns})) as told
    where not exists (select from lifecycle_ending as known where known.kind = told.kind)
    order by 1 on conflict do nothing`;

/** Devices of some rows by what they are alike in and where they are; rows come with a `sign`. */
const tallied = (rows: string) => `
  select ending.no as ending_no, place.no as place_no, changed.devices
  from (select site, department, ${kind} as kind, sum(sign)::integer as devices
    from (select site, department, ${values}, sign from (${rows}) as changed) as described (site, department, ${columns}, sign)
    group by site, department, ${columns} having sum(sign) <> 0) as changed
  join lifecycle_ending as ending on ending.kind = changed.kind
  join place on array[place.scope_site, place.scope_department] = array[changed.site, changed.department] collate "C"`;

const counting = (rows: string) => `
  insert into lifecycle_tally as known (ending_no, place_no, devices) ${tallied(rows)} order by 1, 2
  on conflict (ending_no, place_no) do update set devices = known.devices + excluded.devices`;

/**
 * What is counted of when devices end is added up by whoever opens the horizon: numbers in place of names make that cheap. The
 * triggers come after those that number places, as their names do. Numbers are not held against what they number: neither is ever
 * deleted, and it took as long as the counting.
 */
export async function up(db: Kysely<never>): Promise<void> {
  await sql
    .raw(
      `drop trigger device_ends on device;
      drop trigger device_ends_anew on device;
      drop trigger device_ends_no_more on device;
      drop trigger device_ends_none on device;
      drop function lifecycle_tally_keep();
      drop function lifecycle_tally_fill();
      drop table lifecycle_tally;

      create table lifecycle_ending (
        no integer generated always as identity primary key,
        kind uuid not null unique,
        ${ENDING.map(([name, , type]) => `${name} ${type}`).join(', ')}
      );
      comment on table lifecycle_ending is 'What devices are alike in, or once were, that matters to when they end; written by triggers';
      comment on column lifecycle_ending.no is 'Short number';
      comment on column lifecycle_ending.kind is 'MD5 of all that they are alike in';
      ${ENDING.map(([name, , , words]) => `comment on column lifecycle_ending.${name} is '${words}';`).join('\n')}

      create table lifecycle_tally (
        ending_no integer not null,
        place_no integer not null,
        devices integer not null,
        primary key (ending_no, place_no)
      );
      comment on table lifecycle_tally is 'How many devices are alike in when they end and where they are; kept by triggers, never written otherwise';
      comment on column lifecycle_tally.ending_no is 'What they are alike in';
      comment on column lifecycle_tally.place_no is 'Where they are';
      comment on column lifecycle_tally.devices is 'How many';

      create function lifecycle_tally_fill() returns void language sql as $$
        delete from lifecycle_tally;
        ${numbering('device')};
        ${counting('select *, 1 as sign from device')};
      $$;
      select lifecycle_tally_fill();

      create function lifecycle_tally_keep() returns trigger language plpgsql as $$
      begin
        if tg_op = 'TRUNCATE' then
          delete from lifecycle_tally;
        elsif tg_op = 'INSERT' then
          ${numbering('rows_now')};
          ${counting('select *, 1 as sign from rows_now')};
        elsif tg_op = 'DELETE' then
          ${counting('select *, -1 as sign from rows_before')};
        else
          ${numbering('rows_now')};
          ${counting('select *, -1 as sign from rows_before union all select *, 1 from rows_now')};
        end if;
        return null;
      end $$;
      create trigger device_when_it_ends after insert on device referencing new table as rows_now
        for each statement execute function lifecycle_tally_keep();
      create trigger device_when_it_ends_anew after update on device
        referencing old table as rows_before new table as rows_now
        for each statement execute function lifecycle_tally_keep();
      create trigger device_when_it_ends_no_more after delete on device referencing old table as rows_before
        for each statement execute function lifecycle_tally_keep();
      create trigger device_when_it_ends_none after truncate on device
        for each statement execute function lifecycle_tally_keep();`,
    )
    .execute(db);
}
