import { type Kysely, sql } from 'kysely';

export async function up(db: Kysely<never>): Promise<void> {
  await sql`
    alter table recall add column kind text not null default 'recall', add column title text, add column url text,
      add column told_by_id uuid, add column told_by_name text;
    comment on column recall.kind is 'recall: by a feed; communication: a safety communication that a person entered';
    comment on column recall.title is 'Title of a communication';
    comment on column recall.url is 'Where a communication can be read';
    comment on column recall.told_by_id is 'Who entered it; null: a feed brought it';
    comment on column recall.told_by_name is 'Name of that person at the time';
  `.execute(db);
}
