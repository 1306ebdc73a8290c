import type { EarlierLook, TakenFile } from '#engine/pickup';
import { storableText } from './json.ts';
import type { Db, Tx } from './store.ts';

export interface PickupFileTables {
  pickup_look: {
    pickup_id: string;
    name: string;
    bytes: string | number;
    modified_at: Date;
    since: Date;
    state: EarlierLook['state'];
  };
  pickup_taken: {
    pickup_id: string;
    hash: Buffer;
    at: Date;
    file: string;
    taken_at: Date;
  };
}

/** The files of a folder as they were last seen, in the order in which they were written. */
export async function listLooks(db: Db | Tx, pickupId: string): Promise<EarlierLook[]> {
  const rows = await db
    .selectFrom('pickup_look')
    .selectAll()
    .where('pickup_id', '=', pickupId)
    .orderBy('modified_at')
    .orderBy('name')
    .execute();
  return rows.map((it) => ({
    name: it.name,
    bytes: Number(it.bytes),
    modifiedAt: it.modified_at,
    since: it.since,
    state: it.state,
  }));
}

/** Keeps the looks of a pickup as they are now, and forgets files that are gone. */
export async function replaceLooks(tx: Tx, pickupId: string, looks: readonly EarlierLook[]): Promise<void> {
  await tx.deleteFrom('pickup_look').where('pickup_id', '=', pickupId).execute();
  if (looks.length === 0) return;
  await tx
    .insertInto('pickup_look')
    .values(
      looks.map((it) => ({
        pickup_id: pickupId,
        name: storableText(it.name),
        bytes: it.bytes,
        modified_at: it.modifiedAt,
        since: it.since,
        state: it.state,
      })),
    )
    .execute();
}

export async function markLook(
  tx: Tx,
  {
    pickupId,
    name,
    state,
  }: { readonly pickupId: string; readonly name: string; readonly state: EarlierLook['state'] },
): Promise<void> {
  await tx
    .updateTable('pickup_look')
    .set({ state })
    .where('pickup_id', '=', pickupId)
    .where('name', '=', storableText(name))
    .execute();
}

/** What was taken, newest first. */
export async function listTaken(db: Db | Tx, pickupId: string): Promise<TakenFile[]> {
  const rows = await db
    .selectFrom('pickup_taken')
    .select(['hash', 'at'])
    .where('pickup_id', '=', pickupId)
    .orderBy('at', 'desc')
    .orderBy('taken_at', 'desc')
    .execute();
  return rows.map(({ hash, at }) => ({ hash: hash.toString('hex'), at }));
}

/** Remembers a file; once is enough. */
export async function rememberTaken(
  tx: Tx,
  pickupId: string,
  it: TakenFile & { readonly file: string; readonly takenAt: Date },
): Promise<void> {
  await tx
    .insertInto('pickup_taken')
    .values({
      pickup_id: pickupId,
      hash: Buffer.from(it.hash, 'hex'),
      at: it.at,
      file: storableText(it.file),
      taken_at: it.takenAt,
    })
    .onConflict((on) => on.doNothing())
    .execute();
}
