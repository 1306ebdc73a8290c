import { sql } from 'kysely';
import type { Store } from './store.ts';

/** What the database says of itself. */
export interface DatabaseHealth {
  readonly version: string;
  /** Whether acknowledged writes survive a power cut. */
  readonly durable: boolean;
}

export async function readHealth({ db }: Store): Promise<DatabaseHealth> {
  const { rows: versions } = await sql<{ server_version: string }>`show server_version`.execute(db);
  const { rows: fsyncs } = await sql<{ fsync: string }>`show fsync`.execute(db);
  const { rows: commits } = await sql<{ synchronous_commit: string }>`show synchronous_commit`.execute(db);
  return {
    version: versions[0]?.server_version ?? 'unknown',
    durable: fsyncs[0]?.fsync === 'on' && commits[0]?.synchronous_commit !== 'off',
  };
}

/** Whether a question is answered at all. */
export async function answers({ db }: Store): Promise<boolean> {
  try {
    await sql`select 1`.execute(db);
    return true;
  } catch {
    // That it fails is the answer; why, the pool tells whoever opened it.
    return false;
  }
}
