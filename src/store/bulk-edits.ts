import { type ColumnType, sql } from 'kysely';
import { type DeviceSelection, selectionCondition } from './device-list.ts';
import { storableJson } from './json.ts';
import type { Db, Tx } from './store.ts';

export type EditOutcome = 'waiting' | 'changed' | 'unchanged' | 'refused';

/** What a bulk edit is to do with each device. */
export interface BulkChange {
  readonly addTags: readonly string[];
  readonly removeTags: readonly string[];
  /** Device fields: a text to set, null to clear. */
  readonly fields: Readonly<Record<string, string | null>>;
  /** Custom fields by key: a value to set, null to clear. */
  readonly custom: Readonly<Record<string, string | null>>;
}

/** The part of a device that an edit touched. */
export interface EditedPart {
  readonly tags?: readonly string[];
  readonly fields?: Readonly<Record<string, string | null>>;
  readonly custom?: Readonly<Record<string, string | null>>;
}

export type EditCounts = Readonly<Record<EditOutcome, number>>;

export interface BulkEditTables {
  bulk_edit: {
    id: string;
    state: 'waiting' | 'done';
    selection: ColumnType<{ readonly filter: string; readonly ids: readonly string[] | null }, string, never>;
    change: ColumnType<BulkChange, string, never>;
    undoes: string | null;
    undone_by: string | null;
    counts: ColumnType<EditCounts, string, string>;
    created_at: Date;
    created_by: string | null;
    created_by_name: string;
    ended_at: Date | null;
    job_id: string | null;
  };
  bulk_edit_row: {
    edit_id: string;
    device_id: string;
    label: string;
    outcome: EditOutcome;
    reason: string | null;
    before: ColumnType<EditedPart | null, string | null, string | null>;
    after: ColumnType<EditedPart | null, string | null, string | null>;
  };
}

export interface BulkEdit {
  readonly id: string;
  readonly state: 'waiting' | 'done';
  readonly selection: { readonly filter: string; readonly ids: readonly string[] | null };
  readonly change: BulkChange;
  readonly undoes: string | null;
  readonly undoneBy: string | null;
  readonly counts: EditCounts;
  readonly createdAt: Date;
  readonly createdBy: string | null;
  readonly createdByName: string;
  readonly endedAt: Date | null;
  readonly jobId: string | null;
}

export interface BulkEditRow {
  readonly deviceId: string;
  readonly label: string;
  readonly outcome: EditOutcome;
  readonly reason: string | null;
  readonly before: EditedPart | null;
  readonly after: EditedPart | null;
}

const NO_COUNTS: EditCounts = { waiting: 0, changed: 0, unchanged: 0, refused: 0 };

export async function insertBulkEdit(
  tx: Tx,
  it: Omit<BulkEdit, 'state' | 'undoneBy' | 'counts' | 'endedAt'>,
): Promise<void> {
  await tx
    .insertInto('bulk_edit')
    .values({
      id: it.id,
      state: 'waiting',
      selection: storableJson(it.selection),
      change: storableJson(it.change),
      undoes: it.undoes,
      undone_by: null,
      counts: storableJson(NO_COUNTS),
      created_at: it.createdAt,
      created_by: it.createdBy,
      created_by_name: it.createdByName,
      ended_at: null,
      job_id: it.jobId,
    })
    .execute();
}

/** Names the job that sees to an edit. */
export async function setEditJob(tx: Tx, id: string, jobId: string): Promise<void> {
  await tx.updateTable('bulk_edit').set({ job_id: jobId }).where('id', '=', id).execute();
}

/** Fixes which devices an edit means: those that the selection holds now. @returns how many there are */
export async function insertEditRows(tx: Tx, editId: string, selection: DeviceSelection): Promise<number> {
  const { numAffectedRows } = await sql`
    insert into bulk_edit_row (edit_id, device_id, label, outcome)
    select ${editId}::uuid, device.id, device.label, 'waiting' from device_list as list
    join device on device.id = list.device_id where ${selectionCondition(selection)}
    on conflict do nothing
  `.execute(tx);
  return Number(numAffectedRows ?? 0);
}

