import { type Kysely, sql } from 'kysely';
import { fillIdentifiers } from '../identifiers.ts';

export async function up(db: Kysely<never>): Promise<void> {
  await identity(db);
  await observations(db);
  await imports(db);
  await fillIdentifiers(db);
}

async function identity(db: Kysely<never>): Promise<void> {
  await sql`
    create table identifier (
      hash bigint not null,
      observation_id uuid not null references observation (id) on delete cascade,
      primary key (hash, observation_id)
    );
    create index identifier_observation on identifier (observation_id);
    comment on table identifier is 'What identifies the units that current observations speak of; junk such as "N/A" is not in it';
    comment on column identifier.hash is 'First 64 bits of the SHA-256 of kind and comparable value: serial, asset tag, MAC, address …, model, anchor';
    comment on column identifier.observation_id is 'The observation that carries it';

    create table identity_decision (
      id uuid primary key,
      act_id uuid not null,
      kind text not null check (kind in ('together', 'apart')),
      a_source text not null,
      a_key text not null,
      b_source text not null,
      b_key text not null,
      at timestamptz not null,
      by_id uuid,
      by_name text not null,
      reason text,
      undone_at timestamptz,
      undone_by_name text
    );
    create index identity_decision_a on identity_decision (a_source, a_key) where undone_at is null;
    create index identity_decision_b on identity_decision (b_source, b_key) where undone_at is null;
    create index identity_decision_act on identity_decision (act_id);
    comment on table identity_decision is 'What people decided about two statements: they speak of one device, or of two';
    comment on column identity_decision.id is 'UUIDv7';
    comment on column identity_decision.act_id is 'The merge, split or keeping apart it is a part of; undone as a whole';
    comment on column identity_decision.kind is 'together: one device; apart: two';
    comment on column identity_decision.a_source is 'Source of the one statement';
    comment on column identity_decision.a_key is 'What it speaks of, within its source';
    comment on column identity_decision.b_source is 'Source of the other statement';
    comment on column identity_decision.b_key is 'What it speaks of, within its source';
    comment on column identity_decision.at is 'When it was decided';
    comment on column identity_decision.by_id is 'Who decided; null: the product itself';
    comment on column identity_decision.by_name is 'Name of that person at the time';
    comment on column identity_decision.reason is 'Why, if they said so';
    comment on column identity_decision.undone_at is 'When it was taken back; null: it holds';
    comment on column identity_decision.undone_by_name is 'Who took it back';

    create table doubtful_merge (
      hash bigint primary key,
      kind text not null,
      value text not null,
      because text not null,
      is_hub boolean not null,
      found_at timestamptz not null
    );
    create table doubtful_merge_device (
      hash bigint not null references doubtful_merge (hash) on delete cascade,
      device_id uuid not null references device (id) on delete cascade,
      primary key (hash, device_id)
    );
    create index doubtful_merge_device_device on doubtful_merge_device (device_id);
    comment on table doubtful_merge is 'Identifiers that several devices share, which were kept apart until a person decides';
    comment on column doubtful_merge.hash is 'As in identifier';
    comment on column doubtful_merge.kind is 'Kind of identifier';
    comment on column doubtful_merge.value is 'The identifier in comparable form';
    comment on column doubtful_merge.because is 'What speaks against one device';
    comment on column doubtful_merge.is_hub is 'So many statements carry it that it identifies nothing';
    comment on column doubtful_merge.found_at is 'When it was first met';
    comment on table doubtful_merge_device is 'Devices that share the identifier; of many, the first';
    comment on column doubtful_merge_device.hash is 'The identifier';
    comment on column doubtful_merge_device.device_id is 'The device';

    create table device_conflict (
      device_id uuid not null references device (id) on delete cascade,
      field text not null,
      pattern text not null,
      sayings jsonb not null,
      primary key (device_id, field)
    );
    create index device_conflict_pattern on device_conflict (pattern, device_id);
    comment on table device_conflict is 'Fields whose sources disagree, which nobody has decided yet';
    comment on column device_conflict.device_id is 'The device';
    comment on column device_conflict.field is 'The field';
    comment on column device_conflict.pattern is 'The field and who disagrees with whom';
    comment on column device_conflict.sayings is 'Value, source, kind, time; the one that holds first';
  `.execute(db);
}

