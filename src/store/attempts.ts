import { sql } from 'kysely';
import type { Db, Tx } from './store.ts';

export interface AttemptTables {
  attempt_tally: {
    key: string;
    failures: number;
    blocked_until: Date | null;
    changed_at: Date;
  };
}

export interface Tally {
  readonly failures: number;
  readonly blockedUntil: Date | null;
  readonly changedAt: Date;
}

/** The tally under a key, locked until the transaction ends, so that guesses at the same time are counted one by one. */
export async function lockTally(tx: Tx, key: string, at: Date): Promise<Tally> {
  await tx
    .insertInto('attempt_tally')
    .values({ key, failures: 0, blocked_until: null, changed_at: at })
    .onConflict((it) => it.column('key').doNothing())
    .execute();
  const row = await tx
    .selectFrom('attempt_tally')
    .selectAll()
    .where('key', '=', key)
    .forUpdate()
    .executeTakeFirstOrThrow();
  return { failures: row.failures, blockedUntil: row.blocked_until, changedAt: row.changed_at };
}

export async function writeTally(tx: Tx, key: string, tally: Tally): Promise<void> {
  await tx
    .updateTable('attempt_tally')
    .set({ failures: tally.failures, blocked_until: tally.blockedUntil, changed_at: tally.changedAt })
    .where('key', '=', key)
    .execute();
}

/** Forgets the failures of an account after a success, and everything too old to matter. */
export async function clearTally(db: Db | Tx, key: string, forgetBefore: Date): Promise<void> {
  await db
    .deleteFrom('attempt_tally')
    .where((it) =>
      it.or([
        it('key', '=', key),
        it.and([
          it('changed_at', '<', forgetBefore),
          it.or([it('blocked_until', 'is', null), it('blocked_until', '<', sql<Date>`${forgetBefore}`)]),
        ]),
      ]),
    )
    .execute();
}
