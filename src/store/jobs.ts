import { type ColumnType, type Generated, type Selectable, sql } from 'kysely';
import type { Permission } from '#engine/access';
import { storableJson, storableText } from './json.ts';
import type { Db, Tx } from './store.ts';

export type JobState = 'waiting' | 'running' | 'done' | 'failed' | 'cancelled';

export interface JobTables {
  job: {
    id: string;
    kind: string;
    key: string | null;
    periodic: Generated<boolean>;
    title: string;
    input: ColumnType<unknown, string, string>;
    state: JobState;
    created_at: Date;
    created_by: string | null;
    created_by_name: string;
    limited_to: Permission[] | null;
    run_after: Date;
    started_at: Date | null;
    ended_at: Date | null;
    node: string | null;
    attempt: Generated<number>;
    beat: Generated<number>;
    failures: Generated<number>;
    losses: Generated<number>;
    cancel_asked: Generated<boolean>;
    step: string | null;
    done: Generated<string | number>;
    total: string | number | null;
    saved: ColumnType<unknown, string | null, string | null>;
    result: ColumnType<unknown, string | null, string | null>;
    failure: string | null;
  };
  job_log: {
    job_id: string;
    seq: number;
    at: Date;
    text: string;
  };
}

export interface JobProgress {
  readonly step: string | null;
  readonly done: number;
  readonly total: number | null;
}

export interface Job {
  readonly id: string;
  readonly kind: string;
  readonly key: string | null;
  readonly periodic: boolean;
  readonly title: string;
  readonly input: unknown;
  readonly state: JobState;
  readonly createdAt: Date;
  readonly createdBy: string | null;
  readonly createdByName: string;
  readonly limitedTo: readonly Permission[] | null;
  readonly runAfter: Date;
  readonly startedAt: Date | null;
  readonly endedAt: Date | null;
  readonly node: string | null;
  readonly attempt: number;
  readonly beat: number;
  readonly failures: number;
  readonly losses: number;
  readonly cancelAsked: boolean;
  readonly progress: JobProgress;
  readonly saved: unknown;
  readonly result: unknown;
  readonly failure: string | null;
}

export type NewJob = Pick<
  Job,
  | 'id'
  | 'kind'
  | 'key'
  | 'periodic'
  | 'title'
  | 'input'
  | 'createdAt'
  | 'createdBy'
  | 'createdByName'
  | 'limitedTo'
  | 'runAfter'
>;

/** Queues a job, unless one like it waits already. @returns whether it did */
export async function insertJob(tx: Tx, it: NewJob): Promise<boolean> {
  const { numInsertedOrUpdatedRows } = await tx
    .insertInto('job')
    .values({
      id: it.id,
      kind: it.kind,
      key: it.key,
      periodic: it.periodic,
      title: storableText(it.title),
      input: storableJson(it.input),
      state: 'waiting',
      created_at: it.createdAt,
      created_by: it.createdBy,
      created_by_name: it.createdByName,
      limited_to: it.limitedTo === null ? null : [...it.limitedTo],
      run_after: it.runAfter,
    })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirstOrThrow();
  return Number(numInsertedOrUpdatedRows) === 1;
}

/** The job of a kind and key that waits or runs; one that has not begun rather than another. */
export async function findActiveJob(db: Db | Tx, kind: string, key: string): Promise<Job | null> {
  const row = await db
    .selectFrom('job')
    .selectAll()
    .where('kind', '=', kind)
    .where('key', '=', key)
    .where('state', 'in', ['waiting', 'running'])
    .orderBy('state', 'desc')
    .orderBy('attempt')
    .limit(1)
    .executeTakeFirst();
  return row === undefined ? null : jobOf(row);
}

export async function findJob(db: Db | Tx, id: string): Promise<Job | null> {
  const row = await db.selectFrom('job').selectAll().where('id', '=', id).executeTakeFirst();
  return row === undefined ? null : jobOf(row);
}

/** Keeps everybody else from changing the job until the transaction ends. */
export async function lockJob(tx: Tx, id: string): Promise<Job | null> {
  const row = await tx.selectFrom('job').selectAll().where('id', '=', id).forUpdate().executeTakeFirst();
  return row === undefined ? null : jobOf(row);
}

/** Whether a job of some kinds runs, or waits where it was asked for. */
export async function isAnyActive(
  db: Db | Tx,
  kinds: { readonly asked: readonly string[]; readonly periodic: readonly string[] },
): Promise<boolean> {
  const found = await db
    .selectFrom('job')
    .select('id')
    .where((it) =>
      it.or([
        it.and([
          it('kind', 'in', kinds.asked),
          it('state', 'in', ['waiting', 'running']),
          it('periodic', '=', false),
        ]),
        it.and([it('kind', 'in', kinds.periodic), it('state', '=', 'running')]),
      ]),
    )
    .limit(1)
    .executeTakeFirst();
  return found !== undefined;
}

export async function countWaiting(db: Db | Tx, kind: string): Promise<number> {
  const row = await db
    .selectFrom('job')
    .select((it) => it.fn.countAll<string>().as('count'))
    .where('kind', '=', kind)
    .where('state', '=', 'waiting')
    .executeTakeFirstOrThrow();
  return Number(row.count);
}

export async function countJobsByState(
  db: Db,
): Promise<{ readonly kind: string; readonly state: JobState; readonly count: number }[]> {
  const rows = await db
    .selectFrom('job')
    .select((it) => ['kind', 'state', it.fn.countAll<string>().as('count')])
    .groupBy(['kind', 'state'])
    .orderBy('kind')
    .orderBy('state')
    .execute();
  return rows.map((it) => ({ ...it, count: Number(it.count) }));
}

