import { type ColumnType, sql } from 'kysely';
import type { Scope } from '#engine/access';
import type { Conflict } from '#engine/intake';
import { scopeCondition } from './device-conditions.ts';
import { storableJson } from './json.ts';
import type { Db, Tx } from './store.ts';

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

export interface ConflictSelection {
  readonly scopes: readonly Scope[];
  /** Only of one field, or of one pattern; null: all. */
  readonly field: string | null;
  readonly pattern: string | null;
  readonly deviceId: string | null;
}

/** A disputed field of a device. */
export interface DeviceConflict extends Conflict {
  readonly deviceId: string;
  readonly label: string;
  readonly name: string | null;
  readonly version: number;
}

const CONFLICTS = sql`device_conflict c join device on device.id = c.device_id
  join device_list as list on list.device_id = c.device_id`;

/** By device and field, after one. */
export async function listConflictsAfter(
  db: Db | Tx,
  selection: ConflictSelection,
  {
    after,
    limit,
  }: { readonly after: { readonly id: string; readonly key: string } | null; readonly limit: number },
): Promise<DeviceConflict[]> {
  const beyond =
    after === null
      ? sql`true`
      : sql`(c.device_id, c.field collate "C") > (${after.id}::uuid, ${after.key}::text collate "C")`;
  const { rows } = await sql<DeviceConflict>`
    select c.device_id as "deviceId", c.field, c.pattern, c.sayings, device.label, device.name, device.version
    from ${CONFLICTS}
    where ${selected(selection)} and ${beyond}
    order by c.device_id, c.field collate "C" limit ${limit}
  `.execute(db);
  return rows;
}

export async function countConflicts(db: Db | Tx, selection: ConflictSelection): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(*)::integer as count from ${CONFLICTS}
    where ${selected(selection)}
  `.execute(db);
  return rows[0]?.count ?? 0;
}

/** Who disagrees with whom on what, and on how many devices; the most first. */
export async function listConflictPatterns(
  db: Db | Tx,
  scopes: readonly Scope[],
  limit: number,
): Promise<{ readonly pattern: string; readonly field: string; readonly devices: number }[]> {
  const { rows } = await sql<{ pattern: string; field: string; devices: number }>`
    select c.pattern, c.field, count(*)::integer as devices
    from ${CONFLICTS}
    where ${selected({ scopes, field: null, pattern: null, deviceId: null })}
    group by c.pattern, c.field order by devices desc, c.pattern limit ${limit}
  `.execute(db);
  return rows;
}

function selected({ scopes, field, pattern, deviceId }: ConflictSelection) {
  return sql.join(
    [
      scopeCondition(scopes),
      field === null ? sql`true` : sql`c.field = ${field}`,
      pattern === null ? sql`true` : sql`c.pattern = ${pattern}`,
      deviceId === null ? sql`true` : sql`c.device_id = ${deviceId}::uuid`,
    ],
    sql` and `,
  );
}
