import type { FastifyInstance } from 'fastify';
import { type PolicyState, previewPolicy, readPolicyState, setPolicy } from '#app/vulnerabilities/policies';
import { api } from '#contract/api';
import type { PolicyView } from '#contract/vulnerabilities/policy-routes';
import { POLICY_PRESETS } from '#engine/risk';
import { contextOf } from '../people/attend.ts';
import { serveRoute } from '../serve-route.ts';

/** The routes under `/api/v1/policy`. */
export function serveFindingPolicy(app: FastifyInstance): void {
  serveRoute(app, api.readFindingPolicy, async (_, { request }) =>
    viewOf(await readPolicyState(contextOf(request))),
  );
  serveRoute(app, api.previewFindingPolicy, async ({ body }, { request }) =>
    previewPolicy(contextOf(request), body.policy),
  );
  serveRoute(app, api.setFindingPolicy, async ({ body }, { request }) => {
    const ctx = contextOf(request);
    const { policy: json, reason, madeOn = null } = body;
    await setPolicy(ctx, { json, reason, madeOn });
    return viewOf(await readPolicyState(ctx));
  });
}

function viewOf({ policy, history }: PolicyState): PolicyView {
  return {
    policy: { ...policy },
    presets: Object.values(POLICY_PRESETS).map((it) => ({ ...it })),
    history: history.map((it) => ({
      no: it.no,
      name: it.policy.name,
      version: it.policy.version,
      reason: it.reason,
      setAt: it.setAt.toISOString(),
      setBy: it.setByName,
      policy: { ...it.policy },
    })),
  };
}
