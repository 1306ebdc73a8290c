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
  product_code: {
    code: string;
    fda_class: FdaClass | null;
    name: string | null;
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

/** What the FDA's classification says of a product code. */
export interface ProductCode {
  /** Three letters, in capitals. */
  readonly code: string;
  /** Null: unclassified. */
  readonly fdaClass: FdaClass | null;
  readonly name: string | null;
}

export async function saveProductCodes(
  tx: Tx,
  codes: readonly ProductCode[],
  { at, file }: { readonly at: Date; readonly file: string },
): Promise<void> {
  for (let from = 0; from < codes.length; from += BATCH)
    await sql`
      insert into product_code (code, fda_class, name, at, file)
      select code, "fdaClass", name, ${at}, ${file}
      from jsonb_to_recordset(${storableJson(codes.slice(from, from + BATCH))}::jsonb) as it (
        code text, "fdaClass" text, name text)
      on conflict (code) do update set
        fda_class = excluded.fda_class, name = excluded.name, at = excluded.at, file = excluded.file
    `.execute(tx);
}

/** The classes of these product codes, where the classification that was read tells them. */
export async function listProductClasses(
  db: Db | Tx,
  codes: readonly string[],
): Promise<ReadonlyMap<string, FdaClass>> {
  if (codes.length === 0) return new Map();
  const rows = await db
    .selectFrom('product_code')
    .select(['code', 'fda_class'])
    .where(sql<boolean>`code = any(${[...codes]}::text[])`)
    .execute();
  return new Map(rows.flatMap((it) => (it.fda_class === null ? [] : [[it.code, it.fda_class] as const])));
}

/** Models for which a person or a record of the register names one of these product codes. */
export async function listModelsOfCodes(db: Db | Tx, codes: readonly string[]): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select id from model where upper(passes_on -> 'fdaProductCode' ->> 'value') = any(${[...codes]}::text[])
  `.execute(db);
  return rows.map((it) => it.id);
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
