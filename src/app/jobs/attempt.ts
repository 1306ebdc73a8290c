import * as z from 'zod';
import { holdJob, type JobEnd, saveJob } from '#store/job-leases';
import type { Job, JobProgress } from '#store/jobs';
import { findPerson } from '#store/people';
import type { Actor, Context, Instance } from '../context.ts';
import { InputError } from '../input-error.ts';
import { Refused } from '../refusal.ts';
import type { JobCatalogue, JobTools } from './kind.ts';

/** A job that this node carries out. */
export interface Running {
  readonly job: Job;
  readonly stop: AbortController;
  progress: JobProgress;
  /** Lines of the log that are not kept yet. */
  readonly unsaid: { readonly at: Date; readonly text: string }[];
  ended: Promise<void>;
}

/** Why a job is to stop. */
export const CANCELLED = new Error('Cancelled');
export const STOPPING = new Error('Interrupted: its node stops');
export const TAKEN_OVER = new Error('Another node carries it out');

/** What came of one attempt. */
export interface Attempted {
  readonly how: 'done' | 'refused' | 'failed' | 'cancelled' | 'interrupted';
  readonly result: unknown;
  /** Why not, for people; null: it is done. */
  readonly because: string | null;
  /** What to look into; null: everything is in order. */
  readonly fault: Error | null;
}

/** Runs the job once. Never throws: however it ends is an answer. */
export async function attemptOf(instance: Instance, jobs: JobCatalogue, it: Running): Promise<Attempted> {
  try {
    const result = await run(instance, jobs, it);
    return { how: 'done', result, because: null, fault: null };
  } catch (error) {
    return failureOf(error, it.stop.signal);
  }
}

async function run(instance: Instance, jobs: JobCatalogue, it: Running): Promise<unknown> {
  const { job } = it;
  const ctx: Context = { ...instance, actor: await actorOf(instance, job), fence: fenceOf(it) };
  const tools = toolsFor(instance, it);
  const reconciler = jobs.reconcilers.find(({ name }) => name === job.kind);
  if (reconciler !== undefined) {
    const did = await reconciler.run(ctx, tools);
    if (did !== null) tools.log(did);
    return null;
  }
  const kind = jobs.kinds.find(({ name }) => name === job.kind);
  if (kind === undefined) throw new Error(`Cannot run job: kind ${job.kind} is unknown`);
  return kind.run(ctx, kind.input.parse(job.input), tools);
}

function toolsFor({ now }: Instance, it: Running): JobTools {
  return {
    signal: it.stop.signal,
    saved: it.job.saved,
    save: (tx, saved) => saveJob(tx, it.job, saved),
    progress: (done, total = null, step) => {
      it.progress = { done, total, step: step ?? it.progress.step };
    },
    log: (text) => {
      it.unsaid.push({ at: now(), text });
    },
  };
}

function fenceOf({ job, stop }: Running): NonNullable<Context['fence']> {
  return async (tx) => {
    if (await holdJob(tx, job)) return;
    stop.abort(TAKEN_OVER);
    throw TAKEN_OVER;
  };
}

/** Whoever asked, with the rights they have now. */
async function actorOf({ store }: Instance, { createdBy, createdByName, limitedTo }: Job): Promise<Actor> {
  if (createdBy === null) return { kind: 'system', name: createdByName };
  const person = await findPerson(store.db, createdBy);
  if (person === null || person.disabledAt !== null)
    throw new Refused({
      code: 'conflict',
      because: `Cannot act for ${createdByName}: the account is disabled`,
    });
  return {
    kind: person.kind,
    id: person.id,
    name: createdByName,
    grants: person.grants,
    limitedTo,
    verifiedAt: null,
    sessionId: null,
  };
}

function failureOf(error: unknown, { aborted, reason }: AbortSignal): Attempted {
  const none = { result: null, fault: null };
  if (aborted && reason === CANCELLED) return { ...none, how: 'cancelled', because: CANCELLED.message };
  if (aborted) return { ...none, how: 'interrupted', because: (reason as Error).message };
  if (error instanceof Refused || error instanceof InputError)
    return { ...none, how: 'refused', because: error.message };
  if (error instanceof z.ZodError)
    return { ...none, how: 'refused', because: `Cannot read what was asked: ${z.prettifyError(error)}` };
  const fault = error instanceof Error ? error : new Error(String(error));
  return { result: null, how: 'failed', because: fault.message, fault };
}

const TRIES_MAX = 3;
const BACK_OFF_MS = 10_000;
const MINUTE_MS = 60_000;

/** What becomes of the job. */
export function endOf(jobs: JobCatalogue, job: Job, { how, result, because }: Attempted, at: Date): JobEnd {
  const again = (afterMs: number, failures: number): JobEnd => ({
    state: 'waiting',
    runAfter: new Date(at.getTime() + afterMs),
    failures,
    losses: job.losses,
    failure: how === 'interrupted' ? job.failure : because,
  });
  if (how === 'interrupted') return again(0, job.failures);
  const reconciler = jobs.reconcilers.find(({ name }) => name === job.kind);
  const failures = how === 'done' || how === 'cancelled' ? 0 : job.failures + 1;
  const backOffMs = BACK_OFF_MS * 4 ** Math.min(failures - 1, 10);
  if (reconciler !== undefined) {
    const roundMs = reconciler.everyMinutes * MINUTE_MS;
    return again(failures === 0 ? roundMs : Math.min(roundMs, backOffMs), failures);
  }
  switch (how) {
    case 'done':
      return { state: 'done', result };
    case 'cancelled':
      return { state: 'cancelled' };
    case 'refused':
      return { state: 'failed', failures, failure: because ?? '' };
    case 'failed': {
      const triesMax = jobs.kinds.find(({ name }) => name === job.kind)?.triesMax ?? TRIES_MAX;
      return failures < triesMax
        ? again(backOffMs, failures)
        : { state: 'failed', failures, failure: because ?? '' };
    }
  }
}
