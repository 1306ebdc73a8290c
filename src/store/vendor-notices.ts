import { type ColumnType, sql } from 'kysely';
import type { VendorNotice } from '#engine/words';
import { storableJson, storableText } from './json.ts';
import type { Db, Tx } from './store.ts';

export interface VendorNoticeTables {
  vendor_notice: {
    id: string;
    said: ColumnType<VendorNotice, string, string>;
    version: number;
    entered_at: Date;
    entered_by_id: string | null;
    entered_by_name: string;
    changed_at: Date;
    withdrawn_at: Date | null;
  };
}

/** A notice as it stands. */
export interface KeptNotice extends VendorNotice {
  readonly id: string;
  readonly version: number;
  readonly enteredAt: Date;
  readonly enteredByName: string;
  readonly changedAt: Date;
  readonly withdrawnAt: Date | null;
}

/** All of them, also those withdrawn. */
export async function listNotices(db: Db | Tx): Promise<KeptNotice[]> {
  return (await db.selectFrom('vendor_notice').selectAll().orderBy('id').execute()).map(noticeOf);
}

export async function findNotice(db: Db | Tx, id: string): Promise<KeptNotice | null> {
  const row = await db.selectFrom('vendor_notice').selectAll().where('id', '=', id).executeTakeFirst();
  return row === undefined ? null : noticeOf(row);
}

export async function insertNotice(
  tx: Tx,
  id: string,
  said: VendorNotice,
  { at, byId, byName }: { readonly at: Date; readonly byId: string | null; readonly byName: string },
): Promise<void> {
  await tx
    .insertInto('vendor_notice')
    .values({
      id,
      said: storableJson(said),
      version: 1,
      entered_at: at,
      entered_by_id: byId,
      entered_by_name: storableText(byName),
      changed_at: at,
      withdrawn_at: null,
    })
    .execute();
}

/** @returns whether it still stood at this version */
export async function updateNotice(
  tx: Tx,
  { id, version }: Pick<KeptNotice, 'id' | 'version'>,
  change: { readonly said: VendorNotice } | { readonly withdrawnAt: Date },
  at: Date,
): Promise<boolean> {
  const columns =
    'said' in change ? { said: storableJson(change.said) } : { withdrawn_at: change.withdrawnAt };
  const { numUpdatedRows } = await tx
    .updateTable('vendor_notice')
    .set({ ...columns, version: sql<number>`version + 1`, changed_at: at })
    .where('id', '=', id)
    .where('version', '=', version)
    .where('withdrawn_at', 'is', null)
    .executeTakeFirst();
  return numUpdatedRows === 1n;
}

function noticeOf(row: {
  readonly id: string;
  readonly said: VendorNotice;
  readonly version: number;
  readonly entered_at: Date;
  readonly entered_by_name: string;
  readonly changed_at: Date;
  readonly withdrawn_at: Date | null;
}): KeptNotice {
  return {
    ...row.said,
    id: row.id,
    version: row.version,
    enteredAt: row.entered_at,
    enteredByName: row.entered_by_name,
    changedAt: row.changed_at,
    withdrawnAt: row.withdrawn_at,
  };
}
