import { type ColumnType, sql } from 'kysely';
import type { Conflict } from '#engine/intake';
import { storableJson } from './json.ts';
import type { Tx } from './store.ts';

export interface DeviceConflictTables {
  device_conflict: {
    device_id: string;
    field: string;
    pattern: string;
    sayings: ColumnType<Conflict['sayings'], string, string>;
  };
}

/** Writes which fields of devices are disputed, in place of what was so before. */
export async function saveConflicts(
  tx: Tx,
  devices: readonly { readonly id: string; readonly conflicts: readonly Conflict[] }[],
): Promise<void> {
  const all = devices.flatMap(({ id, conflicts }) => conflicts.map((it) => ({ device: id, ...it })));
  await sql`
    with said as (
      select * from jsonb_to_recordset(${storableJson(all)}::jsonb) as it (device uuid, field text, pattern text, sayings jsonb)
    ), gone as (
      delete from device_conflict where device_id = any(${devices.map((it) => it.id)}::uuid[])
        and (device_id, field) not in (select device, field from said)
    )
    insert into device_conflict (device_id, field, pattern, sayings) select device, field, pattern, sayings from said
    on conflict (device_id, field) do update set pattern = excluded.pattern, sayings = excluded.sayings
      where device_conflict.sayings is distinct from excluded.sayings
  `.execute(tx);
}
