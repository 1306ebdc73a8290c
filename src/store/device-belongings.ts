import { sql } from 'kysely';
import type { Inherited } from '#engine/inherit';
import type { DeviceFields } from '#engine/words';
import { storableJson } from './json.ts';
import type { Db, Tx } from './store.ts';

/** What a device belongs to, and what it has from there. */
export interface DeviceBelongings {
  readonly id: string;
  readonly vendorId: string | null;
  readonly modelId: string | null;
  readonly locationId: string | null;
  readonly departmentId: string | null;
  readonly segmentId: string | null;
  /** Device identifier in its UDI. */
  readonly udiDi: string | null;
  readonly inherited: Inherited;
}

const BATCH = 1000;

/** Writes what differs. @returns how many devices it did for */
export async function saveBelongings(tx: Tx, belongings: readonly DeviceBelongings[]): Promise<number> {
  let written = 0;
  for (let from = 0; from < belongings.length; from += BATCH) {
    const { numAffectedRows } = await sql`
      update device set
        vendor_id = now."vendorId", model_id = now."modelId", location_id = now."locationId",
        department_id = now."departmentId", segment_id = now."segmentId",
        udi_di = now."udiDi", inherited = now.inherited
      from jsonb_to_recordset(${storableJson(belongings.slice(from, from + BATCH))}::jsonb) as now (
        id uuid, "vendorId" uuid, "modelId" uuid, "locationId" uuid, "departmentId" uuid, "segmentId" uuid,
        "udiDi" text, inherited jsonb)
      where device.id = now.id and (
        device.vendor_id, device.model_id, device.location_id, device.department_id, device.segment_id,
        device.udi_di, device.inherited
      ) is distinct from (
        now."vendorId", now."modelId", now."locationId", now."departmentId", now."segmentId",
        now."udiDi", now.inherited
      )
    `.execute(tx);
    written += Number(numAffectedRows ?? 0n);
  }
  return written;
}

/** Which devices are to be looked at once more. */
export type BelongingSelection =
  | { readonly kind: 'model'; readonly id: string }
  | { readonly kind: 'vendor'; readonly id: string }
  /** Devices whose UDI names one of these. */
  | { readonly kind: 'identifiers'; readonly dis: readonly string[] }
  /** Devices that say themselves that they are of one of these product codes. */
  | { readonly kind: 'product-codes'; readonly codes: readonly string[] }
  /** Devices in the segment, and all whose segment follows from their address. */
  | { readonly kind: 'addresses' }
  /** Devices that nobody has worked it out for yet. */
  | { readonly kind: 'unsettled' };

/** A page of such devices, by id. */
export async function listForBelonging(
  db: Db | Tx,
  selection: BelongingSelection,
  page: { readonly after: string | null; readonly limit: number },
): Promise<{ readonly id: string; readonly fields: DeviceFields }[]> {
  let query = db.selectFrom('device').select(['id', 'fields']).orderBy('id').limit(page.limit);
  if (page.after !== null) query = query.where('id', '>', page.after);
  switch (selection.kind) {
    case 'model':
      return query.where('model_id', '=', selection.id).execute();
    case 'vendor':
      return query.where('vendor_id', '=', selection.id).execute();
    case 'identifiers':
      return query.where(sql<boolean>`udi_di = any(${[...selection.dis]}::text[])`).execute();
    case 'product-codes':
      return query
        .where(sql<boolean>`upper(fields ->> 'fdaProductCode') = any(${[...selection.codes]}::text[])`)
        .execute();
    case 'addresses':
      return query
        .where((it) => it.or([it('segment_id', 'is not', null), it('ip', 'is not', null)]))
        .execute();
    case 'unsettled':
      return query.where('inherited', 'is', null).execute();
  }
}
