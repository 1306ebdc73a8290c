import * as z from 'zod';
import { DECISION_STATES } from '#engine/decisions';
import { route } from '../kit.ts';
import { pageOf, PageQuery } from '../page.ts';
import { Because, DecisionReach, DecisionScope, DecisionView, DecisionWish } from './decision.ts';

const Params = z.object({ id: z.uuid() });

export const listFindingDecisions = route({
  method: 'GET',
  path: '/api/v1/findings/decisions',
  permission: 'findings.read',
  summary: 'What people decided about findings, newest first',
  query: PageQuery.extend({
    state: z.enum(DECISION_STATES).optional(),
    vulnerability: z.string().max(200).optional(),
  }),
  response: pageOf(DecisionView),
});

export const previewDecision = route({
  method: 'POST',
  path: '/api/v1/findings/decisions/preview',
  permission: 'findings.triage',
  summary: 'Findings that a decision would cover; nothing is changed',
  body: DecisionScope,
  response: DecisionReach,
});

export const requestDecision = route({
  method: 'POST',
  path: '/api/v1/findings/decisions',
  permission: 'findings.triage',
  summary: 'Ask for a decision on vulnerabilities of some devices; it counts once somebody else approves it',
  body: DecisionWish,
  response: z.object({ ids: z.array(z.string()).readonly() }),
  status: 201,
});

export const approveDecision = route({
  method: 'POST',
  path: '/api/v1/findings/decisions/:id/approve',
  permission: 'findings.approve',
  summary: 'Put a requested decision into force; whoever asked for it cannot',
  params: Params,
  response: z.undefined(),
  status: 204,
});

export const approveDecisions = route({
  method: 'POST',
  path: '/api/v1/findings/decision-batches/:id/approve',
  permission: 'findings.approve',
  summary: 'Put everything that was asked for together into force; as a job where it covers many findings',
  params: Params,
  response: z.object({ jobId: z.string().nullable() }),
});

export const declineDecision = route({
  method: 'POST',
  path: '/api/v1/findings/decisions/:id/decline',
  permission: 'findings.approve',
  summary: 'Decline a requested decision, with the reason',
  params: Params,
  body: Because,
  response: z.undefined(),
  status: 204,
});

export const withdrawDecision = route({
  method: 'POST',
  path: '/api/v1/findings/decisions/:id/withdraw',
  permission: 'findings.triage',
  summary: 'Take a decision back: its findings are open again',
  params: Params,
  body: Because,
  response: z.undefined(),
  status: 204,
});
