import { type ColumnType, sql } from 'kysely';
import type { FieldChange } from '#engine/intake';
import { storableJson } from './json.ts';
import type { Db, Tx } from './store.ts';

export interface DeviceChangeTables {
  device_change: {
    id: string;
    device_id: string;
    at: Date;
    kind: EventKind;
    by_name: string;
    import_id: string | null;
    source: string;
    changes: ColumnType<readonly FieldChange[], string, never>;
    note: string | null;
  };
}

/** `undone`: what led to the present state was taken back. */
export type EventKind = 'created' | 'changed' | 'edited' | 'merged' | 'split' | 'undone';

/** Something that happened to a device. */
export interface DeviceEvent {
  readonly id: string;
  readonly deviceId: string;
  readonly at: Date;
  readonly kind: EventKind;
  readonly byName: string;
  readonly importId: string | null;
  readonly source: string;
  readonly changes: readonly FieldChange[];
  /** What a person should know besides: the reason given, the other device. */
  readonly note: string | null;
}

const BATCH = 1000;

export async function insertDeviceEvents(tx: Tx, events: readonly DeviceEvent[]): Promise<void> {
  for (let from = 0; from < events.length; from += BATCH)
    await sql`
      insert into device_change (id, device_id, at, kind, by_name, import_id, source, changes, note)
      select id, "deviceId", at, kind, "byName", "importId", source, changes, note
      from jsonb_to_recordset(${storableJson(events.slice(from, from + BATCH))}::jsonb) as it (id uuid, "deviceId" uuid,
        at timestamptz, kind text, "byName" text, "importId" uuid, source text, changes jsonb, note text)
    `.execute(tx);
}

/** Newest first. */
export async function listDeviceEvents(db: Db | Tx, deviceId: string, limit: number): Promise<DeviceEvent[]> {
  const rows = await db
    .selectFrom('device_change')
    .selectAll()
    .where('device_id', '=', deviceId)
    .orderBy('id', 'desc')
    .limit(limit)
    .execute();
  return rows.map(({ device_id, by_name, import_id, ...it }) => ({
    ...it,
    deviceId: device_id,
    byName: by_name,
    importId: import_id,
  }));
}
