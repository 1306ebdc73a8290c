import { type Kysely, sql } from 'kysely';

/** What is due by a day is found without looking at what is not. */
export async function up(db: Kysely<never>): Promise<void> {
  await sql`create index judgement_due on judgement ((least(by_on, opened_on + after_days)))`.execute(db);
}
