import { type Kysely, sql } from 'kysely';

/** Whoever changes the inventory takes a number, so that what was worked out before can be told to hold still. */
export async function up(db: Kysely<never>): Promise<void> {
  await sql`create sequence inventory_turn`.execute(db);
}
