import { type ColumnType, type Generated, sql } from 'kysely';
import type { Scope } from '#engine/access';
import type { Filter, MODEL_FILTER_FIELDS } from '#engine/filter';
import type { Inherited, ModelDefaults } from '#engine/inherit';
import { deviceCount, isVisible } from './device-counts.ts';
import { type FilterColumn, filterCondition } from './filter-condition.ts';
import { storableJson, storableText } from './json.ts';
import type { ListPlace } from './keyset.ts';
import { type NounPage, nounSorts, pageOfNouns } from './noun-lists.ts';
import type { Db, Tx } from './store.ts';
import type { NamedNoun } from './vendors.ts';

export interface ModelTables {
  model: {
    id: string;
    vendor_id: string | null;
    name: string;
    defaults: ColumnType<ModelDefaults, string | undefined, string>;
    details: ColumnType<ModelDetails, string | undefined, string>;
    passes_on: ColumnType<Inherited, string | undefined, string>;
    device_count: Generated<number>;
    merged_into: string | null;
    version: Generated<number>;
    created_at: ColumnType<Date, Date, never>;
    changed_at: Date;
  };
  model_alias: { key: string; text: string; model_id: string };
}

/** What a person keeps of a model that its devices do not inherit. */
export interface ModelDetails {
  /** Whether it may be scanned actively. */
  readonly activeScan?: 'allowed' | 'not-allowed';
  readonly scanGuidance?: string;
  /** In whole units of the hospital's currency. */
  readonly replacementCost?: number;
  readonly supportTerms?: string;
  readonly notes?: string;
}

/** A model as its devices need it. */
export interface ModelBelonging {
  readonly id: string;
  readonly name: string;
  readonly passesOn: Inherited;
}

/** A model as people see it. */
export interface Model {
  readonly id: string;
  readonly name: string;
  readonly vendorId: string | null;
  readonly vendorName: string | null;
  /** As a person set it. */
  readonly defaults: ModelDefaults;
  readonly details: ModelDetails;
  readonly passesOn: Inherited;
  readonly deviceCount: number;
  readonly hasMds2: boolean;
  readonly hasSbom: boolean;
  readonly version: number;
  readonly changedAt: Date;
}

/** The model of each key; makes those that are new. */
export async function ensureModels(
  tx: Tx,
  wanted: readonly (NamedNoun & { readonly vendorId: string | null })[],
  { newId, at }: { readonly newId: () => string; readonly at: Date },
): Promise<ReadonlyMap<string, ModelBelonging>> {
  if (wanted.length === 0) return new Map();
  const rows = await tx
    .selectFrom('model_alias')
    .innerJoin('model', 'model.id', 'model_alias.model_id')
    .select(['model_alias.key', 'model.id', 'model.name', 'model.passes_on as passesOn'])
    .where(
      'model_alias.key',
      'in',
      wanted.map((it) => it.key),
    )
    .execute();
  const found = new Map<string, ModelBelonging>(rows.map(({ key, ...it }) => [key, it]));
  const missing = wanted
    .filter((it) => !found.has(it.key))
    .map((it) => ({ ...it, id: newId(), name: storableText(it.name) }));
  if (missing.length === 0) return found;
  await tx
    .insertInto('model')
    .values(
      missing.map(({ id, name, vendorId }) => ({
        id,
        name,
        vendor_id: vendorId,
        merged_into: null,
        created_at: at,
        changed_at: at,
      })),
    )
    .execute();
  await tx
    .insertInto('model_alias')
    .values(missing.map(({ id, key, name }) => ({ key, text: name, model_id: id })))
    .execute();
  for (const { key, id, name } of missing) found.set(key, { id, name, passesOn: {} });
  return found;
}

type ModelField = keyof typeof MODEL_FILTER_FIELDS;

export interface ModelSelection {
  readonly filter: Filter<ModelField> | null;
  readonly vendorId: string | null;
  readonly scopes: readonly Scope[];
}

const HAS_MDS2 = sql<boolean>`exists (select 1 from mds2_form where mds2_form.model_id = model.id and is_current)`;
const HAS_SBOM = sql<boolean>`exists (select 1 from sbom where sbom.model_id = model.id and is_current)`;

function passed(field: string): FilterColumn {
  return { kind: 'text', sql: sql`lower(model.passes_on -> ${sql.lit(field)} ->> 'value')` };
}

function flag(field: string): FilterColumn {
  return { kind: 'flag', sql: sql`(model.passes_on -> ${sql.lit(field)} ->> 'value')::boolean` };
}

function columnsFor(scopes: readonly Scope[]): Readonly<Record<ModelField, FilterColumn>> {
  return {
    name: { kind: 'text', sql: sql`lower(model.name)` },
    vendor: { kind: 'text', sql: sql`lower(vendor.name)` },
    type: passed('deviceType'),
    criticality: passed('criticality'),
    fdaClass: passed('fdaClass'),
    fdaProductCode: passed('fdaProductCode'),
    storesPhi: flag('storesPhi'),
    transmitsPhi: flag('transmitsPhi'),
    patchMethod: passed('patchMethod'),
    endOfSale: passed('endOfSale'),
    eolDate: passed('eolDate'),
    eosDate: passed('eosDate'),
    osEosDate: passed('osEosDate'),
    devices: { kind: 'integer', sql: deviceCount('model', scopes) },
    clearance: { kind: 'text', sql: sql.ref('model.clearance') },
    clearanceEnds: { kind: 'text', sql: sql`model.clearance_ends::text` },
    mds2: { kind: 'flag', sql: HAS_MDS2 },
    sbom: { kind: 'flag', sql: HAS_SBOM },
  };
}

