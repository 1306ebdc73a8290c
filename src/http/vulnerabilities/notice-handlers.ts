import type { FastifyInstance } from 'fastify';
import { enterNotice, readNotice, reviseNotice, withdrawNotice } from '#app/vulnerabilities/vendor-notices';
import { api } from '#contract/api';
import { contextOf } from '../people/attend.ts';
import { serveRoute } from '../serve-route.ts';

/** The routes under `/api/v1/advisories/notices`. */
export function serveNotices(app: FastifyInstance): void {
  serveRoute(app, api.enterNotice, async ({ body }, { request, reply }) => {
    const taken = await enterNotice(contextOf(request), body);
    void reply.header('location', `/api/v1/advisories/${taken.id}`);
    return taken;
  });
  serveRoute(app, api.readNotice, async ({ params }, { request }) => {
    const it = await readNotice(contextOf(request), params.id);
    const { enteredAt: _, enteredByName: __, changedAt: ___, withdrawnAt: ____, ...said } = it;
    return said;
  });
  serveRoute(app, api.reviseNotice, async ({ params, body: { version, ...said } }, { request }) =>
    reviseNotice(contextOf(request), { id: params.id, version }, said),
  );
  serveRoute(app, api.withdrawNotice, async ({ params, body: { version, because } }, { request }) =>
    withdrawNotice(contextOf(request), { id: params.id, version }, because),
  );
}
