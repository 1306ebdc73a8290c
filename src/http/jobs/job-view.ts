import type { FastifyReply } from 'fastify';
import type { Context } from '#app/context';
import { readJob, type SeenJob } from '#app/jobs/jobs';
import { JOBS } from '#app/jobs/kinds';
import type { JobView } from '#contract/jobs/routes';

export function jobView(it: SeenJob): JobView {
  return {
    id: it.id,
    kind: it.kind,
    words: it.words,
    title: it.title,
    state: it.state,
    cancelling: it.state === 'running' && it.cancelAsked,
    createdAt: it.createdAt.toISOString(),
    createdBy: it.createdByName,
    startedAt: it.startedAt?.toISOString() ?? null,
    endedAt: it.endedAt?.toISOString() ?? null,
    runAfter: it.runAfter.toISOString(),
    progress: it.progress,
    failures: it.failures,
    failure: it.failure,
    result: it.result,
    page: it.page,
    cannotCancel: it.cannotCancel,
    cannotRetry: it.cannotRetry,
  };
}

/** What a route that starts a job answers, with status 202: the job, and where to follow it. */
export async function acceptedJob(
  reply: FastifyReply,
  ctx: Context,
  id: string,
  jobs = JOBS,
): Promise<JobView> {
  void reply.header('location', `/api/v1/jobs/${id}`);
  return jobView(await readJob(ctx, jobs, id));
}
