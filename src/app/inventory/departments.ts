import { DEPARTMENT_FILTER_FIELDS } from '#engine/filter';
import { nameKey } from '#engine/inherit';
import {
  changeDepartment,
  countDepartments,
  deleteDepartment,
  type Department,
  type DepartmentDetails,
  type DepartmentSort,
  findDepartment,
  insertDepartment,
  listDepartments,
} from '#store/departments';
import type { ListPlace, SortStep } from '#store/keyset';
import type { Db, Tx } from '#store/store';
import { act, see } from '../act.ts';
import type { Context } from '../context.ts';
import { differences } from '../differences.ts';
import { filterIn } from '../filter-in.ts';
import { Refused } from '../refusal.ts';
import { type Changes, HOSPITAL, withChanges } from './models.ts';

export interface DepartmentAsk {
  readonly filter: string;
  readonly sort: readonly SortStep<DepartmentSort>[];
  readonly after: ListPlace | null;
  readonly limit: number;
}

/** Departments that a filter selects; whoever sees part of the hospital sees those with a device there. */
export async function findDepartments(ctx: Context, ask: DepartmentAsk) {
  const filter = filterIn(ask.filter, DEPARTMENT_FILTER_FIELDS, ctx);
  return see(ctx, 'inventory.read', async (db, scopes) => {
    const selection = { filter, scopes };
    const found = await listDepartments(db, selection, { ...ask, limit: ask.limit + 1 });
    const shown = found.slice(0, ask.limit);
    return {
      departments: shown.map((it) => it.department),
      total: await countDepartments(db, selection),
      next: found.length > ask.limit ? (shown.at(-1)?.place ?? null) : null,
    };
  });
}

export async function readDepartment(ctx: Context, id: string): Promise<Department> {
  return see(ctx, 'inventory.read', (db, scopes) => departmentIn(db, id, scopes));
}

export interface DepartmentFacts {
  readonly name: string;
  readonly details: Changes<DepartmentDetails>;
}

/** Makes a department before a device names it. */
export async function addDepartment(ctx: Context, facts: DepartmentFacts): Promise<Department> {
  const { name } = facts;
  const details = withChanges({}, facts.details);
  const id = ctx.newId();
  const key = nameKey(name);
  if (key === null)
    throw new Refused({ code: 'invalid', because: 'Cannot make department: it has no name', field: 'name' });
  await act(ctx, { permission: 'inventory.structure' }, async (tx) => {
    if (!(await insertDepartment(tx, { id, key, name, details }, ctx.now())))
      throw new Refused({ code: 'conflict', because: `Cannot make department "${name}": there is one` });
    return {
      value: undefined,
      audit: {
        act: 'department.add',
        subject: { kind: 'department', id },
        detail: { name, ...details },
      },
    };
  });
  return readDepartment(ctx, id);
}

export interface DepartmentChange {
  readonly version: number;
  readonly name?: string | undefined;
  readonly details?: Changes<DepartmentDetails> | undefined;
}

/** Changes what is kept of a department; devices still find it by what their sources say. */
export async function editDepartment(
  ctx: Context,
  id: string,
  change: DepartmentChange,
): Promise<Department> {
  await act(ctx, { permission: 'inventory.structure' }, async (tx) => {
    const before = await departmentIn(tx, id, HOSPITAL);
    const after = {
      name: change.name ?? before.name,
      details: withChanges(before.details, change.details),
    };
    if (!(await changeDepartment(tx, { id, version: change.version }, after, ctx.now())))
      throw new Refused({ code: 'stale', what: `department "${before.name}"` });
    return {
      value: undefined,
      audit: {
        act: 'department.edit',
        subject: { kind: 'department', id },
        detail: differences({ name: before.name, ...before.details }, { name: after.name, ...after.details }),
      },
    };
  });
  return readDepartment(ctx, id);
}

/** Takes away a department that no device names. */
export async function dropDepartment(ctx: Context, id: string): Promise<void> {
  await act(ctx, { permission: 'inventory.structure' }, async (tx) => {
    const { name } = await departmentIn(tx, id, HOSPITAL);
    if (!(await deleteDepartment(tx, id)))
      throw new Refused({
        code: 'conflict',
        because: `Cannot remove department "${name}": devices belong to it`,
      });
    return {
      value: undefined,
      audit: { act: 'department.remove', subject: { kind: 'department', id }, detail: { name } },
    };
  });
}

async function departmentIn(
  db: Db | Tx,
  id: string,
  scopes: Parameters<typeof findDepartment>[2],
): Promise<Department> {
  const department = await findDepartment(db, id, scopes);
  if (department === null) throw new Refused({ code: 'not-found', what: `department ${id}` });
  return department;
}
