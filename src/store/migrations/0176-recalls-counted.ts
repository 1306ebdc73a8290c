import { type Kysely, sql } from 'kysely';

/** Recalls are among what Today counts, so that their changes have it counted anew. */
export async function up(db: Kysely<never>): Promise<void> {
  for (const table of ['recall', 'recall_device', 'recall_settled'])
    await sql`
      create trigger ${sql.id(`${table}_noted`)} after insert or update or delete or truncate on ${sql.table(table)}
        for each statement execute function note_record_change();
    `.execute(db);
}
