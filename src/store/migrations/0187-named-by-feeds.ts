import { type Kysely, sql } from 'kysely';

/**
 * A device counts as named by feeds only where they name the device itself, no longer where they name its operating system or a
 * part of it alone. Whatever was taken for named is judged anew: until then it would pass for looked at, and so for clear.
 */
export async function up(db: Kysely<never>): Promise<void> {
  await sql`update cohort set judged_by = null where is_known`.execute(db);
}