const SEARCH = sql`lower(concat_ws(' ', vendor.name, model.name, model.passes_on -> 'deviceType' ->> 'value'))`;

export type ModelSort = 'name' | 'vendor' | 'devices' | 'eos';

function sortsFor(scopes: readonly Scope[]) {
  return {
    ...nounSorts('model', scopes),
    vendor: { sql: sql`lower(vendor.name) collate "C"`, type: 'text', isNullable: true },
    eos: {
      sql: sql`(model.passes_on -> 'eosDate' ->> 'value') collate "C"`,
      type: 'text',
      isNullable: true,
    },
  } as const;
}

/** A page of models, with the place each stands at. */
export async function listModels(
  db: Db | Tx,
  selection: ModelSelection,
  page: NounPage<ModelSort>,
): Promise<{ readonly model: Model; readonly place: ListPlace }[]> {
  const query = modelsQuery(db, selection.scopes).where(conditionOf(selection));
  const found = await pageOfNouns(query, 'model', sortsFor(selection.scopes), page);
  return found.map(({ item, place }) => ({ model: item, place }));
}

export async function countModels(db: Db | Tx, selection: ModelSelection): Promise<number> {
  const row = await db
    .selectFrom('model')
    .leftJoin('vendor', 'vendor.id', 'model.vendor_id')
    .select((it) => it.fn.countAll<string>().as('count'))
    .where(conditionOf(selection))
    .executeTakeFirstOrThrow();
  return Number(row.count);
}

export async function findModel(db: Db | Tx, id: string, scopes: readonly Scope[]): Promise<Model | null> {
  const row = await modelsQuery(db, scopes)
    .where('model.id', '=', id)
    .where('model.merged_into', 'is', null)
    .where(isVisible('model', scopes))
    .executeTakeFirst();
  return row ?? null;
}

/** Changes what is given and counts the version up. @returns false when the model has another version by now */
export async function changeModel(
  tx: Tx,
  { id, version }: Pick<Model, 'id' | 'version'>,
  change: Pick<Model, 'name' | 'defaults' | 'details'>,
  at: Date,
): Promise<boolean> {
  const { numUpdatedRows } = await tx
    .updateTable('model')
    .set((it) => ({
      version: it('version', '+', 1),
      name: storableText(change.name),
      defaults: storableJson(change.defaults),
      details: storableJson(change.details),
      changed_at: at,
    }))
    .where('id', '=', id)
    .where('version', '=', version)
    .executeTakeFirstOrThrow();
  return numUpdatedRows === 1n;
}

/** The names under which devices speak of it. */
export async function listModelNames(db: Db | Tx, id: string): Promise<string[]> {
  const rows = await db
    .selectFrom('model_alias')
    .select('text')
    .where('model_id', '=', id)
    .orderBy('text')
    .execute();
  return rows.map((it) => it.text);
}

export async function savePassedOn(tx: Tx, id: string, passesOn: Inherited): Promise<void> {
  await tx
    .updateTable('model')
    .set({ passes_on: storableJson(passesOn) })
    .where('id', '=', id)
    .execute();
}

/** Gives names, or all names, of one model to another. @returns the names that went over */
export async function moveModelNames(
  tx: Tx,
  { from, into, only }: { readonly from: string; readonly into: string; readonly only?: readonly string[] },
): Promise<string[]> {
  let query = tx.updateTable('model_alias').set({ model_id: into }).where('model_id', '=', from);
  if (only !== undefined) query = query.where(sql<boolean>`key = any(${[...only]}::text[])`);
  const rows = await query.returning('key').execute();
  return rows.map((it) => it.key);
}

export async function markModelMerged(tx: Tx, id: string, into: string | null): Promise<void> {
  await tx.updateTable('model').set({ merged_into: into }).where('id', '=', id).execute();
}

function conditionOf({ filter, vendorId, scopes }: ModelSelection) {
  const parts = [sql<boolean>`model.merged_into is null`, isVisible('model', scopes)];
  if (vendorId !== null) parts.push(sql<boolean>`model.vendor_id = ${vendorId}`);
  if (filter !== null) {
    const columns = columnsFor(scopes);
    parts.push(filterCondition(filter, { columns: (it) => columns[it], search: SEARCH }));
  }
  return sql<boolean>`(${sql.join(parts, sql` and `)})`;
}

function modelsQuery(db: Db | Tx, scopes: readonly Scope[]) {
  return db
    .selectFrom('model')
    .leftJoin('vendor', 'vendor.id', 'model.vendor_id')
    .select([
      'model.id',
      'model.name',
      'model.vendor_id as vendorId',
      'vendor.name as vendorName',
      'model.defaults',
      'model.details',
      'model.passes_on as passesOn',
      'model.version',
      'model.changed_at as changedAt',
    ])
    .select([deviceCount('model', scopes).as('deviceCount'), HAS_MDS2.as('hasMds2'), HAS_SBOM.as('hasSbom')]);
}
