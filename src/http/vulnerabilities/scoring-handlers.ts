import type { FastifyInstance } from 'fastify';
import type { Context } from '#app/context';
import {
  approveScoring,
  declineScoring,
  listScorings,
  previewScoring,
  requestScoring,
  withdrawScoring,
} from '#app/vulnerabilities/rubric-scorings';
import { api } from '#contract/api';
import type { ScoringView } from '#contract/vulnerabilities/scoring-routes';
import { contextOf } from '../people/attend.ts';
import { serveRoute } from '../serve-route.ts';

type Scoring = Awaited<ReturnType<typeof listScorings>>[number];

/** The routes of what people score by the rubric for medical devices. */
export function serveScorings(app: FastifyInstance): void {
  serveRoute(app, api.listScorings, async ({ params }, { request }) => {
    const ctx = contextOf(request);
    return { items: (await listScorings(ctx, params.id)).map((it) => viewOf(it, ctx)) };
  });
  serveRoute(app, api.previewScoring, async ({ body }, { request }) => ({
    devices: await previewScoring(contextOf(request), body.filter),
  }));
  serveRoute(app, api.requestScoring, async ({ body }, { request }) => ({
    id: await requestScoring(contextOf(request), body),
  }));
  serveRoute(app, api.approveScoring, async ({ params }, { request }) => {
    await approveScoring(contextOf(request), params.id);
    return undefined;
  });
  serveRoute(app, api.declineScoring, async ({ params, body }, { request }) => {
    await declineScoring(contextOf(request), params.id, body.because);
    return undefined;
  });
  serveRoute(app, api.withdrawScoring, async ({ params, body }, { request }) => {
    await withdrawScoring(contextOf(request), params.id, body.because);
    return undefined;
  });
}

function viewOf(it: Scoring, { actor }: Context): ScoringView {
  const { requestedAt, requestedBy, requestedByName, decidedAt, decidedByName, endedAt, ...rest } = it;
  return {
    ...rest,
    requestedAt: requestedAt.toISOString(),
    requestedBy: requestedByName,
    isMine: 'id' in actor && actor.id === requestedBy,
    decidedAt: decidedAt?.toISOString() ?? null,
    decidedBy: decidedByName,
    endedAt: endedAt?.toISOString() ?? null,
  };
}
