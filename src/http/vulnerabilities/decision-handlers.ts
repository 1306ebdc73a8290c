import type { FastifyInstance } from 'fastify';
import type { Context } from '#app/context';
import {
  approveBatch,
  approveDecision,
  declineDecision,
  listDecisions,
  previewDecision,
  requestDecision,
  withdrawDecision,
} from '#app/vulnerabilities/decisions';
import { readDay } from '#app/vulnerabilities/findings';
import { api } from '#contract/api';
import type { DecisionView } from '#contract/vulnerabilities/decision';
import { idIn } from '../inventory/cursor.ts';
import { contextOf } from '../people/attend.ts';
import { serveRoute } from '../serve-route.ts';
import { findingView } from './finding-handlers.ts';

type Decided = Awaited<ReturnType<typeof listDecisions>>['items'][number];

/** The routes under `/api/v1/findings/decisions`. */
export function serveDecisions(app: FastifyInstance): void {
  serveRoute(app, api.listFindingDecisions, async ({ query }, { request }) => {
    const ctx = contextOf(request);
    const { state = null, vulnerability = null, cursor, limit } = query;
    const page = await listDecisions(ctx, { state, vulnerability }, { before: idIn(cursor), limit });
    return { items: page.items.map((it) => viewOf(it, ctx)), next: page.next, total: page.total };
  });
  serveRoute(app, api.previewDecision, async ({ body }, { request }) => {
    const ctx = contextOf(request);
    const { findings, first } = await previewDecision(ctx, body);
    const day = await readDay(ctx);
    return { findings, first: first.map((it) => findingView(it, day)) };
  });
  serveRoute(app, api.requestDecision, async ({ body }, { request }) => ({
    ids: await requestDecision(contextOf(request), body),
  }));
  serveRoute(app, api.approveDecision, async ({ params }, { request }) => {
    await approveDecision(contextOf(request), params.id);
    return undefined;
  });
  serveRoute(app, api.approveDecisions, async ({ params }, { request }) => ({
    jobId: await approveBatch(contextOf(request), params.id),
  }));
  serveRoute(app, api.declineDecision, async ({ params, body }, { request }) => {
    await declineDecision(contextOf(request), params.id, body.because);
    return undefined;
  });
  serveRoute(app, api.withdrawDecision, async ({ params, body }, { request }) => {
    await withdrawDecision(contextOf(request), params.id, body.because);
    return undefined;
  });
}

function viewOf(it: Decided, { actor }: Context): DecisionView {
  return {
    id: it.id,
    batch: it.batch,
    vulnerability: it.vulnerability,
    says: it.says,
    justification: it.justification,
    reason: it.reason,
    filter: it.filter,
    expiresOn: it.expiresOn,
    state: it.state,
    requestedAt: it.requestedAt.toISOString(),
    requestedBy: it.requestedByName,
    isMine: 'id' in actor && actor.id === it.requestedBy,
    decidedAt: it.decidedAt?.toISOString() ?? null,
    decidedBy: it.decidedByName,
    endedAt: it.endedAt?.toISOString() ?? null,
    endedBecause: it.endedBecause,
    devices: it.devices,
  };
}
