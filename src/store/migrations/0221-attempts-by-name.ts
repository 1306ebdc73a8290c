import { type Kysely, sql } from 'kysely';

/** Attempts with a name that nobody has are counted like others, so that waiting does not tell who has an account. */
export async function up(db: Kysely<never>): Promise<void> {
  await sql`comment on column attempt_tally.key is 'person:<id>, address:<address>, or name:<SHA-256 of a name that nobody has>'`.execute(
    db,
  );
}
