import { type Kysely, sql } from 'kysely';

export async function up(db: Kysely<never>): Promise<void> {
  await sql`
    alter table person add column is_invented boolean not null default false;
    comment on column person.is_invented is 'Belongs to the demonstration hospital: anybody may look through their eyes, and they go with it';

    create table demonstration (
      id boolean primary key default true check (id),
      seed integer not null,
      devices integer not null,
      as_of text not null,
      chapters integer not null default 0,
      ready_at timestamptz,
      created_at timestamptz not null,
      created_by_name text not null,
      hospital_before jsonb not null
    );
    comment on table demonstration is 'The demonstration hospital, while there is one: all that is in the inventory then is invented';
    comment on column demonstration.id is 'Always true: there is one at most';
    comment on column demonstration.seed is 'Seed it was drawn from';
    comment on column demonstration.devices is 'How many devices were asked for';
    comment on column demonstration.as_of is 'ISO day on which its history ends';
    comment on column demonstration.chapters is 'How many files of its history are in';
    comment on column demonstration.ready_at is 'When its history was in; null: it is being brought in';
    comment on column demonstration.created_at is 'When somebody asked for it';
    comment on column demonstration.created_by_name is 'Who did';
    comment on column demonstration.hospital_before is 'Name and time zone that were set before, to be set again';
  `.execute(db);
}
