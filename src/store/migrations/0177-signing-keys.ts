import { type Kysely, sql } from 'kysely';

/** The key of the audit log can be changed; each checkpoint says which one signed it. */
export async function up(db: Kysely<never>): Promise<void> {
  await sql`
    alter table audit_checkpoint add column key_name text;
    comment on column audit_checkpoint.key_name is 'Name of the key that signed it; null: the first one the log ever had';
  `.execute(db);
}
