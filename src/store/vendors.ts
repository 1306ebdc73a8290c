import type { ColumnType, Generated } from 'kysely';
import { storableText } from './json.ts';
import type { Tx } from './store.ts';

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
