import { type Kysely, sql } from 'kysely';

/** What kinds of system a source spoke as is told without going through all it has said. */
export async function up(db: Kysely<never>): Promise<void> {
  await sql.raw(`create index observation_kind on observation (source, kind) where is_current`).execute(db);
}
