import { type Kysely, sql } from 'kysely';

/** What devices are alike in, as column, where it comes from, and what it is. */
const KIND = [
  ['scope_site', 'site', 'text', 'Site as roles name it'],
  ['scope_department', 'department', 'text', 'Department as roles name it'],
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

const columns = KIND.map(([name]) => name).join(', ');
const values = KIND.map(([, from]) => from).join(', ');

/** Devices of some rows by what they are alike in; rows come with a `sign`. */
const tallied = (rows: string) => `
  select md5(row(${columns})::text)::uuid as kind, ${columns}, sum(sign)::integer as devices
  from (select ${values}, sign from (${rows}) as changed) as described (${columns}, sign)
  group by ${columns} having sum(sign) <> 0`;

const counting = (rows: string) => `
  insert into lifecycle_tally as known (kind, ${columns}, devices) ${tallied(rows)} order by kind
  on conflict (kind) do update set devices = known.devices + excluded.devices`;

/** When devices end is asked by department, site, model, system and type, of everything somebody may see: counted as it changes. */
export async function up(db: Kysely<never>): Promise<void> {
  await sql
    .raw(
      `create table lifecycle_tally (
        kind uuid primary key,
        ${KIND.map(([name, , type]) => `${name} ${type}`).join(', ')},
        devices integer not null
      );
      comment on table lifecycle_tally is 'How many devices are alike in when they end and where they are; kept by triggers, never written otherwise';
      comment on column lifecycle_tally.kind is 'MD5 of all that they are alike in';
      ${KIND.map(([name, , , words]) => `comment on column lifecycle_tally.${name} is '${words}';`).join('\n')}
      comment on column lifecycle_tally.devices is 'How many';

      create function lifecycle_tally_fill() returns void language sql as $$
        delete from lifecycle_tally;
        insert into lifecycle_tally (kind, ${columns}, devices) ${tallied('select *, 1 as sign from device')};
      $$;
      select lifecycle_tally_fill();

      create function lifecycle_tally_keep() returns trigger language plpgsql as $$
      begin
        if tg_op = 'TRUNCATE' then
          delete from lifecycle_tally;
        elsif tg_op = 'INSERT' then
          ${counting('select *, 1 as sign from rows_now')};
        elsif tg_op = 'DELETE' then
          ${counting('select *, -1 as sign from rows_before')};
        else
          ${counting('select *, -1 as sign from rows_before union all select *, 1 from rows_now')};
        end if;
        return null;
      end $$;
      create trigger device_ends after insert on device referencing new table as rows_now
        for each statement execute function lifecycle_tally_keep();
      create trigger device_ends_anew after update on device
        referencing old table as rows_before new table as rows_now
        for each statement execute function lifecycle_tally_keep();
      create trigger device_ends_no_more after delete on device referencing old table as rows_before
        for each statement execute function lifecycle_tally_keep();
      create trigger device_ends_none after truncate on device
        for each statement execute function lifecycle_tally_keep();`,
    )
    .execute(db);
}
