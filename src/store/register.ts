import { sql } from 'kysely';
import type { FdaClass } from '#engine/words';
import { storableJson } from './json.ts';
import type { Db, Tx } from './store.ts';

export interface RegisterTables {
  register_device: {
    di: string;
    model_key: string | null;
    company: string | null;
    brand: string | null;
    model_number: string | null;
    fda_class: FdaClass | null;
    fda_product_code: string | null;
    description: string | null;
    at: Date;
    file: string;
  };
}

/** A device as a public register describes it. */
export interface RegisteredDevice {
  /** Device identifier. */
  readonly di: string;
  readonly modelKey: string | null;
  readonly company: string | null;
  readonly brand: string | null;
  readonly modelNumber: string | null;
  readonly fdaClass: FdaClass | null;
  readonly fdaProductCode: string | null;
  readonly description: string | null;
}

/** The records of these device identifiers. */
export async function listRegistered(
  db: Db | Tx,
  dis: readonly string[],
): Promise<ReadonlyMap<string, RegisteredDevice>> {
  if (dis.length === 0) return new Map();
  const rows = await registerQuery(db)
    .where(sql<boolean>`di = any(${[...dis]}::text[])`)
    .execute();
  return new Map(rows.map((it) => [it.di, it]));
}

/** The record that speaks for a model: by an identifier on one of its devices, else by its names. */
export async function findRegistered(db: Db | Tx, modelId: string): Promise<RegisteredDevice | null> {
  const row = await registerQuery(db)
    .where((it) =>
      it.or([
        sql<boolean>`di in (select udi_di from device where model_id = ${modelId})`,
        sql<boolean>`model_key in (select key from model_alias where model_id = ${modelId})`,
      ]),
    )
    .orderBy(sql`di in (select udi_di from device where model_id = ${modelId})`, 'desc')
    .orderBy('di')
    .limit(1)
    .executeTakeFirst();
  return row ?? null;
}

const BATCH = 1000;

export async function saveRegistered(
  tx: Tx,
  records: readonly RegisteredDevice[],
  { at, file }: { readonly at: Date; readonly file: string },
): Promise<void> {
  for (let from = 0; from < records.length; from += BATCH)
    await sql`
      insert into register_device
        (di, model_key, company, brand, model_number, fda_class, fda_product_code, description, at, file)
      select di, "modelKey", company, brand, "modelNumber", "fdaClass", "fdaProductCode", description, ${at}, ${file}
      from jsonb_to_recordset(${storableJson(records.slice(from, from + BATCH))}::jsonb) as it (
        di text, "modelKey" text, company text, brand text, "modelNumber" text, "fdaClass" text,
        "fdaProductCode" text, description text)
      on conflict (di) do update set
        model_key = excluded.model_key, company = excluded.company, brand = excluded.brand,
        model_number = excluded.model_number, fda_class = excluded.fda_class,
        fda_product_code = excluded.fda_product_code, description = excluded.description,
        at = excluded.at, file = excluded.file
    `.execute(tx);
}

/** Models that these records may speak for. */
export async function listModelsRegistered(db: Db | Tx, dis: readonly string[]): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select model_id as id from device where udi_di = any(${[...dis]}::text[]) and model_id is not null
    union
    select model_alias.model_id from model_alias
    join register_device on register_device.model_key = model_alias.key
    where register_device.di = any(${[...dis]}::text[])
  `.execute(db);
  return rows.map((it) => it.id);
}

function registerQuery(db: Db | Tx) {
  return db
    .selectFrom('register_device')
    .select([
      'di',
      'model_key as modelKey',
      'company',
      'brand',
      'model_number as modelNumber',
      'fda_class as fdaClass',
      'fda_product_code as fdaProductCode',
      'description',
    ]);
}
