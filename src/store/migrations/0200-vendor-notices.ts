import { type Kysely, sql } from 'kysely';

export async function up(db: Kysely<never>): Promise<void> {
  await sql
    .raw(
      `create table vendor_notice (
        id text collate "C" primary key,
        said jsonb not null,
        version integer not null,
        entered_at timestamptz not null,
        entered_by_id uuid,
        entered_by_name text not null,
        changed_at timestamptz not null,
        withdrawn_at timestamptz
      );
      comment on table vendor_notice is 'Notices of vendors that people entered because no feed brings them; their feed is made from these';
      comment on column vendor_notice.id is 'Number of our own, which its advisory has';
      comment on column vendor_notice.said is 'What it says, as it was entered';
      comment on column vendor_notice.version is 'Counts its revisions from one';
      comment on column vendor_notice.entered_at is 'When it was entered';
      comment on column vendor_notice.entered_by_id is 'Who entered it';
      comment on column vendor_notice.entered_by_name is 'Name of that person at the time';
      comment on column vendor_notice.changed_at is 'When it was last revised or withdrawn';
      comment on column vendor_notice.withdrawn_at is 'When it was withdrawn; null: it stands'`,
    )
    .execute(db);
}
