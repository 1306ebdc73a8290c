import { type Kysely, sql } from 'kysely';

export async function up(db: Kysely<never>): Promise<void> {
  await sql`
    create table kept_backup (
      id uuid primary key,
      state text not null check (state in ('making', 'kept', 'failed')),
      file text not null,
      begun_at timestamptz not null,
      begun_by_name text not null,
      ended_at timestamptz,
      bytes bigint,
      sha256 bytea,
      problem text
    );
    comment on table kept_backup is 'Backups that were made into the folder of backups of the server';
    comment on column kept_backup.id is 'UUIDv7';
    comment on column kept_backup.state is 'making, kept or failed';
    comment on column kept_backup.file is 'Name in the folder of backups';
    comment on column kept_backup.begun_at is 'What it holds is as of then';
    comment on column kept_backup.begun_by_name is 'Who or what asked for it';
    comment on column kept_backup.ended_at is 'When it was whole, or given up';
    comment on column kept_backup.bytes is 'Size of the file';
    comment on column kept_backup.sha256 is 'SHA-256 of the file';
    comment on column kept_backup.problem is 'Why it failed';
  `.execute(db);
}
