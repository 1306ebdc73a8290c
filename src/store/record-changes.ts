import { sql } from 'kysely';
import type { Db, Tx } from './store.ts';

/** Key of the advisory lock that transactions share while their changes are not committed; see migration 0102. */
const CHANGING_LOCK = 727_007;

/**
 * Goes up whenever devices, what is said of them, or findings change. Null: a change is under way, so that what is counted
 * now may be old in a moment.
 */
export async function readRecordChange(db: Db | Tx): Promise<string | null> {
  const { rows } = await sql<{ change: string | null }>`
    select case when pg_try_advisory_xact_lock(${CHANGING_LOCK}) then last_value end as change from record_change
  `.execute(db);
  const change = rows[0]?.change ?? null;
  return change === null ? null : String(change);
}
