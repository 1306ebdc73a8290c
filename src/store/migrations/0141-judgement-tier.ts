import { type Kysely, sql } from 'kysely';

/** Lists of one tier begin where it does, however many graver findings there are. */
export async function up(db: Kysely<never>): Promise<void> {
  await sql`create index judgement_tier on judgement (tier, rank, cohort_id, vulnerability_no)`.execute(db);
}
