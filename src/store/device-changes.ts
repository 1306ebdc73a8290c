import type { ColumnType } from 'kysely';
import type { FieldChange } from '#engine/intake';
import { storableJson } from './json.ts';
import type { Db, Tx } from './store.ts';

export interface DeviceChangeTables {
  device_change: {
    id: string;
    device_id: string;
    at: Date;
    kind: 'created' | 'changed';
    by_name: string;
    import_id: string | null;
    source: string;
    changes: ColumnType<readonly FieldChange[], string, never>;
  };
}

/** Something that happened to a device. */
export interface DeviceEvent {
  readonly id: string;
  readonly deviceId: string;
  readonly at: Date;
  readonly kind: 'created' | 'changed';
  readonly byName: string;
  readonly importId: string | null;
  readonly source: string;
  readonly changes: readonly FieldChange[];
}

const BATCH = 1000;

export async function insertDeviceEvents(tx: Tx, events: readonly DeviceEvent[]): Promise<void> {
  for (let from = 0; from < events.length; from += BATCH)
    await tx
      .insertInto('device_change')
      .values(
        events.slice(from, from + BATCH).map((it) => ({
          id: it.id,
          device_id: it.deviceId,
          at: it.at,
          kind: it.kind,
          by_name: it.byName,
          import_id: it.importId,
          source: it.source,
          changes: storableJson(it.changes),
        })),
      )
      .execute();
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
