import { type ColumnType, sql } from 'kysely';
import type { CustomField, CustomFieldKind } from '#engine/custom-fields';
import { storableJson, storableText } from './json.ts';
import type { Db, Tx } from './store.ts';

export interface CustomFieldTables {
  custom_field: {
    id: string;
    key: string;
    name: string;
    kind: CustomFieldKind;
    choices: ColumnType<readonly string[], string, string>;
    version: number;
    created_at: Date;
    changed_at: Date;
  };
  device_custom_value: {
    device_id: string;
    field_id: string;
    value: string;
    key: string;
    number: string | null;
    source: string;
    at: Date;
  };
}

export interface KeptCustomField extends CustomField {
  readonly version: number;
}

/** Few enough to be read whole, by name. */
export async function listCustomFields(db: Db | Tx): Promise<KeptCustomField[]> {
  return db
    .selectFrom('custom_field')
    .select(['id', 'key', 'name', 'kind', 'choices', 'version'])
    .orderBy(sql`lower(name) collate "C"`)
    .orderBy('id')
    .execute();
}

export async function insertCustomField(tx: Tx, it: CustomField, at: Date): Promise<void> {
  await tx
    .insertInto('custom_field')
    .values({
      id: it.id,
      key: it.key,
      name: storableText(it.name),
      kind: it.kind,
      choices: storableJson(it.choices),
      version: 1,
      created_at: at,
      changed_at: at,
    })
    .execute();
}

/** @returns whether the version was still the one the edit was made on */
export async function updateCustomField(
  tx: Tx,
  it: Pick<KeptCustomField, 'id' | 'name' | 'choices' | 'version'>,
  at: Date,
): Promise<boolean> {
  const { numUpdatedRows } = await tx
    .updateTable('custom_field')
    .set({
      name: storableText(it.name),
      choices: storableJson(it.choices),
      version: it.version + 1,
      changed_at: at,
    })
    .where('id', '=', it.id)
    .where('version', '=', it.version)
    .executeTakeFirst();
  return numUpdatedRows === 1n;
}

/** With the values it has on devices. @returns how many those were */
export async function deleteCustomField(tx: Tx, id: string): Promise<number> {
  const row = await tx
    .selectFrom('device_custom_value')
    .select((it) => it.fn.countAll<string>().as('count'))
    .where('field_id', '=', id)
    .executeTakeFirstOrThrow();
  await tx.deleteFrom('custom_field').where('id', '=', id).execute();
  return Number(row.count);
}

/** How many devices have a value in each field. */
export async function countCustomValues(db: Db | Tx): Promise<ReadonlyMap<string, number>> {
  const rows = await db
    .selectFrom('device_custom_value')
    .select(['field_id', (it) => it.fn.countAll<string>().as('count')])
    .groupBy('field_id')
    .execute();
  return new Map(rows.map((it) => [it.field_id, Number(it.count)]));
}

/** Values of devices, by device and key of the field. */
export async function listCustomValues(
  db: Db | Tx,
  deviceIds: readonly string[],
): Promise<ReadonlyMap<string, Readonly<Record<string, string>>>> {
  if (deviceIds.length === 0) return new Map();
  const rows = await db
    .selectFrom('device_custom_value as it')
    .innerJoin('custom_field as field', 'field.id', 'it.field_id')
    .select(['it.device_id', 'field.key', 'it.value'])
    .where('it.device_id', 'in', [...deviceIds])
    .execute();
  const found = new Map<string, Record<string, string>>();
  for (const { device_id, key, value } of rows)
    found.set(device_id, { ...found.get(device_id), [key]: value });
  return found;
}

export interface CustomValue {
  readonly deviceId: string;
  readonly field: CustomField;
  readonly value: string;
  readonly source: string;
  readonly at: Date;
}

/** Writes values; one that is there already gives way. */
export async function putCustomValues(tx: Tx, values: readonly CustomValue[]): Promise<void> {
  for (let from = 0; from < values.length; from += 1000)
    await tx
      .insertInto('device_custom_value')
      .values(
        values.slice(from, from + 1000).map((it) => ({
          device_id: it.deviceId,
          field_id: it.field.id,
          value: storableText(it.value),
          key: storableText(it.value).toLowerCase(),
          number: it.field.kind === 'number' ? it.value : null,
          source: it.source,
          at: it.at,
        })),
      )
      .onConflict((it) =>
        it.columns(['device_id', 'field_id']).doUpdateSet({
          value: (eb) => eb.ref('excluded.value'),
          key: (eb) => eb.ref('excluded.key'),
          number: (eb) => eb.ref('excluded.number'),
          source: (eb) => eb.ref('excluded.source'),
          at: (eb) => eb.ref('excluded.at'),
        }),
      )
      .execute();
}

export async function clearCustomValue(tx: Tx, deviceId: string, fieldId: string): Promise<void> {
  await tx
    .deleteFrom('device_custom_value')
    .where('device_id', '=', deviceId)
    .where('field_id', '=', fieldId)
    .execute();
}
