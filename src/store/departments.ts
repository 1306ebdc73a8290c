import type { ColumnType, Generated } from 'kysely';
import { storableText } from './json.ts';
import type { Tx } from './store.ts';
import type { NamedNoun } from './vendors.ts';

export interface DepartmentTables {
  department: {
    id: string;
    key: string;
    name: string;
    details: ColumnType<DepartmentDetails, string | undefined, string>;
    device_count: Generated<number>;
    version: Generated<number>;
    created_at: ColumnType<Date, Date, never>;
    changed_at: Date;
  };
}

/** Who answers for a department. */
export interface DepartmentDetails {
  readonly manager?: string;
  readonly contact?: string;
  readonly owner?: string;
  readonly notes?: string;
}

/** The department of each key; makes those that are new. */
export async function ensureDepartments(
  tx: Tx,
  wanted: readonly NamedNoun[],
  { newId, at }: { readonly newId: () => string; readonly at: Date },
): Promise<ReadonlyMap<string, string>> {
  if (wanted.length === 0) return new Map();
  const rows = await tx
    .selectFrom('department')
    .select(['id', 'key'])
    .where(
      'key',
      'in',
      wanted.map((it) => it.key),
    )
    .execute();
  const found = new Map(rows.map((it) => [it.key, it.id]));
  const missing = wanted.filter((it) => !found.has(it.key)).map((it) => ({ ...it, id: newId() }));
  if (missing.length === 0) return found;
  await tx
    .insertInto('department')
    .values(
      missing.map(({ id, key, name }) => ({
        id,
        key: storableText(key),
        name: storableText(name),
        created_at: at,
        changed_at: at,
      })),
    )
    .execute();
  for (const { key, id } of missing) found.set(key, id);
  return found;
}
