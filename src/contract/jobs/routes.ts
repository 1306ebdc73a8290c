import * as z from 'zod';
import { route } from '../kit.ts';
import { PageQuery, pageOf, several } from '../page.ts';

export const JOB_STATES = ['waiting', 'running', 'done', 'failed', 'cancelled'] as const;

/** Work that goes on after the answer. Long acts answer 202 with one of these, and `Location` names it. */
export const JobView = z.object({
  id: z.string(),
  /** Noun and verb: "import.apply". */
  kind: z.string(),
  /** What people call the kind. */
  words: z.string(),
  /** What this one does, for people. */
  title: z.string(),
  state: z.enum(JOB_STATES),
  /** It was asked to stop, and does at its next step. */
  cancelling: z.boolean(),
  createdAt: z.iso.datetime(),
  createdBy: z.string(),
  startedAt: z.iso.datetime().nullable(),
  endedAt: z.iso.datetime().nullable(),
  /** When a waiting job is run at the earliest. */
  runAfter: z.iso.datetime(),
  /** How far it is; `total` is null while nobody knows how much there is. */
  progress: z.object({
    step: z.string().nullable(),
    done: z.number().int(),
    total: z.number().int().nullable(),
  }),
  /** How often it failed since it was asked for, or retried by hand. */
  failures: z.number().int(),
  /** Why it failed last. */
  failure: z.string().nullable(),
  /** What came of it, in the kind's own terms. */
  result: z.unknown(),
  /** Page of the web app that shows what came of it. */
  page: z.string().nullable(),
  /** Why you cannot; null: you can. */
  cannotCancel: z.string().nullable(),
  cannotRetry: z.string().nullable(),
});
export type JobView = z.output<typeof JobView>;

const OneJob = z.object({ id: z.uuid() });

export const listJobs = route({
  method: 'GET',
  path: '/api/v1/jobs',
  permission: 'signed-in',
  summary: 'Your jobs, and those of others where you may see them; newest first',
  query: PageQuery.extend({ state: several(z.enum(JOB_STATES)), kind: several(z.string().max(100)) }),
  response: pageOf(JobView),
});

/** The first page of the list, as it is sent again after each change. */
export const JobsEvent = z.object({ items: z.array(JobView), total: z.number().int() });

export const watchJobs = route({
  method: 'GET',
  path: '/api/v1/jobs/events',
  permission: 'signed-in',
  summary: 'The newest jobs as server-sent events, at once and after each change',
  query: z.object({ state: several(z.enum(JOB_STATES)) }),
  response: JobsEvent,
  media: 'text/event-stream',
});

export const readJob = route({
  method: 'GET',
  path: '/api/v1/jobs/:id',
  permission: 'signed-in',
  summary: 'One job',
  params: OneJob,
  response: JobView,
});

export const watchJob = route({
  method: 'GET',
  path: '/api/v1/jobs/:id/events',
  permission: 'signed-in',
  summary: 'The state of a job as server-sent events, until it has ended',
  params: OneJob,
  response: JobView,
  media: 'text/event-stream',
});

export const readJobLog = route({
  method: 'GET',
  path: '/api/v1/jobs/:id/log',
  permission: 'signed-in',
  summary: 'The newest lines a job has said, in order',
  params: OneJob,
  query: z.object({ limit: z.coerce.number().int().min(1).max(500).default(200) }),
  response: z.object({
    items: z.array(z.object({ seq: z.number().int(), at: z.iso.datetime(), text: z.string() })),
  }),
});

export const cancelJob = route({
  method: 'POST',
  path: '/api/v1/jobs/:id/cancel',
  permission: 'signed-in',
  summary: 'Ask a job to stop',
  params: OneJob,
  response: JobView,
});

export const retryJob = route({
  method: 'POST',
  path: '/api/v1/jobs/:id/retry',
  permission: 'signed-in',
  summary: 'Run a failed or cancelled job again, or a reconciler before its time',
  params: OneJob,
  response: JobView,
  status: 202,
});

export const listReconcilers = route({
  method: 'GET',
  path: '/api/v1/reconcilers',
  permission: 'jobs.read',
  summary: 'What the product sees to by itself, and how it went last',
  response: z.object({ items: z.array(JobView.extend({ everyMinutes: z.number().int() })) }),
});
