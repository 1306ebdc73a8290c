import { type Kysely, sql } from 'kysely';

export async function up(db: Kysely<never>): Promise<void> {
  await sql`
    drop index delivery_due;
    create index delivery_due on delivery (destination_id, next_attempt_at, id) where next_attempt_at is not null;
  `.execute(db);
}
