import { type Kysely, sql } from 'kysely';

export async function up(db: Kysely<never>): Promise<void> {
  await sql`
    alter table person add column password_until timestamptz;
    comment on column person.password_until is 'Until when a password that somebody else chose opens anything; null: it is the person''s own';
    update person set password_until = now() + interval '3 days' where password_must_change;
  `.execute(db);
}
