import { type Kysely, sql } from 'kysely';

export async function up(db: Kysely<never>): Promise<void> {
  await sql`
    create table pickup (
      id uuid primary key,
      source text not null unique,
      kind text not null check (kind in ('folder', 'address')),
      folder text,
      pattern text,
      afterwards text not null check (afterwards in ('leave', 'move')),
      url text,
      header_names text[] not null,
      headers bytea,
      schedule jsonb not null,
      rules jsonb not null,
      version integer not null,
      changed_at timestamptz not null,
      changed_by_name text not null,
      paused_at timestamptz,
      paused_by_name text,
      next_run_at timestamptz not null,
      last_run_at timestamptz,
      last_success_at timestamptz,
      failures integer not null default 0,
      problem text,
      etag text,
      last_modified text,
      check ((kind = 'folder') = (folder is not null)),
      check ((kind = 'address') = (url is not null))
    );
    create index pickup_due on pickup (next_run_at) where paused_at is null;
    comment on table pickup is 'How files of a source come by themselves: a folder that is watched, or an address that is asked';
    comment on column pickup.id is 'UUIDv7';
    comment on column pickup.source is 'Whose files they are';
    comment on column pickup.kind is 'folder or address';
    comment on column pickup.folder is 'Folder below the inbox of the server; empty: the inbox itself';
    comment on column pickup.pattern is 'Names of the files that are wanted, with * and ?; null: all';
    comment on column pickup.afterwards is 'What becomes of a file that was taken: leave it, or move it into the folder "done" beside it';
    comment on column pickup.url is 'Address that is asked';
    comment on column pickup.header_names is 'Headers sent along, by name';
    comment on column pickup.headers is 'Those headers with their values, encrypted, because they hold credentials';
    comment on column pickup.schedule is 'When it is looked at or asked';
    comment on column pickup.rules is 'What an import of it may do without a person';
    comment on column pickup.version is 'Counts edits';
    comment on column pickup.changed_at is 'Last edit';
    comment on column pickup.changed_by_name is 'Who made it';
    comment on column pickup.paused_at is 'Since when nothing is picked up; null: it runs';
    comment on column pickup.paused_by_name is 'Who paused it';
    comment on column pickup.next_run_at is 'When it is looked at next';
    comment on column pickup.last_run_at is 'When it was looked at last';
    comment on column pickup.last_success_at is 'When that last went well, with or without a new file';
    comment on column pickup.failures is 'How often it failed in a row';
    comment on column pickup.problem is 'Why it failed last';
    comment on column pickup.etag is 'Validator of what the address gave last';
    comment on column pickup.last_modified is 'Date of what the address gave last, as it wrote it';

    create table pickup_look (
      pickup_id uuid not null references pickup (id) on delete cascade,
      name text not null,
      bytes bigint not null,
      modified_at timestamptz not null,
      since timestamptz not null,
      state text not null check (state in ('growing', 'finished', 'taken')),
      primary key (pickup_id, name)
    );
    comment on table pickup_look is 'Files of watched folders as they were last seen';
    comment on column pickup_look.pickup_id is 'Whose folder';
    comment on column pickup_look.name is 'Name in the folder';
    comment on column pickup_look.bytes is 'Size';
    comment on column pickup_look.modified_at is 'When it was last written';
    comment on column pickup_look.since is 'When it was first seen like this';
    comment on column pickup_look.state is 'growing, finished, or taken';

    create table pickup_taken (
      pickup_id uuid not null references pickup (id) on delete cascade,
      hash bytea not null,
      at timestamptz not null,
      file text not null,
      taken_at timestamptz not null,
      primary key (pickup_id, hash, at)
    );
    comment on table pickup_taken is 'What was picked up, by its content, so that nothing is taken twice';
    comment on column pickup_taken.pickup_id is 'By which pickup';
    comment on column pickup_taken.hash is 'SHA-256 of the file';
    comment on column pickup_taken.at is 'When the source said it';
    comment on column pickup_taken.file is 'Name of the file';
    comment on column pickup_taken.taken_at is 'When it was taken';

    alter table inventory_import add column pickup_id uuid references pickup (id) on delete set null;
    alter table inventory_import add column waits_because text[];
    create index inventory_import_pickup on inventory_import (pickup_id, id) where pickup_id is not null;
    comment on column inventory_import.pickup_id is 'The pickup that brought it; null: a person or a program did';
    comment on column inventory_import.waits_because is 'Why it was not applied by itself; null: that was not asked';
  `.execute(db);
}
