import type { ColumnType, Generated } from 'kysely';
import type { ModelDefaults } from '#engine/inherit';
import { storableText } from './json.ts';
import type { Tx } from './store.ts';
import type { NamedNoun } from './vendors.ts';

export interface ModelTables {
  model: {
    id: string;
    vendor_id: string | null;
    name: string;
    defaults: ColumnType<ModelDefaults, string | undefined, string>;
    details: ColumnType<ModelDetails, string | undefined, string>;
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
  readonly defaults: ModelDefaults;
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
    .select(['model_alias.key', 'model.id', 'model.name', 'model.defaults'])
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
  for (const { key, id, name } of missing) found.set(key, { id, name, defaults: {} });
  return found;
}