/** The rows an undo goes through: what the edit changed. @returns how many there are */
export async function insertUndoRows(tx: Tx, editId: string, undoes: string): Promise<number> {
  const { numAffectedRows } = await sql`
    insert into bulk_edit_row (edit_id, device_id, label, outcome, before, after)
    select ${editId}::uuid, device_id, label, 'waiting', after, before from bulk_edit_row
    where edit_id = ${undoes}::uuid and outcome = 'changed'
    on conflict do nothing
  `.execute(tx);
  return Number(numAffectedRows ?? 0);
}

export async function listWaitingRows(tx: Tx, editId: string, limit: number): Promise<BulkEditRow[]> {
  const rows = await rowsQuery(tx, editId)
    .where('outcome', '=', 'waiting')
    .limit(limit)
    .forUpdate()
    .execute();
  return rows.map(rowOf);
}

/** Rows of an edit after a device, perhaps of one outcome. */
export async function listEditRows(
  db: Db | Tx,
  editId: string,
  page: { readonly outcome: EditOutcome | null; readonly after: string | null; readonly limit: number },
): Promise<BulkEditRow[]> {
  let query = rowsQuery(db, editId).limit(page.limit);
  if (page.outcome !== null) query = query.where('outcome', '=', page.outcome);
  if (page.after !== null) query = query.where('device_id', '>', page.after);
  return (await query.execute()).map(rowOf);
}

export async function setOutcomes(
  tx: Tx,
  editId: string,
  rows: readonly Omit<BulkEditRow, 'label'>[],
): Promise<void> {
  await sql`
    update bulk_edit_row as it set outcome = now.outcome, reason = now.reason, before = now.before, after = now.after
    from jsonb_to_recordset(${storableJson(rows)}::jsonb)
      as now ("deviceId" uuid, outcome text, reason text, before jsonb, after jsonb)
    where it.edit_id = ${editId}::uuid and it.device_id = now."deviceId"
  `.execute(tx);
}

export async function countOutcomes(db: Db | Tx, editId: string): Promise<EditCounts> {
  const rows = await db
    .selectFrom('bulk_edit_row')
    .select(['outcome', (it) => it.fn.countAll<string>().as('count')])
    .where('edit_id', '=', editId)
    .groupBy('outcome')
    .execute();
  return { ...NO_COUNTS, ...Object.fromEntries(rows.map((it) => [it.outcome, Number(it.count)])) };
}

export async function finishBulkEdit(tx: Tx, id: string, counts: EditCounts, at: Date): Promise<void> {
  await tx
    .updateTable('bulk_edit')
    .set({ state: 'done', counts: storableJson(counts), ended_at: at })
    .where('id', '=', id)
    .execute();
}

/** @returns false when it is taken back already */
export async function markUndone(tx: Tx, id: string, undoneBy: string): Promise<boolean> {
  const { numUpdatedRows } = await tx
    .updateTable('bulk_edit')
    .set({ undone_by: undoneBy })
    .where('id', '=', id)
    .where('undone_by', 'is', null)
    .executeTakeFirst();
  return numUpdatedRows === 1n;
}

export async function findBulkEdit(db: Db | Tx, id: string): Promise<BulkEdit | null> {
  const row = await db.selectFrom('bulk_edit').selectAll().where('id', '=', id).executeTakeFirst();
  if (row === undefined) return null;
  return {
    id: row.id,
    state: row.state,
    selection: row.selection,
    change: row.change,
    undoes: row.undoes,
    undoneBy: row.undone_by,
    counts: row.counts,
    createdAt: row.created_at,
    createdBy: row.created_by,
    createdByName: row.created_by_name,
    endedAt: row.ended_at,
    jobId: row.job_id,
  };
}

function rowsQuery(db: Db | Tx, editId: string) {
  return db.selectFrom('bulk_edit_row').selectAll().where('edit_id', '=', editId).orderBy('device_id');
}

function rowOf(row: {
  readonly device_id: string;
  readonly label: string;
  readonly outcome: EditOutcome;
  readonly reason: string | null;
  readonly before: EditedPart | null;
  readonly after: EditedPart | null;
}): BulkEditRow {
  const { device_id, label, outcome, reason, before, after } = row;
  return { deviceId: device_id, label, outcome, reason, before, after };
}
