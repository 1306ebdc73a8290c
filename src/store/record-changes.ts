import { sql } from 'kysely';
import type { Db, Tx } from './store.ts';

/** Goes up whenever devices, what is said of them, or findings change; perhaps a moment before the change is seen. */
export async function readRecordChange(db: Db | Tx): Promise<string> {
  const { rows } = await sql<{ last_value: string }>`select last_value from record_change`.execute(db);
  return String(rows[0]?.last_value);
}
