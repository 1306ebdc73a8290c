import { type Kysely, sql } from 'kysely';

export async function up(db: Kysely<never>): Promise<void> {
  await sql`
    create table saved_view (
      id uuid primary key,
      page text not null,
      name text not null,
      query jsonb not null,
      owner_id uuid not null references person (id) on delete cascade,
      owner_name text not null,
      shared_with text not null check (shared_with in ('nobody', 'everybody', 'role')),
      role text check ((shared_with = 'role') = (role is not null)),
      version integer not null default 1,
      created_at timestamptz not null,
      changed_at timestamptz not null
    );
    create index saved_view_page on saved_view (page, lower(name) collate "C", id);
    comment on table saved_view is 'Named states of a list: filter, order and columns, of a person and perhaps shared';
    comment on column saved_view.id is 'UUIDv7';
    comment on column saved_view.page is 'The list it is of: devices, models …';
    comment on column saved_view.name is 'What people call it';
    comment on column saved_view.query is 'Filter, sort, columns';
    comment on column saved_view.owner_id is 'Whose it is';
    comment on column saved_view.owner_name is 'Name of that person at the time';
    comment on column saved_view.shared_with is 'Who else sees it: nobody, everybody or the holders of a role';
    comment on column saved_view.role is 'That role';
    comment on column saved_view.version is 'Counts changes; an edit names the version it was made on';
    comment on column saved_view.created_at is 'When it was made';
    comment on column saved_view.changed_at is 'When it was last changed';

    create table default_view (
      person_id uuid not null references person (id) on delete cascade,
      page text not null,
      view_id uuid not null references saved_view (id) on delete cascade,
      primary key (person_id, page)
    );
    create index default_view_view on default_view (view_id);
    comment on table default_view is 'With which saved view a list opens for a person';
    comment on column default_view.person_id is 'The person';
    comment on column default_view.page is 'The list';
    comment on column default_view.view_id is 'The view';

    create table tag (
      id uuid primary key,
      name text not null,
      key text collate "C" not null unique,
      created_at timestamptz not null,
      created_by_name text not null
    );
    comment on table tag is 'Words people put on devices';
    comment on column tag.id is 'UUIDv7';
    comment on column tag.name is 'As it was first written';
    comment on column tag.key is 'The same in lower case, by which it is known';
    comment on column tag.created_at is 'When it was first used';
    comment on column tag.created_by_name is 'Who used it first';

    create table device_tag (
      device_id uuid not null references device (id) on delete cascade,
      tag_id uuid not null references tag (id) on delete cascade,
      at timestamptz not null,
      by_name text not null,
      primary key (device_id, tag_id)
    );
    create index device_tag_tag on device_tag (tag_id, device_id);
    comment on table device_tag is 'Which tags a device has';
    comment on column device_tag.device_id is 'The device';
    comment on column device_tag.tag_id is 'The tag';
    comment on column device_tag.at is 'Since when';
    comment on column device_tag.by_name is 'Who put it there';

    create table custom_field (
      id uuid primary key,
      key text collate "C" not null unique,
      name text not null,
      kind text not null check (kind in ('text', 'number', 'date', 'flag', 'choice')),
      choices jsonb not null default '[]',
      version integer not null default 1,
      created_at timestamptz not null,
      changed_at timestamptz not null
    );
    comment on table custom_field is 'Fields a hospital adds to its devices';
    comment on column custom_field.id is 'UUIDv7';
    comment on column custom_field.key is 'By which filters and programs name it, after "cf."';
    comment on column custom_field.name is 'By which people and columns of files name it';
    comment on column custom_field.kind is 'What a value may be: text, number, date, flag, choice';
    comment on column custom_field.choices is 'What can be chosen, where kind is choice';
    comment on column custom_field.version is 'Counts changes; an edit names the version it was made on';
    comment on column custom_field.created_at is 'When it was defined';
    comment on column custom_field.changed_at is 'When it was last changed';

    create table device_custom_value (
      device_id uuid not null references device (id) on delete cascade,
      field_id uuid not null references custom_field (id) on delete cascade,
      value text not null,
      key text collate "C" not null,
      number numeric,
      source text not null,
      at timestamptz not null,
      primary key (device_id, field_id)
    );
    create index device_custom_value_key on device_custom_value (field_id, left(key, 200));
    comment on table device_custom_value is 'What custom fields hold for each device';
    comment on column device_custom_value.device_id is 'The device';
    comment on column device_custom_value.field_id is 'The field';
    comment on column device_custom_value.value is 'The value in its one form: ISO days, yes or no, plain numbers';
    comment on column device_custom_value.key is 'The same in lower case, which filters read';
    comment on column device_custom_value.number is 'The same as a number; null: it is none';
    comment on column device_custom_value.source is 'Who says so: a person or a source';
    comment on column device_custom_value.at is 'When they said so';

    create table bulk_edit (
      id uuid primary key,
      state text not null check (state in ('waiting', 'done')),
      selection jsonb not null,
      change jsonb not null,
      undoes uuid references bulk_edit (id),
      undone_by uuid references bulk_edit (id),
      counts jsonb not null,
      created_at timestamptz not null,
      created_by uuid,
      created_by_name text not null,
      ended_at timestamptz,
      job_id uuid
    );
    comment on table bulk_edit is 'One change of many devices at once';
    comment on column bulk_edit.id is 'UUIDv7';
    comment on column bulk_edit.state is 'waiting: a job sees to it; done: every row has its outcome';
    comment on column bulk_edit.selection is 'Filter, or ids';
    comment on column bulk_edit.change is 'What is set, cleared, added and removed';
    comment on column bulk_edit.undoes is 'The edit it takes back; null: none';
    comment on column bulk_edit.undone_by is 'The edit that took it back; null: none did';
    comment on column bulk_edit.counts is 'Rows by outcome';
    comment on column bulk_edit.created_at is 'When it was asked for';
    comment on column bulk_edit.created_by is 'Who asked; null: the product itself';
    comment on column bulk_edit.created_by_name is 'Name of that person at the time';
    comment on column bulk_edit.ended_at is 'When it was done; null: not yet';
    comment on column bulk_edit.job_id is 'The job that sees to it';

    create table bulk_edit_row (
      edit_id uuid not null references bulk_edit (id) on delete cascade,
      device_id uuid not null,
      label text not null,
      outcome text not null check (outcome in ('waiting', 'changed', 'unchanged', 'refused')),
      reason text,
      before jsonb,
      after jsonb,
      primary key (edit_id, device_id)
    );
    create index bulk_edit_row_outcome on bulk_edit_row (edit_id, outcome, device_id);
    comment on table bulk_edit_row is 'What a bulk edit came to, device by device';
    comment on column bulk_edit_row.edit_id is 'The edit';
    comment on column bulk_edit_row.device_id is 'The device';
    comment on column bulk_edit_row.label is 'What it was called then';
    comment on column bulk_edit_row.outcome is 'waiting, changed, unchanged or refused';
    comment on column bulk_edit_row.reason is 'Why it was refused';
    comment on column bulk_edit_row.before is 'What stood in the fields that changed';
    comment on column bulk_edit_row.after is 'What stands in them since';
  `.execute(db);
}
