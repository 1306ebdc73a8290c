import { type Kysely, sql } from 'kysely';

/** Columns of a device that fall back to what it inherits, with their type and comment. */
const EFFECTIVE: readonly (readonly [column: string, field: string, type: string, comment: string])[] = [
  ['vlan', 'vlan', 'text', 'VLAN; its own, else the segment’s'],
  ['segment', 'segment', 'text', 'Network segment; as its sources say, else the one its address lies in'],
  ['exposure', 'exposure', 'text', 'How reachable its segment is; its own, else the segment’s'],
  ['criticality', 'criticality', 'text', 'What losing it would mean to a patient; its own, else the model’s'],
  ['fda_class', 'fdaClass', 'text', 'FDA class I, II, III; its own, else the model’s'],
  ['fda_product_code', 'fdaProductCode', 'text', 'FDA product code; its own, else the model’s'],
  ['stores_phi', 'storesPhi', 'boolean', 'Stores patient data; its own word, else the model’s'],
  ['transmits_phi', 'transmitsPhi', 'boolean', 'Transmits patient data; its own word, else the model’s'],
  ['end_of_sale', 'endOfSale', 'text', 'ISO day of end of sale; its own, else the model’s'],
  ['eol_date', 'eolDate', 'text', 'ISO day of end of life; its own, else the model’s'],
  ['eos_date', 'eosDate', 'text', 'ISO day of end of support; its own, else the model’s'],
  ['os_eos_date', 'osEosDate', 'text', 'ISO day of end of support of its operating system; the model’s'],
  ['patch_method', 'patchMethod', 'text', 'Who can bring a patch onto it; the model’s'],
];

const NEW_COLUMNS = new Set(['os_eos_date', 'patch_method']);

function effective([column, field, type]: (typeof EFFECTIVE)[number]): string {
  const read = `coalesce(fields ->> '${field}', inherited -> '${field}' ->> 'value')`;
  const value = type === 'boolean' ? `(${read})::boolean` : read;
  return `add column ${column} ${type} generated always as (${value}) stored`;
}

/** Nouns that count their devices, and the column of a device that leads to them. */
const COUNTED = ['vendor', 'model', 'location', 'department', 'segment'] as const;

function countingOf(noun: string, rows: string): string {
  return `
    update ${noun} set device_count = device_count + delta.devices from (
      select id, sum(one)::integer as devices from (${rows}) as one_each group by id having sum(one) <> 0
    ) as delta where ${noun}.id = delta.id;`;
}

function countingFunctions(): string {
  const now = (noun: string) =>
    `select ${noun}_id as id, 1 as one from now_rows where ${noun}_id is not null`;
  const was = (noun: string) =>
    `select ${noun}_id as id, -1 as one from was_rows where ${noun}_id is not null`;
  const bodies = {
    insert: COUNTED.map((it) => countingOf(it, now(it))),
    update: COUNTED.map((it) => countingOf(it, `${now(it)} union all ${was(it)}`)),
    delete: COUNTED.map((it) => countingOf(it, was(it))),
  };
  const referencing = {
    insert: 'new table as now_rows',
    update: 'old table as was_rows new table as now_rows',
    delete: 'old table as was_rows',
  };
  return (['insert', 'update', 'delete'] as const)
    .map(
      (act) => `
        create function device_count_${act}() returns trigger language plpgsql as $$
        begin ${bodies[act].join('')} return null; end $$;
        create trigger device_count_${act} after ${act} on device
          referencing ${referencing[act]} for each statement execute function device_count_${act}();`,
    )
    .join('');
}

