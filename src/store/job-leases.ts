import { sql } from 'kysely';
import { type Job, jobOf, type JobProgress } from './jobs.ts';
import { storableJson, storableText } from './json.ts';
import type { Db, Tx } from './store.ts';

// Who runs which job. A node holds an attempt of a job as long as nobody takes up a later one.

/** One attempt at a job. */
export interface Attempt {
  readonly id: string;
  readonly attempt: number;
}

/** Key of the advisory lock that lets one node at a time take jobs up, so that limits hold over all of them. */
const CLAIM_LOCK = 727_005;
/** First key of the two-part advisory locks that transactions of a job hold on it. */
const JOB_LOCK = 727_006;

/** Whether any job is due: one cheap look, so that an idle node costs next to nothing. */
export async function isJobDue(db: Db, now: Date): Promise<boolean> {
  const row = await db
    .selectFrom('job')
    .select('id')
    .where('state', '=', 'waiting')
    .where('run_after', '<=', now)
    .limit(1)
    .executeTakeFirst();
  return row !== undefined;
}

/**
 * Takes up the job that has waited longest, among kinds whose limit is not reached; of jobs with the same key only one
 * runs at a time. @returns null when there is none
 */
export async function claimJob(
  tx: Tx,
  {
    limits,
    node,
    now,
  }: { readonly limits: ReadonlyMap<string, number>; readonly node: string; readonly now: Date },
): Promise<Job | null> {
  await sql`select pg_advisory_xact_lock(${CLAIM_LOCK})`.execute(tx);
  const free = await kindsBelow(tx, limits);
  if (free.length === 0) return null;
  const next = await tx
    .selectFrom('job')
    .select(['id', 'periodic'])
    .where('state', '=', 'waiting')
    .where('run_after', '<=', now)
    .where(sql<boolean>`kind = any(${free})`)
    .where(
      sql<boolean>`not exists (
        select from job other where other.state = 'running' and other.kind = job.kind and other.key = job.key)`,
    )
    .orderBy('run_after')
    .orderBy('id')
    .limit(1)
    .forUpdate()
    .skipLocked()
    .executeTakeFirst();
  if (next === undefined) return null;
  if (next.periodic) await tx.deleteFrom('job_log').where('job_id', '=', next.id).execute();
  const row = await tx
    .updateTable('job')
    .set({
      state: 'running',
      node,
      attempt: sql`attempt + 1`,
      beat: 0,
      started_at: now,
      ended_at: null,
      step: null,
      done: 0,
      total: null,
    })
    .where('id', '=', next.id)
    .returningAll()
    .executeTakeFirstOrThrow();
  return jobOf(row);
}

async function kindsBelow(tx: Tx, limits: ReadonlyMap<string, number>): Promise<string[]> {
  const running = await tx
    .selectFrom('job')
    .select((it) => ['kind', it.fn.countAll<string>().as('count')])
    .where('state', '=', 'running')
    .groupBy('kind')
    .execute();
  const counts = new Map(running.map((it) => [it.kind, Number(it.count)]));
  return [...limits].filter(([kind, limit]) => (counts.get(kind) ?? 0) < limit).map(([kind]) => kind);
}

/**
 * Call it first in each transaction of a job: from here to its end nobody takes the job over.
 * @returns false when somebody has
 */
export async function holdJob(tx: Tx, { id, attempt }: Attempt): Promise<boolean> {
  await sql`select pg_advisory_xact_lock_shared(${JOB_LOCK}, hashtext(${id}))`.execute(tx);
  const row = await tx
    .selectFrom('job')
    .select('id')
    .where('id', '=', id)
    .where('attempt', '=', attempt)
    .where('state', '=', 'running')
    .executeTakeFirst();
  return row !== undefined;
}

/** A job whose transaction is open is not lost, however long its node was silent. @returns false then */
export async function lockLostJob(tx: Tx, id: string): Promise<boolean> {
  const { rows } = await sql<{ free: boolean }>`
    select pg_try_advisory_xact_lock(${JOB_LOCK}, hashtext(${id})) as free`.execute(tx);
  return rows[0]?.free === true;
}

