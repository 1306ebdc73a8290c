import type { FastifyInstance } from 'fastify';
import { cancelJob, listJobs, listReconcilers, readJob, readJobLog, retryJob } from '#app/jobs/jobs';
import type { JobCatalogue } from '#app/jobs/kind';
import { api } from '#contract/api';
import type { JobView } from '#contract/jobs/routes';
import { idIn } from '../inventory/cursor.ts';
import { contextOf } from '../people/attend.ts';
import { serveRoute, serveStream } from '../serve-route.ts';
import { streamChanges } from './job-events.ts';
import { acceptedJob, jobView } from './job-view.ts';

const WATCHED_ROWS = 50;

/** The routes under `/api/v1/jobs` and `/api/v1/reconcilers`. */
export function serveJobs(app: FastifyInstance, log: (line: string) => void, jobs: JobCatalogue): void {
  const onFault = (error: Error) => log(`Cannot follow jobs: ${error.message}`);
  serveRoute(app, api.listJobs, async ({ query: { cursor, limit, state, kind } }, { request }) => {
    const wish = { states: state, kinds: kind };
    const page = await listJobs(contextOf(request), jobs, wish, { before: idIn(cursor), limit });
    return { items: page.items.map(jobView), next: page.next, total: page.total };
  });
  serveStream(app, api.watchJobs, async ({ query: { state } }, reply) => {
    const ctx = contextOf(reply.request);
    const read = async () => {
      const page = await listJobs(ctx, jobs, { states: state }, { before: null, limit: WATCHED_ROWS });
      return { items: page.items.map(jobView), total: page.total };
    };
    return streamChanges(reply, { event: 'jobs', read, isLast: () => false, onFault });
  });
  serveRoute(app, api.readJob, async ({ params }, { request }) =>
    jobView(await readJob(contextOf(request), jobs, params.id)),
  );
  serveStream(app, api.watchJob, async ({ params }, reply) => {
    const ctx = contextOf(reply.request);
    return streamChanges<JobView>(reply, {
      event: 'job',
      read: async () => jobView(await readJob(ctx, jobs, params.id)),
      isLast: ({ state }) => state !== 'waiting' && state !== 'running',
      onFault,
    });
  });
  serveRoute(app, api.readJobLog, async ({ params, query }, { request }) => ({
    items: (await readJobLog(contextOf(request), jobs, params.id, query.limit)).map((it) => ({
      ...it,
      at: it.at.toISOString(),
    })),
  }));
  serveRoute(app, api.cancelJob, async ({ params }, { request }) =>
    jobView(await cancelJob(contextOf(request), jobs, params.id)),
  );
  serveRoute(app, api.retryJob, async ({ params }, { request, reply }) => {
    const ctx = contextOf(request);
    await retryJob(ctx, jobs, params.id);
    return acceptedJob(reply, ctx, params.id, jobs);
  });
  serveRoute(app, api.listReconcilers, async (_, { request }) => {
    const every = new Map(jobs.reconcilers.map((it) => [it.name, it.everyMinutes]));
    const items = await listReconcilers(contextOf(request), jobs);
    return { items: items.map((it) => ({ ...jobView(it), everyMinutes: every.get(it.kind) ?? 0 })) };
  });
}
