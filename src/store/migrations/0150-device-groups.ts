import { type Kysely, sql } from 'kysely';

/** Tags that roles are bound to, and figures that are counted anew when who stands in them changes. */
export async function up(db: Kysely<never>): Promise<void> {
  await sql`
    alter table tag add column is_group boolean not null default false;
    comment on column tag.is_group is 'A device group: roles may be bound to it, so only those who look after structure put devices into it';
  `.execute(db);
  for (const table of ['tag', 'device_tag'])
    await sql`
      create trigger ${sql.id(`${table}_noted`)} after insert or update or delete or truncate on ${sql.table(table)}
        for each statement execute function note_record_change();
    `.execute(db);
}