/** Says that the attempt is alive, and how far it is. @returns null when it was taken over */
export async function beatJob(
  db: Db,
  { id, attempt }: Attempt,
  progress: JobProgress,
): Promise<{ readonly cancelAsked: boolean } | null> {
  const row = await db
    .updateTable('job')
    .set({ beat: sql`beat + 1`, ...progressColumns(progress) })
    .where('id', '=', id)
    .where('attempt', '=', attempt)
    .where('state', '=', 'running')
    .returning('cancel_asked')
    .executeTakeFirst();
  return row === undefined ? null : { cancelAsked: row.cancel_asked };
}

/** Keeps where a job goes on after an interruption. */
export async function saveJob(tx: Tx, { id, attempt }: Attempt, saved: unknown): Promise<void> {
  await tx
    .updateTable('job')
    .set({ saved: storableJson(saved) })
    .where('id', '=', id)
    .where('attempt', '=', attempt)
    .execute();
}

/** Lines a job has said, kept after those before. */
export async function appendJobLog(
  tx: Tx,
  id: string,
  lines: readonly { readonly at: Date; readonly text: string }[],
): Promise<void> {
  if (lines.length === 0) return;
  const { last } = await tx
    .selectFrom('job_log')
    .select((it) => it.fn.coalesce(it.fn.max('seq'), sql<number>`0`).as('last'))
    .where('job_id', '=', id)
    .executeTakeFirstOrThrow();
  const kept = lines.slice(-LOG_LINES_MAX);
  const first = last + lines.length - kept.length + 1;
  await tx
    .insertInto('job_log')
    .values(
      kept.map(({ at, text }, i) => ({
        job_id: id,
        seq: first + i,
        at,
        text: storableText(text).slice(0, LOG_LINE_LENGTH_MAX),
      })),
    )
    .execute();
  await tx
    .deleteFrom('job_log')
    .where('job_id', '=', id)
    .where('seq', '<=', first + kept.length - 1 - LOG_LINES_MAX)
    .execute();
}

const LOG_LINES_MAX = 1000;
const LOG_LINE_LENGTH_MAX = 2000;

/** How an attempt ended. */
export type JobEnd =
  | { readonly state: 'done'; readonly result: unknown }
  | { readonly state: 'failed'; readonly failures: number; readonly failure: string }
  | { readonly state: 'cancelled' }
  /** It goes back to the queue: to be tried again, for its next round, or because its node stops. */
  | {
      readonly state: 'waiting';
      readonly runAfter: Date;
      readonly failures: number;
      readonly losses: number;
      readonly failure: string | null;
    };

/** Ends an attempt. @returns false when it was taken over, so that its word does not count */
export async function endJob(
  tx: Tx,
  { id, attempt }: Attempt,
  { at, progress, end }: { readonly at: Date; readonly progress: JobProgress | null; readonly end: JobEnd },
): Promise<boolean> {
  const { numUpdatedRows } = await tx
    .updateTable('job')
    .set({ ended_at: at, ...(progress === null ? {} : progressColumns(progress)), ...endColumns(end) })
    .where('id', '=', id)
    .where('attempt', '=', attempt)
    .where('state', '=', 'running')
    .executeTakeFirstOrThrow();
  return Number(numUpdatedRows) === 1;
}

function endColumns(end: JobEnd) {
  const { state } = end;
  switch (end.state) {
    case 'done':
      return { state, result: storableJson(end.result ?? null), failure: null, saved: null };
    case 'failed':
      return { state, failures: end.failures, failure: storableText(end.failure) };
    case 'cancelled':
      return { state };
    case 'waiting':
      return {
        state,
        run_after: end.runAfter,
        failures: end.failures,
        losses: end.losses,
        failure: end.failure === null ? null : storableText(end.failure),
      };
  }
}

/** All jobs that run, for whoever looks after them. */
export async function listRunning(db: Db | Tx): Promise<Job[]> {
  const rows = await db.selectFrom('job').selectAll().where('state', '=', 'running').execute();
  return rows.map(jobOf);
}

function progressColumns({ step, done, total }: JobProgress) {
  return { step: step === null ? null : storableText(step), done, total };
}
