import type { FastifyInstance } from 'fastify';
import { createToken, listTokens, revokeToken } from '#app/people/tokens';
import { api } from '#contract/api';
import type { TokenView } from '#contract/people/token-routes';
import { serveRoute } from '../serve-route.ts';
import { contextOf } from './attend.ts';

/** The routes under `/api/v1/tokens`. */
export function serveTokens(app: FastifyInstance): void {
  serveRoute(app, api.listTokens, async (_, { request }) => {
    const items = (await listTokens(contextOf(request))).map(viewOf);
    return { items, next: null, total: items.length };
  });
  serveRoute(app, api.createToken, async ({ body }, { request }) => {
    const { token, secret } = await createToken(contextOf(request), body);
    return { token: viewOf(token), secret };
  });
  serveRoute(app, api.revokeToken, async ({ params }, { request }) => {
    await revokeToken(contextOf(request), params.id);
    return undefined;
  });
}

function viewOf(it: Awaited<ReturnType<typeof listTokens>>[number]): TokenView {
  return {
    id: it.id,
    name: it.name,
    personId: it.personId,
    hint: it.hint,
    permissions: it.permissions,
    createdAt: it.createdAt.toISOString(),
    createdBy: it.createdBy,
    expiresAt: it.expiresAt.toISOString(),
    usedAt: it.usedAt?.toISOString() ?? null,
    revokedAt: it.revokedAt?.toISOString() ?? null,
  };
}
