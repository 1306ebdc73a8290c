import { type Kysely, sql } from 'kysely';
import { LIST_COLUMNS, LIST_VALUES } from './0060-device-list.ts';

/**
 * Most rows of a first import make a device. Its statements are written first, behind a device that the same transaction makes,
 * and the list learns from them at once whether it is registered: nothing of a new device is written twice.
 */
export async function up(db: Kysely<never>): Promise<void> {
  await sql
    .raw(
      `alter table observation alter constraint observation_device_id_fkey deferrable initially deferred;

      create function device_list_add() returns trigger language plpgsql as $$
      begin
        insert into device_list (${LIST_COLUMNS.join(', ')}, is_registered)
        select ${LIST_VALUES.join(', ')}, exists (select from observation where observation.device_id = rows.id
          and observation.is_current and observation.kind in ('cmms', 'register', 'list'))
        from rows;
        return null;
      end $$;
      drop trigger device_list_insert on device;
      create trigger device_list_insert after insert on device referencing new table as rows
        for each statement execute function device_list_add();`,
    )
    .execute(db);
}
