import { type ColumnType, type Generated, sql } from 'kysely';
import type { Scope } from '#engine/access';
import type { DEPARTMENT_FILTER_FIELDS, Filter } from '#engine/filter';
import { deviceCount, isVisible } from './device-counts.ts';
import { type FilterColumn, filterCondition } from './filter-condition.ts';
import { storableJson, storableText } from './json.ts';
import type { ListPlace } from './keyset.ts';
import { changeNoun, countNouns, deleteNoun, type NounPage, nounSorts, pageOfNouns } from './noun-lists.ts';
import type { Db, Tx } from './store.ts';
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

/** A department as people see it. */
export interface Department {
  readonly id: string;
  readonly name: string;
  readonly details: DepartmentDetails;
  readonly deviceCount: number;
  readonly version: number;
}

type DepartmentField = keyof typeof DEPARTMENT_FILTER_FIELDS;

export interface DepartmentSelection {
  readonly filter: Filter<DepartmentField> | null;
  readonly scopes: readonly Scope[];
}

export type DepartmentSort = 'name' | 'devices';

/** A page of departments, with the place each stands at. */
export async function listDepartments(
  db: Db | Tx,
  selection: DepartmentSelection,
  page: NounPage<DepartmentSort>,
): Promise<{ readonly department: Department; readonly place: ListPlace }[]> {
  const query = departmentsQuery(db, selection.scopes).where(conditionOf(selection));
  const found = await pageOfNouns(query, 'department', nounSorts('department', selection.scopes), page);
  return found.map(({ item, place }) => ({ department: item, place }));
}

export async function countDepartments(db: Db | Tx, selection: DepartmentSelection): Promise<number> {
  return countNouns(db, 'department', conditionOf(selection));
}

export async function findDepartment(
  db: Db | Tx,
  id: string,
  scopes: readonly Scope[],
): Promise<Department | null> {
  const row = await departmentsQuery(db, scopes)
    .where('id', '=', id)
    .where(isVisible('department', scopes))
    .executeTakeFirst();
  return row ?? null;
}

/** @returns false when there is one of that name */
export async function insertDepartment(
  tx: Tx,
  it: Pick<Department, 'id' | 'name' | 'details'> & { readonly key: string },
  at: Date,
): Promise<boolean> {
  const { numInsertedOrUpdatedRows } = await tx
    .insertInto('department')
    .values({
      id: it.id,
      key: it.key,
      name: storableText(it.name),
      details: storableJson(it.details),
      created_at: at,
      changed_at: at,
    })
    .onConflict((conflict) => conflict.column('key').doNothing())
    .executeTakeFirstOrThrow();
  return numInsertedOrUpdatedRows === 1n;
}

/** Changes it and counts the version up. @returns false when the department has another version by now */
export async function changeDepartment(
  tx: Tx,
  it: Pick<Department, 'id' | 'version'>,
  change: Pick<Department, 'name' | 'details'>,
  at: Date,
): Promise<boolean> {
  return changeNoun(tx, 'department', it, change, at);
}

/** @returns false when devices belong to it */
export async function deleteDepartment(tx: Tx, id: string): Promise<boolean> {
  return deleteNoun(tx, 'department', id);
}

function detail(field: keyof DepartmentDetails): FilterColumn {
  return { kind: 'text', sql: sql`lower(department.details ->> ${sql.lit(field)})` };
}

function conditionOf({ filter, scopes }: DepartmentSelection) {
  const parts = [isVisible('department', scopes)];
  if (filter !== null) {
    const columns: Readonly<Record<DepartmentField, FilterColumn>> = {
      name: { kind: 'text', sql: sql`lower(department.name)` },
      manager: detail('manager'),
      contact: detail('contact'),
      owner: detail('owner'),
      devices: { kind: 'integer', sql: deviceCount('department', scopes) },
    };
    const search = sql`lower(concat_ws(' ', department.name, department.details ->> 'manager', department.details ->> 'owner'))`;
    parts.push(filterCondition(filter, { columns: (it) => columns[it], search }));
  }
  return sql<boolean>`(${sql.join(parts, sql` and `)})`;
}

function departmentsQuery(db: Db | Tx, scopes: readonly Scope[]) {
  return db
    .selectFrom('department')
    .select(['id', 'name', 'details', 'version'])
    .select(deviceCount('department', scopes).as('deviceCount'));
}
