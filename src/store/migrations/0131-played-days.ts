import { type Kysely, sql } from 'kysely';

export async function up(db: Kysely<never>): Promise<void> {
  await sql`
    alter table demonstration add column played integer not null default 0;
    comment on column demonstration.played is 'Days after its history that were played';
    alter table feed drop constraint feed_origin_check;
    alter table feed add constraint feed_origin_check
      check (origin in ('known', 'added', 'start', 'sample', 'demonstration'));
    comment on column feed.origin is
      'known: comes with the product; added: by a person; start: named when the server starts; sample: the samples; demonstration: invented, and goes with the demonstration hospital';
  `.execute(db);
}