async function observations(db: Kysely<never>): Promise<void> {
  await sql`
    alter table observation alter column import_id drop not null;
    alter table observation add column first_at timestamptz;
    alter table observation add column anchors jsonb;
    alter table observation add column by_id uuid;
    alter table observation add column by_name text;
    alter table observation add column reason text;
    alter table observation add column evidence text;
    update observation set first_at = at;
    alter table observation alter column first_at set not null;
    comment on column observation.at is 'When the source last said it';
    comment on column observation.import_id is 'The import that first brought it; null: a person entered it';
    comment on column observation.first_at is 'When the source first said it';
    comment on column observation.anchors is 'Of a person’s edit: places of the statements it amends; null: it stands by itself';
    comment on column observation.by_id is 'The person who entered it; null: an import did';
    comment on column observation.by_name is 'Name of that person at the time';
    comment on column observation.reason is 'Why, if they said so';
    comment on column observation.evidence is 'How they know: read-from-device, label, entered; null: as its kind of source does';

    create table observation_said (
      observation_id uuid not null references observation (id) on delete cascade,
      import_id uuid not null references inventory_import (id),
      at timestamptz not null,
      primary key (observation_id, import_id)
    );
    create index observation_said_import on observation_said (import_id);
    comment on table observation_said is 'Later imports in which a source said the same again';
    comment on column observation_said.observation_id is 'What it said';
    comment on column observation_said.import_id is 'The later import';
    comment on column observation_said.at is 'When the source said it then';

    alter table device_change drop constraint device_change_kind_check;
    alter table device_change add constraint device_change_kind_check
      check (kind in ('created', 'changed', 'edited', 'merged', 'split', 'undone'));
    alter table device_change add column note text;
    comment on column device_change.kind is 'created, changed; edited by a person; merged or split by hand; undone: what led to it was taken back';
    comment on column device_change.note is 'What a person should know besides: the reason given, the other device';
    create index device_change_import on device_change (import_id);
  `.execute(db);
}

