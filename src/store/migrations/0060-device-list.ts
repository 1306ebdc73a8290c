import { type Kysely, sql } from 'kysely';

/** Columns of the list that hold one of the device's own, in lower case. */
const TEXTS = [
  ['label', 'label', 'Maker and model, or the strongest name there is'],
  ['site', 'site', 'Site'],
  ['department', 'department', 'Department'],
  ['criticality', 'criticality', 'What losing it would mean to a patient'],
  ['manufacturer', 'manufacturer', 'Maker'],
  ['model', 'model', 'Model'],
  ['device_type', 'device_type', 'What kind of device'],
  ['firmware', 'firmware', 'Firmware or software version'],
  ['os', 'os', 'Operating system'],
  ['os_version', 'os_version', 'Version of the operating system'],
  ['serial', 'serial', 'Serial number'],
  ['asset_tag', 'asset_tag', 'Asset tag'],
  ['udi', 'udi', 'Unique device identifier'],
  ['ip', 'ip', 'Network address'],
  ['mac', 'mac', 'Hardware address'],
  ['hostname', 'hostname', 'Host name'],
  ['vlan', 'vlan', 'VLAN'],
  ['segment', 'segment', 'Network segment'],
  ['exposure', 'exposure', 'How reachable its segment is'],
  ['building', 'building', 'Building'],
  ['floor', 'floor', 'Floor'],
  ['room', 'room', 'Room'],
  ['owner', 'owner', 'Owner'],
  ['clinical_use', 'clinical_use', 'Clinical use'],
  ['fda_class', 'fda_class', 'FDA class'],
  ['fda_product_code', 'fda_product_code', 'FDA product code'],
  ['install_date', 'install_date', 'ISO day of installation'],
  ['warranty_end', 'warranty_end', 'ISO day the warranty ends'],
  ['end_of_sale', 'end_of_sale', 'ISO day of end of sale'],
  ['eol_date', 'eol_date', 'ISO day of end of life'],
  ['eos_date', 'eos_date', 'ISO day of end of support'],
  ['last_patch_date', 'last_patch_date', 'ISO day of the last patch'],
  ['patch_level', 'patch_level', 'Patch level'],
  ['os_eos_date', 'os_eos_date', 'ISO day of end of support of its operating system'],
  ['patch_method', 'patch_method', 'Who can bring a patch onto it'],
  ['support_contract', "(fields ->> 'supportContract')", 'Support contract'],
] as const;

/** Columns taken over as they are. */
const PLAIN = [
  ['seen_at', 'seen_at', 'timestamptz not null', 'When a source last spoke of it'],
  ['changed_at', 'changed_at', 'timestamptz not null', 'When a field last changed'],
  ['created_at', 'created_at', 'timestamptz not null', 'When it was first known here'],
  ['source_count', 'source_count', 'integer not null', 'How many sources speak of it'],
  ['conflict_count', 'conflict_count', 'integer not null', 'Fields its sources disagree on'],
  ['stores_phi', 'stores_phi', 'boolean', 'Stores patient data'],
  ['transmits_phi', 'transmits_phi', 'boolean', 'Transmits patient data'],
  ['scope_site', 'site', 'text collate "C"', 'Site as roles name it'],
  ['scope_department', 'department', 'text collate "C"', 'Department as roles name it'],
  ['scope_vendor', 'manufacturer', 'text collate "C"', 'Maker as roles name it'],
] as const;

const RANK = `case criticality when 'life-sustaining' then 1 when 'critical' then 2 when 'diagnostic' then 3
  when 'general' then 4 when 'administrative' then 5 end`;
const SEARCH = `lower(concat_ws(chr(10), name, label, device_type, serial, asset_tag, hostname, ip, mac, site, department, room))`;

/** Columns that follow from the device, its id first. */
export const LIST_COLUMNS = [
  'device_id',
  ...PLAIN.map(([name]) => name),
  'criticality_rank',
  ...TEXTS.map(([name]) => name),
  'search',
];
export const LIST_VALUES = [
  'id',
  ...PLAIN.map(([, from]) => from),
  RANK,
  ...TEXTS.map(([, from]) => `lower(${from})`),
  SEARCH,
];

/** Brings the list up to some rows of devices. */
export const keepList = (rows: string) => `
  insert into device_list (${LIST_COLUMNS.join(', ')}) select ${LIST_VALUES.join(', ')} from ${rows}
  on conflict (device_id) do update set ${LIST_COLUMNS.slice(1)
    .map((it) => `${it} = excluded.${it}`)
    .join(', ')}`;

/**
 * Lists of a quarter of a million devices read a narrow row for each instead of the device itself: reading all of them
 * is what any filter, any order and any depth costs at most. Triggers keep it, so that nothing can forget to.
 */
export async function up(db: Kysely<never>): Promise<void> {
  await sql
    .raw(
      `create extension if not exists pg_trgm;
      create table device_list (
        device_id uuid primary key references device (id) on delete cascade,
        ${PLAIN.map(([name, , type]) => `${name} ${type}`).join(', ')},
        criticality_rank integer,
        ${TEXTS.map(([name]) => `${name} text collate "C"${name === 'label' ? ' not null' : ''}`).join(', ')},
        search text not null
      );
      comment on table device_list is 'What lists of devices sort and filter by: a narrow row for each, text in lower case, kept by triggers';
      comment on column device_list.device_id is 'The device';
      ${[...TEXTS.map(([name, , words]) => [name, words]), ...PLAIN.map(([name, , , words]) => [name, words])]
        .map(([name, words]) => `comment on column device_list.${name} is '${words}';`)
        .join('\n')}
      comment on column device_list.criticality_rank is '1 life-sustaining … 5 administrative';
      comment on column device_list.search is 'Everything people search by';

      create function device_list_keep() returns trigger language plpgsql as $$
      begin
        ${keepList('rows')};
        return null;
      end $$;
      create trigger device_list_insert after insert on device referencing new table as rows
        for each statement execute function device_list_keep();
      create trigger device_list_update after update on device referencing new table as rows
        for each statement execute function device_list_keep();
      ${keepList('device')};

      create index device_list_label on device_list (label, device_id);
      create index device_list_seen on device_list (seen_at, device_id);
      create index device_list_changed on device_list (changed_at, device_id);
      create index device_list_scope_site on device_list (scope_site);
      create index device_list_scope_department on device_list (scope_department);
      create index device_list_scope_vendor on device_list (scope_vendor);
      create index device_list_search on device_list using gin (search gin_trgm_ops);

      alter table device drop column if exists search;
      drop index if exists device_label, device_manufacturer, device_model, device_site, device_department, device_seen,
        device_changed;`,
    )
    .execute(db);
}
