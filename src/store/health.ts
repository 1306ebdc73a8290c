import { sql } from 'kysely';
import { readKeyId } from './sealed-secrets.ts';
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

/** What the database server says it is, and when the newest entry of the audit log was made; null: there is none. */
export async function readTimes({
  db,
}: Store): Promise<{ readonly now: Date; readonly lastEntryAt: Date | null }> {
  const { rows: clocks } = await sql<{ now: Date }>`select clock_timestamp() as now`.execute(db);
  const [clock] = clocks;
  if (clock === undefined) throw new Error('Cannot read the clock of the database: it answers nothing');
  const entry = await db
    .selectFrom('audit_entry')
    .select('at')
    .orderBy('seq', 'desc')
    .limit(1)
    .executeTakeFirst();
  return { now: new Date(clock.now), lastEntryAt: entry === undefined ? null : new Date(entry.at) };
}

/** Whether a question is answered at all, and secrets are encrypted with the key of that id still. */
export async function answers({ db }: Store, keyId: string): Promise<boolean> {
  try {
    const id = await readKeyId(db);
    return id === null || id === keyId;
  } catch {
    // That it fails is the answer; why, the pool tells whoever opened it.
    return false;
  }
}
