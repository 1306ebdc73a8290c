import { type Kysely, sql } from 'kysely';

/** What is due first is told by model, whatever its devices call it: what was kept is counted anew. */
export async function up(db: Kysely<never>): Promise<void> {
  await sql`delete from kept_due`.execute(db);
}