export async function up(db: Kysely<never>): Promise<void> {
  await sql`
    create table vendor (
      id uuid primary key,
      name text not null,
      details jsonb not null default '{}',
      device_count integer not null default 0,
      merged_into uuid references vendor (id),
      version integer not null default 1,
      created_at timestamptz not null,
      changed_at timestamptz not null
    );
    create index vendor_name_order on vendor (lower(name) collate "C", id) where merged_into is null;
    comment on table vendor is 'Makers that devices name, and what is kept of them';
    comment on column vendor.id is 'UUIDv7';
    comment on column vendor.name is 'What it is called';
    comment on column vendor.details is 'Contacts, support terms, security page, disclosure channel, notes';
    comment on column vendor.device_count is 'Devices of it; kept by triggers on device';
    comment on column vendor.merged_into is 'The vendor that took its place; null: it stands for itself';
    comment on column vendor.version is 'Counts changes; an edit names the version it was made on';
    comment on column vendor.created_at is 'When a device first named it';
    comment on column vendor.changed_at is 'When a person last changed it';

    create table vendor_alias (
      key text primary key,
      text text not null,
      vendor_id uuid not null references vendor (id)
    );
    create index vendor_alias_vendor on vendor_alias (vendor_id);
    comment on table vendor_alias is 'Under which names devices speak of a vendor';
    comment on column vendor_alias.key is 'The name without legal forms and known spellings';
    comment on column vendor_alias.text is 'The name as it was first read';
    comment on column vendor_alias.vendor_id is 'The vendor it means now';

    create table model (
      id uuid primary key,
      vendor_id uuid references vendor (id),
      name text not null,
      defaults jsonb not null default '{}',
      details jsonb not null default '{}',
      device_count integer not null default 0,
      merged_into uuid references model (id),
      version integer not null default 1,
      created_at timestamptz not null,
      changed_at timestamptz not null
    );
    create index model_name_order on model (lower(name) collate "C", id) where merged_into is null;
    create index model_vendor on model (vendor_id);
    comment on table model is 'Makers’ product lines that devices belong to, and what their devices inherit';
    comment on column model.id is 'UUIDv7';
    comment on column model.vendor_id is 'Its maker; null: no device says who made it';
    comment on column model.name is 'What it is called';
    comment on column model.defaults is 'What its devices inherit as a person set it: criticality, PHI, FDA class, lifecycle dates, patch method';
    comment on column model.details is 'What concerns the model itself: scan guidance, replacement cost, support terms, notes';
    comment on column model.device_count is 'Devices of it; kept by triggers on device';
    comment on column model.merged_into is 'The model that took its place; null: it stands for itself';
    comment on column model.version is 'Counts changes; an edit names the version it was made on';
    comment on column model.created_at is 'When a device first named it';
    comment on column model.changed_at is 'When a person last changed it';

    create table model_alias (
      key text primary key,
      text text not null,
      model_id uuid not null references model (id)
    );
    create index model_alias_model on model_alias (model_id);
    comment on table model_alias is 'Under which names devices speak of a model';
    comment on column model_alias.key is 'Key of the maker’s name and of the model’s';
    comment on column model_alias.text is 'The model as it was first read';
    comment on column model_alias.model_id is 'The model it means now';

    create table location (
      id uuid primary key,
      parent_id uuid references location (id),
      kind text not null check (kind in ('site', 'building', 'floor', 'room')),
      name text not null,
      path text not null unique,
      device_count integer not null default 0,
      created_at timestamptz not null
    );
    create index location_parent on location (parent_id);
    comment on table location is 'Places where devices stand, as a tree: site, building, floor, room';
    comment on column location.id is 'UUIDv7';
    comment on column location.parent_id is 'The place around it; null: none is known';
    comment on column location.kind is 'Its level: site, building, floor or room';
    comment on column location.name is 'What it is called';
    comment on column location.path is 'Tells it apart: its own name and those of the places around it';
    comment on column location.device_count is 'Devices in it and in no smaller place within it; kept by triggers on device';
    comment on column location.created_at is 'When a device first named it';

    create table department (
      id uuid primary key,
      key text not null unique,
      name text not null,
      details jsonb not null default '{}',
      device_count integer not null default 0,
      version integer not null default 1,
      created_at timestamptz not null,
      changed_at timestamptz not null
    );
    comment on table department is 'Departments that devices belong to';
    comment on column department.id is 'UUIDv7';
    comment on column department.key is 'Its name as devices say it, whatever its spelling';
    comment on column department.name is 'What it is called';
    comment on column department.details is 'Manager, contact, owner, notes';
    comment on column department.device_count is 'Devices of it; kept by triggers on device';
    comment on column department.version is 'Counts changes; an edit names the version it was made on';
    comment on column department.created_at is 'When it was first known';
    comment on column department.changed_at is 'When a person last changed it';

    create table segment (
      id uuid primary key,
      key text not null unique,
      name text not null,
      cidrs jsonb not null default '[]',
      vlan text,
      exposure text check (exposure in ('internet-facing', 'flat', 'segmented', 'isolated')),
      notes text not null default '',
      device_count integer not null default 0,
      version integer not null default 1,
      created_at timestamptz not null,
      changed_at timestamptz not null
    );
    comment on table segment is 'Network segments; a device’s follows from its address unless its sources name one';
    comment on column segment.id is 'UUIDv7';
    comment on column segment.key is 'Its name as devices say it, whatever its spelling';
    comment on column segment.name is 'What it is called';
    comment on column segment.cidrs is 'Blocks of addresses, IPv4 and IPv6; the longest prefix rules';
    comment on column segment.vlan is 'VLAN; null: not known';
    comment on column segment.exposure is 'How reachable it is; null: not known';
    comment on column segment.notes is 'What else is worth knowing';
    comment on column segment.device_count is 'Devices in it; kept by triggers on device';
    comment on column segment.version is 'Counts changes; an edit names the version it was made on';
    comment on column segment.created_at is 'When it was first known';
    comment on column segment.changed_at is 'When a person last changed it';

    create table noun_merge (
      id uuid primary key,
      noun text not null check (noun in ('vendor', 'model')),
      from_id uuid not null,
      into_id uuid not null,
      moved jsonb not null,
      at timestamptz not null,
      by_name text not null,
      undone_at timestamptz
    );
    create index noun_merge_into on noun_merge (into_id);
    comment on table noun_merge is 'Vendors and models that a person put together, with what it takes to undo it';
    comment on column noun_merge.id is 'UUIDv7';
    comment on column noun_merge.noun is 'vendor or model';
    comment on column noun_merge.from_id is 'The one that was given up';
    comment on column noun_merge.into_id is 'The one that took its place';
    comment on column noun_merge.moved is 'Names and models that went over';
    comment on column noun_merge.at is 'When';
    comment on column noun_merge.by_name is 'Who did it';
    comment on column noun_merge.undone_at is 'When it was undone; null: it holds';

    alter table device
      add column vendor_id uuid references vendor (id),
      add column model_id uuid references model (id),
      add column location_id uuid references location (id),
      add column department_id uuid references department (id),
      add column segment_id uuid references segment (id),
      add column inherited jsonb;
    create index device_unsettled on device (id) where inherited is null;
    create index device_vendor_id on device (vendor_id);
    create index device_model_id on device (model_id);
    create index device_location_id on device (location_id);
    create index device_department_id on device (department_id);
    create index device_segment_id on device (segment_id);
    comment on column device.vendor_id is 'Its maker; null: nothing names one';
    comment on column device.model_id is 'Its model; null: nothing names one';
    comment on column device.location_id is 'The smallest place it is known to stand in; null: nothing names one';
    comment on column device.department_id is 'Its department; null: nothing names one';
    comment on column device.segment_id is 'Its network segment, named or found by address; null: neither';
    comment on column device.inherited is 'What it has from its model and segment, each value with where it is from; null: not worked out yet';
  `.execute(db);
  await sql
    .raw(
      `alter table device ${EFFECTIVE.filter(([it]) => !NEW_COLUMNS.has(it))
        .map(([it]) => `drop column ${it}`)
        .join(', ')};
       alter table device ${EFFECTIVE.map(effective).join(', ')};
       ${EFFECTIVE.map(([column, , , comment]) => `comment on column device.${column} is '${comment}';`).join('')}
       ${countingFunctions()}`,
    )
    .execute(db);
}
