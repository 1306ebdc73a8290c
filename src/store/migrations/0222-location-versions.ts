import { type Kysely, sql } from 'kysely';

/** Places count their changes, so that of two people who rename one the second is told. */
export async function up(db: Kysely<never>): Promise<void> {
  await sql
    .raw(
      `alter table location add column version integer not null default 1;
      comment on column location.version is 'Counts changes, for If-Match';`,
    )
    .execute(db);
}
