import { type ColumnType, type Generated, sql } from 'kysely';
import type { Scope } from '#engine/access';
import type { Filter, VENDOR_FILTER_FIELDS } from '#engine/filter';
import { deviceCount, isVisible } from './device-counts.ts';
import { type FilterColumn, filterCondition } from './filter-condition.ts';
import { storableText } from './json.ts';
import type { ListPlace } from './keyset.ts';
import { changeNoun, countNouns, type NounPage, nounSorts, pageOfNouns } from './noun-lists.ts';
import type { Db, Tx } from './store.ts';

export interface VendorTables {
  vendor: {
    id: string;
    name: string;
    details: ColumnType<VendorDetails, string | undefined, string>;
    device_count: Generated<number>;
    merged_into: string | null;
    version: Generated<number>;
    created_at: ColumnType<Date, Date, never>;
    changed_at: Date;
  };
  vendor_alias: { key: string; text: string; vendor_id: string };
}

/** What a person keeps of a maker. */
export interface VendorDetails {
  readonly contact?: string;
  readonly supportPhone?: string;
  readonly supportEmail?: string;
  readonly supportTerms?: string;
  readonly securityPage?: string;
  readonly disclosure?: string;
  readonly notes?: string;
}

/** A noun that a device names, and what to call it if it is new. */
export interface NamedNoun {
  readonly key: string;
  readonly name: string;
}

/** The vendor of each key; makes those that are new. */
export async function ensureVendors(
  tx: Tx,
  wanted: readonly NamedNoun[],
  { newId, at }: { readonly newId: () => string; readonly at: Date },
): Promise<ReadonlyMap<string, string>> {
  if (wanted.length === 0) return new Map();
  const keys = wanted.map((it) => it.key);
  const rows = await tx
    .selectFrom('vendor_alias')
    .select(['key', 'vendor_id'])
    .where('key', 'in', keys)
    .execute();
  const found = new Map(rows.map((it) => [it.key, it.vendor_id]));
  const missing = wanted
    .filter((it) => !found.has(it.key))
    .map((it) => ({ id: newId(), key: it.key, name: storableText(it.name) }));
  if (missing.length === 0) return found;
  await tx
    .insertInto('vendor')
    .values(missing.map(({ id, name }) => ({ id, name, merged_into: null, created_at: at, changed_at: at })))
    .execute();
  await tx
    .insertInto('vendor_alias')
    .values(missing.map(({ id, key, name }) => ({ key, text: name, vendor_id: id })))
    .execute();
  for (const { key, id } of missing) found.set(key, id);
  return found;
}

/** A vendor as people see it. */
export interface Vendor {
  readonly id: string;
  readonly name: string;
  readonly details: VendorDetails;
  readonly deviceCount: number;
  readonly modelCount: number;
  readonly version: number;
  readonly changedAt: Date;
}

type VendorField = keyof typeof VENDOR_FILTER_FIELDS;

export interface VendorSelection {
  readonly filter: Filter<VendorField> | null;
  readonly scopes: readonly Scope[];
}

export type VendorSort = 'name' | 'devices';

/** A page of vendors, with the place each stands at. */
export async function listVendors(
  db: Db | Tx,
  selection: VendorSelection,
  page: NounPage<VendorSort>,
): Promise<{ readonly vendor: Vendor; readonly place: ListPlace }[]> {
  const query = vendorsQuery(db, selection.scopes).where(conditionOf(selection));
  const found = await pageOfNouns(query, 'vendor', nounSorts('vendor', selection.scopes), page);
  return found.map(({ item, place }) => ({ vendor: item, place }));
}

export async function countVendors(db: Db | Tx, selection: VendorSelection): Promise<number> {
  return countNouns(db, 'vendor', conditionOf(selection));
}

export async function findVendor(db: Db | Tx, id: string, scopes: readonly Scope[]): Promise<Vendor | null> {
  const row = await vendorsQuery(db, scopes)
    .where('vendor.id', '=', id)
    .where('vendor.merged_into', 'is', null)
    .where(isVisible('vendor', scopes))
    .executeTakeFirst();
  return row ?? null;
}

/** The names under which devices speak of it. */
export async function listVendorNames(db: Db | Tx, id: string): Promise<string[]> {
  const rows = await db
    .selectFrom('vendor_alias')
    .select('text')
    .where('vendor_id', '=', id)
    .orderBy('text')
    .execute();
  return rows.map((it) => it.text);
}

/** Changes it and counts the version up. @returns false when the vendor has another version by now */
export async function changeVendor(
  tx: Tx,
  it: Pick<Vendor, 'id' | 'version'>,
  change: Pick<Vendor, 'name' | 'details'>,
  at: Date,
): Promise<boolean> {
  return changeNoun(tx, 'vendor', it, change, at);
}

/** Gives the names and models of one vendor to another. @returns what went over */
export async function moveVendor(
  tx: Tx,
  {
    from,
    into,
    only,
  }: {
    readonly from: string;
    readonly into: string;
    /** Left out: all of it. */
    readonly only?: { readonly keys: readonly string[]; readonly modelIds: readonly string[] };
  },
): Promise<{ readonly keys: string[]; readonly modelIds: string[] }> {
  let names = tx.updateTable('vendor_alias').set({ vendor_id: into }).where('vendor_id', '=', from);
  let models = tx.updateTable('model').set({ vendor_id: into }).where('vendor_id', '=', from);
  if (only !== undefined) {
    names = names.where(sql<boolean>`key = any(${[...only.keys]}::text[])`);
    models = models.where(sql<boolean>`id = any(${[...only.modelIds]}::uuid[])`);
  }
  const keys = await names.returning('key').execute();
  const ids = await models.returning('id').execute();
  return { keys: keys.map((it) => it.key), modelIds: ids.map((it) => it.id) };
}

export async function markVendorMerged(tx: Tx, id: string, into: string | null): Promise<void> {
  await tx.updateTable('vendor').set({ merged_into: into }).where('id', '=', id).execute();
}

function conditionOf({ filter, scopes }: VendorSelection) {
  const parts = [sql<boolean>`vendor.merged_into is null`, isVisible('vendor', scopes)];
  if (filter !== null) {
    const columns: Readonly<Record<VendorField, FilterColumn>> = {
      name: { kind: 'text', sql: sql`lower(vendor.name)` },
      devices: { kind: 'integer', sql: deviceCount('vendor', scopes) },
    };
    parts.push(filterCondition(filter, { columns: (it) => columns[it], search: NAMES }));
  }
  return sql<boolean>`(${sql.join(parts, sql` and `)})`;
}

/** A vendor is found by each of its names. */
const NAMES = sql`(lower(vendor.name) || ' ' || coalesce(
  (select string_agg(lower(text), ' ') from vendor_alias where vendor_alias.vendor_id = vendor.id), ''))`;

function vendorsQuery(db: Db | Tx, scopes: readonly Scope[]) {
  return db
    .selectFrom('vendor')
    .select([
      'vendor.id',
      'vendor.name',
      'vendor.details',
      'vendor.version',
      'vendor.changed_at as changedAt',
    ])
    .select([
      deviceCount('vendor', scopes).as('deviceCount'),
      sql<number>`(select count(*)::integer from model
        where model.vendor_id = vendor.id and model.merged_into is null and ${isVisible('model', scopes)})`.as(
        'modelCount',
      ),
    ]);
}
