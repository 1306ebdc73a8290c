import { type Kysely, sql } from 'kysely';

export async function up(db: Kysely<never>): Promise<void> {
  await sql`
    create table inventory_import (
      id uuid primary key,
      state text not null check (state in ('previewed', 'applied')),
      source text not null,
      file text not null,
      format text not null,
      at timestamptz not null,
      created_at timestamptz not null,
      created_by uuid,
      created_by_name text not null,
      applied_at timestamptz,
      columns jsonb not null,
      counts jsonb not null,
      changes jsonb not null
    );
    create index inventory_import_source on inventory_import (source, id);
    comment on table inventory_import is 'Inventory files that were uploaded: looked at, and perhaps applied';
    comment on column inventory_import.id is 'UUIDv7';
    comment on column inventory_import.state is 'previewed: nothing is written to the inventory yet; applied: all of it is';
    comment on column inventory_import.source is 'Name of the source; its later words take the place of its earlier ones';
    comment on column inventory_import.file is 'Name of the file';
    comment on column inventory_import.format is 'Format, told by content';
    comment on column inventory_import.at is 'When the source said it';
    comment on column inventory_import.created_at is 'When it was uploaded';
    comment on column inventory_import.created_by is 'Who uploaded it; null: the product itself';
    comment on column inventory_import.created_by_name is 'Name of that person at the time';
    comment on column inventory_import.applied_at is 'When it was applied; null: not yet';
    comment on column inventory_import.columns is 'What the columns were taken for: mapping, unmapped, dropped';
    comment on column inventory_import.counts is 'Rows and devices by what happens to them';
    comment on column inventory_import.changes is 'The first of the devices that change, with before and after';

    create table import_row (
      import_id uuid not null references inventory_import (id) on delete cascade,
      key text not null,
      kind text not null,
      line integer,
      content_hash bytea not null,
      fields jsonb not null,
      unmapped jsonb not null,
      reported jsonb not null,
      primary key (import_id, key)
    );
    comment on table import_row is 'Rows of a previewed import that say something new; gone once it is applied';
    comment on column import_row.import_id is 'The import';
    comment on column import_row.key is 'What the row speaks of, within its source';
    comment on column import_row.kind is 'Kind of system that speaks: cmms, discovery, scanner, register, list, sbom';
    comment on column import_row.line is 'Line, row or record in the file';
    comment on column import_row.content_hash is 'SHA-256 of all the row says';
    comment on column import_row.fields is 'Device fields';
    comment on column import_row.unmapped is 'Values of columns that map to no field, by name';
    comment on column import_row.reported is 'CVE ids a scanner claims';

    create table import_reject (
      import_id uuid not null references inventory_import (id) on delete cascade,
      place integer not null,
      line integer,
      field text,
      reason text not null,
      raw text,
      primary key (import_id, place)
    );
    comment on table import_reject is 'Rows of an import that could not be taken';
    comment on column import_reject.import_id is 'The import';
    comment on column import_reject.place is '1, 2, 3 … in the order of the file';
    comment on column import_reject.line is 'Line, row or record in the file; null: the whole of it';
    comment on column import_reject.field is 'Field at fault, where the rest of the row was taken';
    comment on column import_reject.reason is 'Why, in a sentence';
    comment on column import_reject.raw is 'The row as it stood, shortened';

    create table device (
      id uuid primary key,
      name text,
      fields jsonb not null,
      source_count integer not null,
      conflict_count integer not null,
      seen_at timestamptz not null,
      created_at timestamptz not null,
      changed_at timestamptz not null,
      version integer not null default 1,
      manufacturer text generated always as (fields ->> 'manufacturer') stored,
      model text generated always as (fields ->> 'model') stored,
      device_type text generated always as (fields ->> 'deviceType') stored,
      firmware text generated always as (fields ->> 'version') stored,
      os text generated always as (fields ->> 'os') stored,
      os_version text generated always as (fields ->> 'osVersion') stored,
      serial text generated always as (fields ->> 'serial') stored,
      asset_tag text generated always as (fields ->> 'assetTag') stored,
      udi text generated always as (fields ->> 'udi') stored,
      ip text generated always as (fields ->> 'ip') stored,
      mac text generated always as (fields ->> 'mac') stored,
      hostname text generated always as (fields ->> 'hostname') stored,
      vlan text generated always as (fields ->> 'vlan') stored,
      segment text generated always as (fields ->> 'segment') stored,
      exposure text generated always as (fields ->> 'exposure') stored,
      site text generated always as (fields ->> 'site') stored,
      building text generated always as (fields ->> 'building') stored,
      floor text generated always as (fields ->> 'floor') stored,
      room text generated always as (fields ->> 'room') stored,
      department text generated always as (fields ->> 'department') stored,
      owner text generated always as (fields ->> 'owner') stored,
      clinical_use text generated always as (fields ->> 'clinicalUse') stored,
      criticality text generated always as (fields ->> 'criticality') stored,
      fda_class text generated always as (fields ->> 'fdaClass') stored,
      fda_product_code text generated always as (fields ->> 'fdaProductCode') stored,
      stores_phi boolean generated always as ((fields ->> 'storesPhi')::boolean) stored,
      transmits_phi boolean generated always as ((fields ->> 'transmitsPhi')::boolean) stored,
      install_date text generated always as (fields ->> 'installDate') stored,
      warranty_end text generated always as (fields ->> 'warrantyEnd') stored,
      end_of_sale text generated always as (fields ->> 'endOfSale') stored,
      eol_date text generated always as (fields ->> 'eolDate') stored,
      eos_date text generated always as (fields ->> 'eosDate') stored,
      last_patch_date text generated always as (fields ->> 'lastPatchDate') stored,
      patch_level text generated always as (fields ->> 'patchLevel') stored,
      label text not null generated always as (
        coalesce(nullif(trim(coalesce(fields ->> 'manufacturer', '') || ' ' || coalesce(fields ->> 'model', '')), ''),
          name, fields ->> 'deviceType', 'Unnamed device')
      ) stored,
      search text not null generated always as (
        lower(coalesce(name, '') || chr(10) || coalesce(fields ->> 'manufacturer', '') || ' ' || coalesce(fields ->> 'model', '')
          || chr(10) || coalesce(fields ->> 'deviceType', '') || chr(10) || coalesce(fields ->> 'serial', '')
          || chr(10) || coalesce(fields ->> 'assetTag', '') || chr(10) || coalesce(fields ->> 'hostname', '')
          || chr(10) || coalesce(fields ->> 'ip', '') || chr(10) || coalesce(fields ->> 'mac', '')
          || chr(10) || coalesce(fields ->> 'site', '') || chr(10) || coalesce(fields ->> 'department', '')
          || chr(10) || coalesce(fields ->> 'room', ''))
      ) stored
    );
    comment on table device is 'Physical units, resolved from the current observations of all sources';
    comment on column device.id is 'UUIDv7; stays as long as an observation stands behind the device';
    comment on column device.name is 'What its sources call it: id, asset tag, serial number, address …; null: nothing';
    comment on column device.fields is 'Every field that holds, as JSON; the columns below are read from it';
    comment on column device.source_count is 'How many sources speak of it';
    comment on column device.conflict_count is 'Fields its sources disagree on';
    comment on column device.seen_at is 'When a source last spoke of it';
    comment on column device.created_at is 'When it was first known here';
    comment on column device.changed_at is 'When a field last changed';
    comment on column device.version is 'Counts changes; an edit names the version it was made on';
    comment on column device.manufacturer is 'Maker';
    comment on column device.model is 'Model';
    comment on column device.device_type is 'What kind of device: infusion pump, monitor …';
    comment on column device.firmware is 'Firmware or software version';
    comment on column device.os is 'Operating system';
    comment on column device.os_version is 'Version of the operating system';
    comment on column device.serial is 'Serial number';
    comment on column device.asset_tag is 'Asset tag';
    comment on column device.udi is 'Unique device identifier';
    comment on column device.ip is 'Network address';
    comment on column device.mac is 'Hardware address';
    comment on column device.hostname is 'Host name';
    comment on column device.vlan is 'VLAN';
    comment on column device.segment is 'Network segment';
    comment on column device.exposure is 'How reachable its segment is';
    comment on column device.site is 'Site; scopes of roles name it';
    comment on column device.building is 'Building';
    comment on column device.floor is 'Floor';
    comment on column device.room is 'Room';
    comment on column device.department is 'Department; scopes of roles name it';
    comment on column device.owner is 'Owner';
    comment on column device.clinical_use is 'Clinical use';
    comment on column device.criticality is 'What losing it would mean to a patient';
    comment on column device.fda_class is 'FDA class I, II, III';
    comment on column device.fda_product_code is 'FDA product code';
    comment on column device.stores_phi is 'Stores patient data';
    comment on column device.transmits_phi is 'Transmits patient data';
    comment on column device.install_date is 'ISO day of installation';
    comment on column device.warranty_end is 'ISO day the warranty ends';
    comment on column device.end_of_sale is 'ISO day of end of sale';
    comment on column device.eol_date is 'ISO day of end of life';
    comment on column device.eos_date is 'ISO day of end of support';
    comment on column device.last_patch_date is 'ISO day of the last patch';
    comment on column device.patch_level is 'Patch level';
    comment on column device.label is 'Maker and model, or the strongest name there is';
    comment on column device.search is 'Everything people search by, in lower case';
    create index device_label on device (lower(label) collate "C", id);
    create index device_manufacturer on device (coalesce(lower(manufacturer), chr(1114111)) collate "C", id);
    create index device_model on device (coalesce(lower(model), chr(1114111)) collate "C", id);
    create index device_site on device (coalesce(lower(site), chr(1114111)) collate "C", id);
    create index device_department on device (coalesce(lower(department), chr(1114111)) collate "C", id);
    create index device_seen on device (seen_at, id);
    create index device_changed on device (changed_at, id);

    create table observation (
      id uuid primary key,
      source text not null,
      kind text not null,
      key text not null,
      at timestamptz not null,
      import_id uuid not null references inventory_import (id),
      line integer,
      content_hash bytea not null,
      fields jsonb not null,
      unmapped jsonb not null,
      reported jsonb not null,
      is_current boolean not null,
      device_id uuid references device (id)
    );
    create unique index observation_current on observation (source, key) where is_current;
    create index observation_device on observation (device_id);
    create index observation_source on observation (source, at);
    create index observation_import on observation (import_id);
    comment on table observation is 'What one source said about one thing at one time; never edited, only followed by a later one';
    comment on column observation.id is 'UUIDv7';
    comment on column observation.source is 'Name of the source';
    comment on column observation.kind is 'Kind of system that speaks: cmms, discovery, scanner, register, list, sbom';
    comment on column observation.key is 'What it speaks of, within its source';
    comment on column observation.at is 'When the source said it';
    comment on column observation.import_id is 'The import that brought it';
    comment on column observation.line is 'Line, row or record in the file';
    comment on column observation.content_hash is 'SHA-256 of all it says';
    comment on column observation.fields is 'Device fields';
    comment on column observation.unmapped is 'Values of columns that map to no field, by name';
    comment on column observation.reported is 'CVE ids a scanner claims';
    comment on column observation.is_current is 'Whether it is the source’s latest word on this';
    comment on column observation.device_id is 'The device it stands behind; null: none of its own, such as an SBOM of a model';

    create table device_change (
      id uuid primary key,
      device_id uuid not null references device (id),
      at timestamptz not null,
      kind text not null check (kind in ('created', 'changed')),
      by_name text not null,
      import_id uuid references inventory_import (id),
      source text not null,
      changes jsonb not null
    );
    create index device_change_device on device_change (device_id, id desc);
    comment on table device_change is 'What happened to each device: its timeline';
    comment on column device_change.id is 'UUIDv7';
    comment on column device_change.device_id is 'The device';
    comment on column device_change.at is 'When';
    comment on column device_change.kind is 'created or changed';
    comment on column device_change.by_name is 'Who did it';
    comment on column device_change.import_id is 'The import that did it; null: no import';
    comment on column device_change.source is 'Source that led to it';
    comment on column device_change.changes is 'Field, before, after';
  `.execute(db);
}