async function imports(db: Kysely<never>): Promise<void> {
  await sql`
    drop table import_row;
    update inventory_import set counts = counts || '{"remove": 0, "knownDevices": 0}'::jsonb;
    alter table inventory_import drop constraint inventory_import_state_check;
    alter table inventory_import add column problem text;
    alter table inventory_import add column chosen jsonb not null default '{}';
    alter table inventory_import add column file_hash bytea;
    alter table inventory_import add column file_bytes bigint not null default 0;
    alter table inventory_import add column same_as uuid references inventory_import (id) on delete set null;
    alter table inventory_import add column repairs uuid references inventory_import (id) on delete set null;
    alter table inventory_import add column undone_at timestamptz;
    alter table inventory_import add column undone_by_name text;
    update inventory_import set state = 'failed', problem = 'An earlier version of the product read it: upload the file again'
      where state = 'previewed';
    alter table inventory_import add constraint inventory_import_state_check check (state in
      ('uploaded', 'reading', 'previewed', 'applying', 'applied', 'failed', 'undoing', 'undone'));
    create index inventory_import_hash on inventory_import (source, file_hash) where state = 'applied';
    comment on column inventory_import.state is 'uploaded, reading, previewed: nothing is written to the inventory yet; applying, applied; undoing, undone; failed';
    comment on column inventory_import.problem is 'Why it failed; null: it did not';
    comment on column inventory_import.chosen is 'Inventory field → column, where a person chose';
    comment on column inventory_import.file_hash is 'SHA-256 of the file';
    comment on column inventory_import.file_bytes is 'Size of the file';
    comment on column inventory_import.same_as is 'The applied import that brought the same file before; null: none did';
    comment on column inventory_import.repairs is 'The import whose rejected rows this one brings repaired; null: none';
    comment on column inventory_import.undone_at is 'When it was taken back; null: it was not';
    comment on column inventory_import.undone_by_name is 'Who took it back';

    alter table import_reject add column cells jsonb;
    alter table import_reject add column repaired_by uuid references inventory_import (id) on delete set null;
    comment on column import_reject.cells is 'The row as it stood, by column, for repair; null: it is kept only in part';
    comment on column import_reject.repaired_by is 'The applied import that brought it repaired; null: none did';

    create table import_file (
      import_id uuid not null references inventory_import (id) on delete cascade,
      part integer not null,
      bytes bytea not null,
      primary key (import_id, part)
    );
    comment on table import_file is 'The uploaded file, in parts, until it is applied';
    comment on column import_file.import_id is 'The import';
    comment on column import_file.part is '1, 2, 3 …';
    comment on column import_file.bytes is 'Its bytes';

    create table import_row (
      import_id uuid not null references inventory_import (id) on delete cascade,
      place integer not null,
      key text not null,
      effect text not null default 'say' check (effect in ('say', 'again', 'past')),
      kind text not null,
      line integer,
      content_hash bytea not null,
      fields jsonb not null,
      unmapped jsonb not null,
      reported jsonb not null,
      primary key (import_id, place)
    );
    create index import_row_key on import_row (import_id, key);
    comment on table import_row is 'Rows of a previewed import that say something new; gone once they are applied';
    comment on column import_row.import_id is 'The import';
    comment on column import_row.place is '1, 2, 3 … in the order of the file';
    comment on column import_row.key is 'What the row speaks of, within its source';
    comment on column import_row.effect is 'say: rules from now on; again: the same, said later; past: the source has said something later already';
    comment on column import_row.kind is 'Kind of system that speaks: cmms, discovery, scanner, register, list, sbom';
    comment on column import_row.line is 'Line, row or record in the file';
    comment on column import_row.content_hash is 'SHA-256 of all the row says';
    comment on column import_row.fields is 'Device fields';
    comment on column import_row.unmapped is 'Values of columns that map to no field, by name';
    comment on column import_row.reported is 'CVE ids a scanner claims';

    create table import_identifier (
      import_id uuid not null references inventory_import (id) on delete cascade,
      hash bigint not null,
      place integer not null
    );
    create index import_identifier_hash on import_identifier (import_id, hash, place);
    comment on table import_identifier is 'What identifies the units that rows of a previewed import speak of';
    comment on column import_identifier.import_id is 'The import';
    comment on column import_identifier.hash is 'As in identifier';
    comment on column import_identifier.place is 'The row';

    create table import_change (
      import_id uuid not null references inventory_import (id) on delete cascade,
      phase text not null check (phase in ('apply', 'undo')),
      place integer not null,
      device_id uuid,
      label text not null,
      kind text not null check (kind in ('create', 'change', 'remove', 'conflict')),
      conflicts integer not null,
      changes jsonb not null,
      primary key (import_id, phase, place)
    );
    comment on table import_change is 'Devices that an import makes, changes or takes away: as previewed, then as done';
    comment on column import_change.import_id is 'The import';
    comment on column import_change.phase is 'apply: what the import does; undo: what taking it back does';
    comment on column import_change.place is '1, 2, 3 …';
    comment on column import_change.device_id is 'The device; null: it does not exist yet';
    comment on column import_change.label is 'What people call it';
    comment on column import_change.kind is 'create, change or remove; conflict: it stays as it is, and the file says otherwise';
    comment on column import_change.conflicts is 'Fields of it on which sources will disagree';
    comment on column import_change.changes is 'Field, before, after';
    insert into import_change (import_id, phase, place, device_id, label, kind, conflicts, changes)
      select i.id, 'apply', c.place, (c.it ->> 'deviceId')::uuid, c.it ->> 'label', c.it ->> 'kind', 0, c.it -> 'changes'
      from inventory_import i cross join jsonb_array_elements(i.changes) with ordinality as c (it, place);
    alter table inventory_import drop column changes;

    create table import_source (
      name text primary key,
      mapping jsonb not null,
      saved_at timestamptz not null,
      saved_by_name text not null
    );
    comment on table import_source is 'What a person chose for the columns of a source, used for its next file';
    comment on column import_source.name is 'Name of the source';
    comment on column import_source.mapping is 'Inventory field → column; null: no column feeds it';
    comment on column import_source.saved_at is 'When it was saved';
    comment on column import_source.saved_by_name is 'Who chose';
  `.execute(db);
}