/** Since when the job has been due that waits longest; null: none is due. */
export async function findOldestWaiting(db: Db, now: Date): Promise<Date | null> {
  const row = await db
    .selectFrom('job')
    .select('run_after')
    .where('state', '=', 'waiting')
    .where('run_after', '<=', now)
    .orderBy('run_after')
    .limit(1)
    .executeTakeFirst();
  return row?.run_after ?? null;
}

export interface JobFilter {
  readonly periodic: boolean;
  readonly states?: readonly JobState[] | undefined;
  readonly kinds?: readonly string[] | undefined;
  /** Jobs asked for by this person, and those of these kinds by anybody. */
  readonly seenBy: { readonly personId: string | null; readonly kinds: readonly string[] };
}

/** Newest first, below an id. */
export async function listJobsBefore(
  db: Db | Tx,
  filter: JobFilter,
  { before, limit }: { readonly before: string | null; readonly limit: number },
): Promise<Job[]> {
  let query = filtered(db, filter).selectAll().orderBy('id', 'desc').limit(limit);
  if (before !== null) query = query.where('id', '<', before);
  return (await query.execute()).map(jobOf);
}

export async function countJobs(db: Db | Tx, filter: JobFilter): Promise<number> {
  const row = await filtered(db, filter)
    .select((it) => it.fn.countAll<string>().as('count'))
    .executeTakeFirstOrThrow();
  return Number(row.count);
}

function filtered(db: Db | Tx, { periodic, states, kinds, seenBy }: JobFilter) {
  let query = db.selectFrom('job').where('periodic', '=', periodic);
  if (states !== undefined) query = query.where('state', 'in', states);
  if (kinds !== undefined) query = query.where('kind', 'in', kinds);
  return query.where((it) =>
    it.or([
      sql<boolean>`kind = any(${[...seenBy.kinds]})`,
      ...(seenBy.personId === null ? [] : [it('created_by', '=', seenBy.personId)]),
    ]),
  );
}

/** Asks a job to stop; one that waits is cancelled at once. */
export async function cancelJob(tx: Tx, { id, state }: Job, at: Date): Promise<void> {
  await tx
    .updateTable('job')
    .set(state === 'waiting' ? { state: 'cancelled', ended_at: at } : { cancel_asked: true })
    .where('id', '=', id)
    .execute();
}

/** Puts a job back in the queue as if it were new; what it saved to go on from stays. */
export async function requeueJob(tx: Tx, id: string, runAfter: Date): Promise<void> {
  await tx
    .updateTable('job')
    .set({
      state: 'waiting',
      run_after: runAfter,
      ended_at: null,
      failures: 0,
      losses: 0,
      cancel_asked: false,
      failure: null,
      step: null,
      done: 0,
      total: null,
    })
    .where('id', '=', id)
    .execute();
}

/** A periodic job that waits runs at once. */
export async function hurryJob(tx: Tx, id: string, runAfter: Date): Promise<void> {
  await tx.updateTable('job').set({ run_after: runAfter }).where('id', '=', id).execute();
}

/** The same for the periodic job of a kind; one that runs now is left alone, and runs again at its time. */
export async function hurryPeriodic(tx: Tx, kind: string, runAfter: Date): Promise<void> {
  await tx
    .updateTable('job')
    .set({ run_after: runAfter })
    .where('kind', '=', kind)
    .where('periodic', '=', true)
    .where('state', '=', 'waiting')
    .where('run_after', '>', runAfter)
    .execute();
}

/** The newest lines of a job's log, oldest of them first. */
export async function listJobLog(
  db: Db | Tx,
  id: string,
  limit: number,
): Promise<{ readonly seq: number; readonly at: Date; readonly text: string }[]> {
  const rows = await db
    .selectFrom('job_log')
    .select(['seq', 'at', 'text'])
    .where('job_id', '=', id)
    .orderBy('seq', 'desc')
    .limit(limit)
    .execute();
  return rows.toReversed();
}

/** Forgets jobs that ended before. @returns how many */
export async function deleteJobsEndedBefore(
  tx: Tx,
  before: { readonly done: Date; readonly failed: Date },
): Promise<number> {
  const { numDeletedRows } = await tx
    .deleteFrom('job')
    .where((it) =>
      it.or([
        it.and([it('state', 'in', ['done', 'cancelled']), it('ended_at', '<', before.done)]),
        it.and([it('state', '=', 'failed'), it('ended_at', '<', before.failed)]),
      ]),
    )
    .executeTakeFirstOrThrow();
  return Number(numDeletedRows);
}

export function jobOf(row: Selectable<JobTables['job']>): Job {
  return {
    id: row.id,
    kind: row.kind,
    key: row.key,
    periodic: row.periodic,
    title: row.title,
    input: row.input,
    state: row.state,
    createdAt: row.created_at,
    createdBy: row.created_by,
    createdByName: row.created_by_name,
    limitedTo: row.limited_to,
    runAfter: row.run_after,
    startedAt: row.started_at,
    endedAt: row.ended_at,
    node: row.node,
    attempt: row.attempt,
    beat: row.beat,
    failures: row.failures,
    losses: row.losses,
    cancelAsked: row.cancel_asked,
    progress: {
      step: row.step,
      done: Number(row.done),
      total: row.total === null ? null : Number(row.total),
    },
    saved: row.saved,
    result: row.result,
    failure: row.failure,
  };
}
