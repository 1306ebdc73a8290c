import { sql } from 'kysely';
import type { CustomValue } from './custom-fields.ts';
import { storableJson } from './json.ts';
import type { Tx } from './store.ts';

/** A column of a source that feeds no field of the device. */
export interface UnmappedValue {
  readonly observationId: string;
  readonly deviceId: string;
  /** Name of the column, in lower case. */
  readonly column: string;
  readonly value: string;
  readonly source: string;
}

/** Values of columns of these names, of statements that stand behind a device. */
export async function listUnmapped(
  tx: Tx,
  observationIds: readonly string[],
  columns: readonly string[],
): Promise<UnmappedValue[]> {
  if (columns.length === 0) return [];
  const { rows } = await sql<UnmappedValue>`
    ${SAID} and o.id = any(${observationIds}::uuid[]) and lower(said.key) = any(${columns}::text[])
    order by o.at, o.id
  `.execute(tx);
  return rows;
}

/** The same of every statement that stands, in the order of their ids, those behind `after`. */
export async function listUnmappedAfter(
  tx: Tx,
  columns: readonly string[],
  { after, limit }: { readonly after: string | null; readonly limit: number },
): Promise<UnmappedValue[]> {
  const { rows } = await sql<UnmappedValue>`
    ${SAID} and lower(said.key) = any(${columns}::text[]) and (${after}::uuid is null or o.id > ${after}::uuid)
    order by o.id limit ${limit}
  `.execute(tx);
  return rows;
}

const SAID = sql`
  select o.id as "observationId", o.device_id as "deviceId", lower(said.key) as column, said.value, o.source
  from observation o cross join jsonb_each_text(o.unmapped) as said (key, value)
  where o.is_current and o.device_id is not null and trim(said.value) <> ''`;

/** Writes what sources say; what a person or another source said of the field stays. */
export async function feedCustomValues(tx: Tx, values: readonly CustomValue[]): Promise<void> {
  if (values.length === 0) return;
  // The last word of a source on a field is the one that counts.
  const last = new Map(values.map((it) => [`${it.deviceId} ${it.field.id}`, it]));
  const rows = [...last.values()].map(({ deviceId, field, value, source, at }) => ({
    device: deviceId,
    field: field.id,
    value,
    number: field.kind === 'number' ? value : null,
    source,
    at,
  }));
  await sql`
    insert into device_custom_value (device_id, field_id, value, key, number, source, at)
    select device, field, value, lower(value), number::numeric, source, at
    from jsonb_to_recordset(${storableJson(rows)}::jsonb) as said (device uuid, field uuid, value text, number text,
      source text, at timestamptz)
    on conflict (device_id, field_id) do update set value = excluded.value, key = excluded.key,
      number = excluded.number, at = excluded.at
    where device_custom_value.source = excluded.source and device_custom_value.value <> excluded.value
  `.execute(tx);
}
