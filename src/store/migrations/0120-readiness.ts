import { type Kysely, sql } from 'kysely';

export async function up(db: Kysely<never>): Promise<void> {
  await sql`
    alter table judgement add column readiness_reason smallint;
    comment on column judgement.readiness_reason is 'Place in the list of reasons; null: kept by a version that did not note it';

    create table readiness_override (
      id uuid primary key,
      device_id uuid,
      filter text,
      scopes jsonb not null,
      says smallint not null,
      reason smallint not null,
      rationale text not null,
      expires_on date not null,
      owner_id uuid,
      owner_name text not null,
      made_at timestamptz not null,
      made_by uuid,
      made_by_name text not null,
      ended_at timestamptz,
      ended_because text,
      ended_by_name text,
      constraint readiness_override_of check ((device_id is null) <> (filter is null))
    );
    create index readiness_override_current on readiness_override (id) where ended_at is null;
    create index readiness_override_device on readiness_override (device_id) where device_id is not null;
    comment on table readiness_override is 'What people say of how ready devices are to be patched, against what is derived';
    comment on column readiness_override.id is 'UUIDv7';
    comment on column readiness_override.device_id is 'The device it speaks of; null: devices of a filter';
    comment on column readiness_override.filter is 'Devices it speaks of, in the one filter grammar, also those that come later';
    comment on column readiness_override.scopes is 'Where whoever said it may say so; it covers nothing beyond';
    comment on column readiness_override.says is '0 patchable, 1 temporarily unpatchable, 2 unpatchable';
    comment on column readiness_override.reason is 'Place in the list of reasons';
    comment on column readiness_override.rationale is 'Why, in a sentence';
    comment on column readiness_override.expires_on is 'Last day it holds';
    comment on column readiness_override.owner_id is 'Who sees to it';
    comment on column readiness_override.owner_name is 'Name of that person at the time';
    comment on column readiness_override.made_at is 'When it was said';
    comment on column readiness_override.made_by is 'By whom';
    comment on column readiness_override.made_by_name is 'Name of that person at the time';
    comment on column readiness_override.ended_at is 'When it ceased to count; null: it counts';
    comment on column readiness_override.ended_because is 'Why';
    comment on column readiness_override.ended_by_name is 'Who ended it; null: it ran out';

    create table readiness_covered (
      device_id uuid primary key references device (id) on delete cascade,
      override_id uuid not null references readiness_override (id)
    );
    create index readiness_covered_override on readiness_covered (override_id);
    comment on table readiness_covered is 'Which override counts for a device: of several the one for it alone, then the newest';
    comment on column readiness_covered.device_id is 'The device';
    comment on column readiness_covered.override_id is 'The override';
    create trigger readiness_covered_noted after insert or update or delete or truncate on readiness_covered
      for each statement execute function note_record_change();
  `.execute(db);
}
