import { type ColumnType, type GeneratedAlways, sql } from 'kysely';
import type { Scope } from '#engine/access';
import type { Inherited } from '#engine/inherit';
import type { DeviceFields } from '#engine/words';
import type { DeviceBelongings } from './device-belongings.ts';
import { scopeCondition } from './device-conditions.ts';
import { storableJson, storableText } from './json.ts';
import type { Db, Tx } from './store.ts';
import { moveExtras } from './tags.ts';

export interface DeviceTables {
  device: {
    id: string;
    name: string | null;
    fields: ColumnType<DeviceFields, string, string>;
    source_count: number;
    conflict_count: number;
    seen_at: Date;
    created_at: ColumnType<Date, Date, never>;
    changed_at: Date;
    version: number;
    vendor_id: string | null;
    model_id: string | null;
    location_id: string | null;
    department_id: string | null;
    segment_id: string | null;
    udi_di: string | null;
    inherited: ColumnType<Inherited | null, string | null | undefined, string>;
    label: GeneratedAlways<string>;
    ip: GeneratedAlways<string | null>;
  };
}

export interface Device {
  readonly id: string;
  readonly name: string | null;
  readonly label: string;
  readonly fields: DeviceFields;
  readonly sourceCount: number;
  readonly conflictCount: number;
  readonly seenAt: Date;
  readonly createdAt: Date;
  readonly changedAt: Date;
  readonly version: number;
  readonly belongs: BelongingIds;
  /** What it has from its model and segment, where it says nothing itself. */
  readonly inherited: Inherited;
}

/** The nouns a device belongs to; null: it names none. */
export interface BelongingIds {
  readonly vendorId: string | null;
  readonly modelId: string | null;
  readonly locationId: string | null;
  readonly departmentId: string | null;
  readonly segmentId: string | null;
}

export async function findDevice(db: Db | Tx, id: string, scopes: readonly Scope[]): Promise<Device | null> {
  const row = await devicesQuery(db)
    .innerJoin('device_list as list', 'list.device_id', 'device.id')
    .where('id', '=', id)
    .where(scopeCondition(scopes))
    .executeTakeFirst();
  return row === undefined ? null : deviceOf(row);
}

export async function findDevicesById(db: Db | Tx, ids: readonly string[]): Promise<Device[]> {
  if (ids.length === 0) return [];
  const rows = await devicesQuery(db)
    .where('device.id', 'in', [...ids])
    .orderBy('device.id')
    .execute();
  return rows.map(deviceOf);
}

/** What resolving needs of a device. */
export type StandingDevice = Pick<
  Device,
  'id' | 'name' | 'fields' | 'sourceCount' | 'conflictCount' | 'seenAt'
>;

export async function listDevicesById(db: Db | Tx, ids: readonly string[]): Promise<StandingDevice[]> {
  if (ids.length === 0) return [];
  const { rows } = await sql<StandingDevice>`
    select d.id, d.name, d.fields, d.source_count as "sourceCount", d.conflict_count as "conflictCount", d.seen_at as "seenAt"
    from unnest(${ids}::uuid[]) as asked (id) join device d on d.id = asked.id
  `.execute(db);
  return rows;
}

/** Makers and models of devices that statements with these identifiers stand behind, but for some of the devices. */
export async function listModelNames(
  db: Db | Tx,
  hashes: readonly string[],
  without: readonly string[],
): Promise<{ readonly manufacturer?: string; readonly model?: string }[]> {
  if (hashes.length === 0) return [];
  const { rows } = await sql<{ manufacturer: string | null; model: string | null }>`
    select distinct d.fields ->> 'manufacturer' as manufacturer, d.fields ->> 'model' as model
    from identifier i join observation o on o.id = i.observation_id join device d on d.id = o.device_id
    where i.hash = any(${hashes}::bigint[]) and d.id <> all(${without}::uuid[])
  `.execute(db);
  return rows.map(({ manufacturer, model }) => ({
    ...(manufacturer === null ? {} : { manufacturer }),
    ...(model === null ? {} : { model }),
  }));
}

export type DeviceState = Omit<
  Device,
  'label' | 'createdAt' | 'changedAt' | 'version' | 'belongs' | 'inherited'
>;

/** Counts of what devices belong to are written once for so many. */
const BATCH = 2000;

