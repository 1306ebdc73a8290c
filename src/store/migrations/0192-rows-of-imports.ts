import { type Kysely, sql } from 'kysely';

/**
 * Rows of an import, and what it changes, are written and taken away with it alone: each was held against it as it was written,
 * three hundred thousand times for an import of a hundred thousand rows.
 */
export async function up(db: Kysely<never>): Promise<void> {
  await sql
    .raw(
      `alter table import_row drop constraint import_row_import_id_fkey;
      alter table import_change drop constraint import_change_import_id_fkey;
      create or replace function import_identifier_forget() returns trigger language plpgsql as $$
      begin
        delete from import_identifier where import_id in (select id from rows_before);
        delete from import_row where import_id in (select id from rows_before);
        delete from import_change where import_id in (select id from rows_before);
        return null;
      end $$;
      alter function import_identifier_forget() rename to import_rows_forget;`,
    )
    .execute(db);
}
