import { type Kysely, sql } from 'kysely';

/**
 * A device is found by four or five identifiers, and each was held against its statement or its import as it was written, one by
 * one: half a million looks for an import of a hundred thousand rows. They are written and taken away with these alone.
 */
export async function up(db: Kysely<never>): Promise<void> {
  await sql
    .raw(
      `alter table identifier drop constraint identifier_observation_id_fkey;
      create function identifier_forget() returns trigger language plpgsql as $$
      begin
        delete from identifier where observation_id in (select id from rows_before);
        return null;
      end $$;
      create trigger observation_identifies_no_more after delete on observation referencing old table as rows_before
        for each statement execute function identifier_forget();

      alter table import_identifier drop constraint import_identifier_import_id_fkey;
      drop index import_identifier_hash;
      create index import_identifier_hash on import_identifier (hash);
      create function import_identifier_forget() returns trigger language plpgsql as $$
      begin
        delete from import_identifier where import_id in (select id from rows_before);
        return null;
      end $$;
      create trigger inventory_import_identifies_no_more after delete on inventory_import
        referencing old table as rows_before
        for each statement execute function import_identifier_forget();`,
    )
    .execute(db);
}
