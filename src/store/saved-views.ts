import { type ColumnType, sql } from 'kysely';
import { storableJson } from './json.ts';
import type { Db, Tx } from './store.ts';

export interface SavedViewTables {
  saved_view: {
    id: string;
    page: string;
    name: string;
    query: ColumnType<ViewQuery, string, string>;
    owner_id: string;
    owner_name: string;
    shared_with: 'nobody' | 'everybody' | 'role';
    role: string | null;
    version: number;
    created_at: Date;
    changed_at: Date;
  };
  default_view: { person_id: string; page: string; view_id: string };
}

/** The state of a list that a view names. */
export interface ViewQuery {
  readonly filter: string;
  readonly sort: string;
  /** Columns in their order; empty: the list's own. */
  readonly columns: readonly string[];
}

export interface SavedView {
  readonly id: string;
  readonly page: string;
  readonly name: string;
  readonly query: ViewQuery;
  readonly ownerId: string;
  readonly ownerName: string;
  readonly sharedWith: 'nobody' | 'everybody' | 'role';
  readonly role: string | null;
  readonly version: number;
  readonly createdAt: Date;
  readonly changedAt: Date;
}

interface Reader {
  readonly personId: string;
  readonly roles: readonly string[];
}

/** Views of a list that a person sees: their own first, then shared ones, by name. */
export async function listSavedViews(
  db: Db | Tx,
  page: string,
  { personId, roles }: Reader,
  limit: number,
): Promise<(SavedView & { readonly isDefault: boolean })[]> {
  const rows = await db
    .selectFrom('saved_view')
    .leftJoin('default_view', (join) =>
      join.onRef('default_view.view_id', '=', 'saved_view.id').on('default_view.person_id', '=', personId),
    )
    .selectAll('saved_view')
    .select('default_view.view_id as default_id')
    .where('saved_view.page', '=', page)
    .where((it) =>
      it.or([
        it('owner_id', '=', personId),
        it('shared_with', '=', 'everybody'),
        it.and([it('shared_with', '=', 'role'), it('role', 'in', roles.length === 0 ? [''] : [...roles])]),
      ]),
    )
    .orderBy(sql`owner_id <> ${personId}::uuid`)
    .orderBy(sql`lower(saved_view.name) collate "C"`)
    .orderBy('saved_view.id')
    .limit(limit)
    .execute();
  return rows.map(({ default_id, ...it }) => ({ ...viewOf(it), isDefault: default_id !== null }));
}

export async function findSavedView(db: Db | Tx, id: string): Promise<SavedView | null> {
  const row = await db.selectFrom('saved_view').selectAll().where('id', '=', id).executeTakeFirst();
  return row === undefined ? null : viewOf(row);
}

export async function countOwnViews(db: Db | Tx, personId: string): Promise<number> {
  const row = await db
    .selectFrom('saved_view')
    .select((it) => it.fn.countAll<string>().as('count'))
    .where('owner_id', '=', personId)
    .executeTakeFirstOrThrow();
  return Number(row.count);
}

export async function insertSavedView(tx: Tx, it: SavedView): Promise<void> {
  await tx
    .insertInto('saved_view')
    .values({
      id: it.id,
      page: it.page,
      name: it.name,
      query: storableJson(it.query),
      owner_id: it.ownerId,
      owner_name: it.ownerName,
      shared_with: it.sharedWith,
      role: it.role,
      version: it.version,
      created_at: it.createdAt,
      changed_at: it.changedAt,
    })
    .execute();
}

/** @returns whether the version was still the one the edit was made on */
export async function updateSavedView(tx: Tx, it: SavedView): Promise<boolean> {
  const { numUpdatedRows } = await tx
    .updateTable('saved_view')
    .set({
      name: it.name,
      query: storableJson(it.query),
      shared_with: it.sharedWith,
      role: it.role,
      version: it.version + 1,
      changed_at: it.changedAt,
    })
    .where('id', '=', it.id)
    .where('version', '=', it.version)
    .executeTakeFirst();
  return numUpdatedRows === 1n;
}

export async function deleteSavedView(tx: Tx, id: string): Promise<void> {
  await tx.deleteFrom('saved_view').where('id', '=', id).execute();
}

/** With which view a list opens for a person; null: with none. */
export async function setDefaultView(
  tx: Tx,
  {
    personId,
    page,
    viewId,
  }: { readonly personId: string; readonly page: string; readonly viewId: string | null },
): Promise<void> {
  await tx.deleteFrom('default_view').where('person_id', '=', personId).where('page', '=', page).execute();
  if (viewId !== null)
    await tx.insertInto('default_view').values({ person_id: personId, page, view_id: viewId }).execute();
}

function viewOf(row: {
  readonly id: string;
  readonly page: string;
  readonly name: string;
  readonly query: ViewQuery;
  readonly owner_id: string;
  readonly owner_name: string;
  readonly shared_with: SavedView['sharedWith'];
  readonly role: string | null;
  readonly version: number;
  readonly created_at: Date;
  readonly changed_at: Date;
}): SavedView {
  return {
    id: row.id,
    page: row.page,
    name: row.name,
    query: row.query,
    ownerId: row.owner_id,
    ownerName: row.owner_name,
    sharedWith: row.shared_with,
    role: row.role,
    version: row.version,
    createdAt: row.created_at,
    changedAt: row.changed_at,
  };
}
