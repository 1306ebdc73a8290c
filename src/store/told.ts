import type { EventKind } from '#engine/destinations';
import type { Db, Tx } from './store.ts';

export interface ToldTables {
  told: { event: EventKind; subject: string; at: Date };
}

/** Subjects of which an event was told, and not taken back since. */
export async function listToldSubjects(db: Db | Tx, event: EventKind): Promise<string[]> {
  const rows = await db.selectFrom('told').select('subject').where('event', '=', event).execute();
  return rows.map((it) => it.subject);
}

/** @returns whether it had not been told yet */
export async function noteTold(tx: Tx, event: EventKind, subject: string, at: Date): Promise<boolean> {
  const { numInsertedOrUpdatedRows } = await tx
    .insertInto('told')
    .values({ event, subject, at })
    .onConflict((on) => on.columns(['event', 'subject']).doNothing())
    .executeTakeFirstOrThrow();
  return Number(numInsertedOrUpdatedRows) === 1;
}

export async function takeToldBack(tx: Tx, event: EventKind, subject: string): Promise<void> {
  await tx.deleteFrom('told').where('event', '=', event).where('subject', '=', subject).execute();
}
