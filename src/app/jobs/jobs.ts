import {
  cancelJob as markCancelled,
  countJobs,
  findJob,
  hurryJob,
  type Job,
  type JobFilter,
  type JobState,
  listJobLog as readLog,
  listJobsBefore,
  lockJob,
  requeueJob,
} from '#store/jobs';
import type { Tx } from '#store/store';
import { actUnasked, isAllowed } from '../act.ts';
import type { Actor, Context } from '../context.ts';
import { Refused } from '../refusal.ts';
import type { JobCatalogue } from './kind.ts';

/** A job as whoever may see it sees it. */
export interface SeenJob extends Job {
  /** What people call its kind. */
  readonly words: string;
  /** Page of the web app that shows what came of it. */
  readonly page: string | null;
  /** Why the one who asks cannot; null: they can. */
  readonly cannotCancel: string | null;
  readonly cannotRetry: string | null;
}

export interface JobWish {
  readonly states?: readonly JobState[] | undefined;
  readonly kinds?: readonly string[] | undefined;
}

/** One's own jobs, and those one may see of others; newest first. */
export async function listJobs(
  ctx: Context,
  jobs: JobCatalogue,
  wish: JobWish,
  { before, limit }: { readonly before: string | null; readonly limit: number },
): Promise<{ readonly items: readonly SeenJob[]; readonly total: number; readonly next: string | null }> {
  const filter: JobFilter = { ...wish, periodic: false, seenBy: seenBy(ctx.actor, jobs) };
  const found = await listJobsBefore(ctx.store.db, filter, { before, limit: limit + 1 });
  const items = found.slice(0, limit);
  return {
    items: items.map((it) => seen(ctx.actor, jobs, it)),
    total: await countJobs(ctx.store.db, filter),
    next: found.length > limit ? (items.at(-1)?.id ?? null) : null,
  };
}

/** What the product sees to by itself, in the order of its list. */
export async function listReconcilers(ctx: Context, jobs: JobCatalogue): Promise<SeenJob[]> {
  if (!isAllowed(ctx.actor, { permission: 'jobs.read' })) return [];
  const names = jobs.reconcilers.map((it) => it.name);
  const filter: JobFilter = { periodic: true, seenBy: { personId: null, kinds: names } };
  const found = await listJobsBefore(ctx.store.db, filter, { before: null, limit: names.length });
  return found
    .toSorted((a, b) => names.indexOf(a.kind) - names.indexOf(b.kind))
    .map((it) => seen(ctx.actor, jobs, it));
}

export async function readJob(ctx: Context, jobs: JobCatalogue, id: string): Promise<SeenJob> {
  return seen(ctx.actor, jobs, visible(ctx.actor, jobs, await findJob(ctx.store.db, id), id));
}

/** The newest lines of its log. */
export async function readJobLog(ctx: Context, jobs: JobCatalogue, id: string, limit: number) {
  await readJob(ctx, jobs, id);
  return readLog(ctx.store.db, id, limit);
}

/** Asks a job to stop; one that waits is cancelled at once, one that runs at its next step. */
export async function cancelJob(ctx: Context, jobs: JobCatalogue, id: string): Promise<SeenJob> {
  return change(ctx, jobs, id, 'job.cancel', async (tx, it) => {
    if (it.cannotCancel !== null) throw new Refused({ code: 'conflict', because: it.cannotCancel });
    await markCancelled(tx, it, ctx.now());
  });
}

/** Runs a failed or cancelled job again, or a reconciler before its time. */
export async function retryJob(ctx: Context, jobs: JobCatalogue, id: string): Promise<SeenJob> {
  return change(ctx, jobs, id, 'job.retry', async (tx, it) => {
    if (it.cannotRetry !== null) throw new Refused({ code: 'conflict', because: it.cannotRetry });
    if (it.periodic) await hurryJob(tx, id, ctx.now());
    else await requeueJob(tx, id, ctx.now());
  });
}

async function change(
  ctx: Context,
  jobs: JobCatalogue,
  id: string,
  act: string,
  work: (tx: Tx, it: SeenJob) => Promise<void>,
): Promise<SeenJob> {
  return actUnasked(ctx, async (tx) => {
    const job = visible(ctx.actor, jobs, await lockJob(tx, id), id);
    if (!isOwn(ctx.actor, job) && !isAllowed(ctx.actor, { permission: 'jobs.manage' }))
      throw new Refused({ code: 'not-allowed', needs: 'jobs.manage' });
    await work(tx, seen(ctx.actor, jobs, job));
    const after = await findJob(tx, id);
    return {
      value: seen(ctx.actor, jobs, visible(ctx.actor, jobs, after, id)),
      audit: { act, subject: { kind: 'job', id }, detail: { kind: job.kind, title: job.title } },
    };
  });
}

function visible(actor: Actor, jobs: JobCatalogue, job: Job | null, id: string): Job {
  if (job !== null && (isOwn(actor, job) || seenBy(actor, jobs).kinds.includes(job.kind))) return job;
  throw new Refused({ code: 'not-found', what: `job ${id}` });
}

/** Jobs of others are seen by those who may see jobs and what they work on, in the whole hospital. */
function seenBy(actor: Actor, jobs: JobCatalogue): JobFilter['seenBy'] {
  const personId = actor.kind === 'person' || actor.kind === 'service' ? actor.id : null;
  if (!isAllowed(actor, { permission: 'jobs.read' })) return { personId, kinds: [] };
  const kinds = jobs.kinds.filter(({ permission }) => isAllowed(actor, { permission })).map((it) => it.name);
  return { personId, kinds: [...kinds, ...jobs.reconcilers.map((it) => it.name)] };
}

function isOwn(actor: Actor, { createdBy }: Job): boolean {
  return (actor.kind === 'person' || actor.kind === 'service') && actor.id === createdBy;
}

function seen(actor: Actor, jobs: JobCatalogue, job: Job): SeenJob {
  const kind = jobs.kinds.find((it) => it.name === job.kind);
  const reconciler = jobs.reconcilers.find((it) => it.name === job.kind);
  const mayNot =
    isOwn(actor, job) || isAllowed(actor, { permission: 'jobs.manage' })
      ? null
      : 'It was started by somebody else: this needs the permission jobs.manage';
  return {
    ...job,
    words: kind?.words ?? reconciler?.words ?? job.kind,
    page: kind?.page?.(job.input, job.state === 'done' ? job.result : null) ?? null,
    cannotCancel: mayNot ?? whyNotCancel(job),
    cannotRetry: mayNot ?? whyNotRetry(job, kind !== undefined || reconciler !== undefined),
  };
}

function whyNotCancel({ state, cancelAsked, periodic }: Job): string | null {
  if (state === 'waiting') return periodic ? 'It does not run now' : null;
  if (state !== 'running') return 'It has ended';
  return cancelAsked ? 'It is asked to stop already' : null;
}

function whyNotRetry({ state, periodic }: Job, isKnown: boolean): string | null {
  if (!isKnown) return 'This version of Patchward does not know jobs of this kind';
  if (periodic) return state === 'running' ? 'It runs now' : null;
  if (state === 'done') return 'It is done';
  return state === 'failed' || state === 'cancelled' ? null : 'It has not ended';
}
