import type { Db, Tx } from './store.ts';

export interface DeviceCostTables {
  device_cost: { device_id: string; cost: number; at: Date; by_name: string };
}

/** What replacing one device costs, as a person set it; null: nobody did. */
export interface DeviceCost {
  readonly cost: number;
  readonly at: Date;
  readonly byName: string;
}

export async function findDeviceCost(db: Db | Tx, deviceId: string): Promise<DeviceCost | null> {
  const row = await db
    .selectFrom('device_cost')
    .select(['cost', 'at', 'by_name as byName'])
    .where('device_id', '=', deviceId)
    .executeTakeFirst();
  return row ?? null;
}

/** Null takes it away, so that the model's counts. */
export async function setDeviceCost(tx: Tx, deviceId: string, it: DeviceCost | null): Promise<void> {
  await tx.deleteFrom('device_cost').where('device_id', '=', deviceId).execute();
  if (it === null) return;
  await tx
    .insertInto('device_cost')
    .values({ device_id: deviceId, cost: it.cost, at: it.at, by_name: it.byName })
    .execute();
}
