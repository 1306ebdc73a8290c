import type { ColumnType } from 'kysely';
import type { Db, Tx } from './store.ts';

export interface SecondFactorTables {
  second_factor: {
    person_id: string;
    secret: Buffer;
    confirmed_at: Date | null;
    last_step: ColumnType<string, string | number | undefined, string | number>;
  };
  recovery_code: {
    person_id: string;
    code_hash: Buffer;
    used_at: Date | null;
  };
}

export interface SecondFactor {
  /** Encrypted. */
  readonly secret: Uint8Array;
  readonly confirmedAt: Date | null;
}

export async function findSecondFactor(db: Db | Tx, personId: string): Promise<SecondFactor | null> {
  const row = await db
    .selectFrom('second_factor')
    .selectAll()
    .where('person_id', '=', personId)
    .executeTakeFirst();
  return row === undefined ? null : { secret: row.secret, confirmedAt: row.confirmed_at };
}

/** Begins an enrolment; one that was never finished is forgotten. */
export async function beginSecondFactor(tx: Tx, personId: string, secret: Uint8Array): Promise<void> {
  await removeSecondFactor(tx, personId);
  await tx
    .insertInto('second_factor')
    .values({ person_id: personId, secret: Buffer.from(secret), confirmed_at: null })
    .execute();
}

export async function confirmSecondFactor(tx: Tx, personId: string, at: Date): Promise<void> {
  await tx.updateTable('second_factor').set({ confirmed_at: at }).where('person_id', '=', personId).execute();
}

/** Takes the app and all recovery codes away. */
export async function removeSecondFactor(tx: Tx, personId: string): Promise<void> {
  await tx.deleteFrom('recovery_code').where('person_id', '=', personId).execute();
  await tx.deleteFrom('second_factor').where('person_id', '=', personId).execute();
}

/** Uses a time step up. @returns false when it, or a later one, was used already */
export async function useStep(tx: Tx, personId: string, step: number): Promise<boolean> {
  const { numUpdatedRows } = await tx
    .updateTable('second_factor')
    .set({ last_step: step })
    .where('person_id', '=', personId)
    .where('last_step', '<', String(step))
    .executeTakeFirstOrThrow();
  return numUpdatedRows === 1n;
}

export async function replaceRecoveryCodes(
  tx: Tx,
  personId: string,
  hashes: readonly Uint8Array[],
): Promise<void> {
  await tx.deleteFrom('recovery_code').where('person_id', '=', personId).execute();
  await tx
    .insertInto('recovery_code')
    .values(hashes.map((it) => ({ person_id: personId, code_hash: Buffer.from(it), used_at: null })))
    .execute();
}

/** Uses a recovery code up. @returns false when there is none like it, or it was used already */
export async function useRecoveryCode(
  tx: Tx,
  personId: string,
  hash: Uint8Array,
  at: Date,
): Promise<boolean> {
  const { numUpdatedRows } = await tx
    .updateTable('recovery_code')
    .set({ used_at: at })
    .where('person_id', '=', personId)
    .where('code_hash', '=', Buffer.from(hash))
    .where('used_at', 'is', null)
    .executeTakeFirstOrThrow();
  return numUpdatedRows === 1n;
}

/** How many recovery codes are still good. */
export async function countRecoveryCodes(db: Db | Tx, personId: string): Promise<number> {
  const row = await db
    .selectFrom('recovery_code')
    .select((it) => it.fn.countAll<string>().as('count'))
    .where('person_id', '=', personId)
    .where('used_at', 'is', null)
    .executeTakeFirstOrThrow();
  return Number(row.count);
}