/** Makes devices, with what they belong to where that is known. */
export async function insertDevices(
  tx: Tx,
  devices: readonly (DeviceState & Partial<DeviceBelongings>)[],
  at: Date,
): Promise<void> {
  for (let from = 0; from < devices.length; from += BATCH) {
    const rows = devices
      .slice(from, from + BATCH)
      .map((it) => ({ ...it, name: it.name === null ? null : storableText(it.name) }));
    await sql`
      insert into device (id, name, fields, source_count, conflict_count, seen_at, created_at, changed_at,
        vendor_id, model_id, location_id, department_id, segment_id, udi_di, inherited)
      select id, name, fields, "sourceCount", "conflictCount", "seenAt", ${at}::timestamptz, ${at}::timestamptz,
        "vendorId", "modelId", "locationId", "departmentId", "segmentId", "udiDi", inherited
      from jsonb_to_recordset(${storableJson(rows)}::jsonb) as now (
        id uuid, name text, fields jsonb, "sourceCount" integer, "conflictCount" integer, "seenAt" timestamptz,
        "vendorId" uuid, "modelId" uuid, "locationId" uuid, "departmentId" uuid, "segmentId" uuid, "udiDi" text,
        inherited jsonb)
    `.execute(tx);
  }
}

/** Writes what devices have become. A version counts changes of fields, not of who speaks of the device. */
export async function updateDevices(
  tx: Tx,
  devices: readonly (DeviceState & { readonly isChanged: boolean })[],
  at: Date,
): Promise<void> {
  for (let from = 0; from < devices.length; from += BATCH) {
    const rows = devices
      .slice(from, from + BATCH)
      .map((it) => ({ ...it, name: it.name === null ? null : storableText(it.name) }));
    await sql`
      update device set
        name = now.name, fields = now.fields, source_count = now."sourceCount", conflict_count = now."conflictCount",
        seen_at = now."seenAt",
        changed_at = case when now."isChanged" then ${at}::timestamptz else device.changed_at end,
        version = device.version + case when now."isChanged" then 1 else 0 end
      from jsonb_to_recordset(${storableJson(rows)}::jsonb) as now (
        id uuid, name text, fields jsonb, "sourceCount" integer, "conflictCount" integer, "seenAt" timestamptz,
        "isChanged" boolean)
      where device.id = now.id
    `.execute(tx);
  }
}

/** Takes devices away that nothing stands behind; their history goes to the device that took their place. */
export async function removeDevices(
  tx: Tx,
  gone: readonly { readonly id: string; readonly into: string | null }[],
): Promise<void> {
  for (let from = 0; from < gone.length; from += BATCH) {
    const batch = gone.slice(from, from + BATCH);
    const pairs = sql`unnest(${batch.map((it) => it.id)}::uuid[], ${batch.map((it) => it.into)}::uuid[]) as gone (id, heir)`;
    await sql`update observation set device_id = gone.heir from ${pairs} where device_id = gone.id`.execute(
      tx,
    );
    await sql`update device_change set device_id = gone.heir from ${pairs} where device_id = gone.id and gone.heir is not null`.execute(
      tx,
    );
    await sql`delete from device_change using ${pairs} where device_id = gone.id and gone.heir is null`.execute(
      tx,
    );
    await moveExtras(tx, batch);
    await sql`delete from device using ${pairs} where device.id = gone.id`.execute(tx);
  }
}

/** The columns a `Device` is made of. */
function devicesQuery(db: Db | Tx) {
  return db
    .selectFrom('device')
    .select([
      'device.vendor_id',
      'device.model_id',
      'device.location_id',
      'device.department_id',
      'device.segment_id',
      'device.inherited',
      'device.id',
      'device.name',
      'device.label',
      'device.fields',
      'device.source_count',
      'device.conflict_count',
      'device.seen_at',
      'device.created_at',
      'device.changed_at',
      'device.version',
    ]);
}

type Row = Awaited<ReturnType<ReturnType<typeof devicesQuery>['execute']>>[number];

function deviceOf(row: Row): Device {
  return {
    id: row.id,
    name: row.name,
    label: row.label,
    fields: row.fields,
    sourceCount: row.source_count,
    conflictCount: row.conflict_count,
    seenAt: row.seen_at,
    createdAt: row.created_at,
    changedAt: row.changed_at,
    version: row.version,
    belongs: {
      vendorId: row.vendor_id,
      modelId: row.model_id,
      locationId: row.location_id,
      departmentId: row.department_id,
      segmentId: row.segment_id,
    },
    inherited: row.inherited ?? {},
  };
}

/** Ids in order, after one; null: from the first. */
export async function listDeviceIdsAfter(
  db: Db | Tx,
  after: string | null,
  limit: number,
): Promise<string[]> {
  let query = db.selectFrom('device').select('id').orderBy('id').limit(limit);
  if (after !== null) query = query.where('id', '>', after);
  return (await query.execute()).map((it) => it.id);
}
