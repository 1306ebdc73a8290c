import type { Db, Tx } from './store.ts';

export interface KeptAnswerTables {
  kept_answer: {
    person_id: string;
    key: string;
    request_hash: Buffer;
    created_at: Date;
    status: number | null;
    location: string | null;
    body: Buffer | null;
  };
}

export interface AskedOnce {
  readonly personId: string;
  readonly key: string;
}

export interface KeptAnswer {
  readonly requestHash: Uint8Array;
  readonly createdAt: Date;
  /** Null: it was not answered yet. */
  readonly answer: {
    readonly status: number;
    readonly location: string | null;
    readonly body: Buffer;
  } | null;
}

/** Takes a key. @returns null when it was free; else what is known of the request that has it */
export async function takeKey(
  tx: Tx,
  { personId, key }: AskedOnce,
  { requestHash, at }: { readonly requestHash: Uint8Array; readonly at: Date },
): Promise<KeptAnswer | null> {
  const { numInsertedOrUpdatedRows } = await tx
    .insertInto('kept_answer')
    .values({ person_id: personId, key, request_hash: Buffer.from(requestHash), created_at: at })
    .onConflict((it) => it.doNothing())
    .executeTakeFirstOrThrow();
  if (Number(numInsertedOrUpdatedRows) === 1) return null;
  const row = await tx
    .selectFrom('kept_answer')
    .selectAll()
    .where('person_id', '=', personId)
    .where('key', '=', key)
    .executeTakeFirst();
  if (row === undefined) return null;
  const { status, location, body } = row;
  return {
    requestHash: row.request_hash,
    createdAt: row.created_at,
    answer: status === null || body === null ? null : { status, location, body },
  };
}

export async function keepAnswer(
  tx: Tx,
  { personId, key }: AskedOnce,
  answer: NonNullable<KeptAnswer['answer']>,
): Promise<void> {
  await tx
    .updateTable('kept_answer')
    .set(answer)
    .where('person_id', '=', personId)
    .where('key', '=', key)
    .execute();
}

/** Frees a key whose request came to nothing. */
export async function freeKey(db: Db, { personId, key }: AskedOnce): Promise<void> {
  await db.deleteFrom('kept_answer').where('person_id', '=', personId).where('key', '=', key).execute();
}

/** @returns how many were forgotten */
export async function deleteAnswersBefore(tx: Tx, before: Date): Promise<number> {
  const { numDeletedRows } = await tx
    .deleteFrom('kept_answer')
    .where('created_at', '<', before)
    .executeTakeFirstOrThrow();
  return Number(numDeletedRows);
}
