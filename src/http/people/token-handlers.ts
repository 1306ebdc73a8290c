import type { FastifyInstance } from 'fastify';
import { createToken, listTokens, type MadeToken, revokeToken, rotateToken } from '#app/people/tokens';
import { api } from '#contract/api';
import type { TokenView } from '#contract/people/token-routes';
import { serveRoute } from '../serve-route.ts';
import { contextOf } from './attend.ts';

/** The routes under `/api/v1/tokens`. */
export function serveTokens(app: FastifyInstance): void {
  serveRoute(app, api.listTokens, async ({ query }, { request }) => {
    const items = (await listTokens(contextOf(request), query.personId)).map(viewOf);
    return { items, next: null, total: items.length };
  });
  serveRoute(app, api.createToken, async ({ body }, { request }) =>
    told(await createToken(contextOf(request), body)),
  );
  serveRoute(app, api.rotateToken, async ({ params, body }, { request }) =>
    told(await rotateToken(contextOf(request), params.id, body)),
  );
  serveRoute(app, api.revokeToken, async ({ params }, { request }) => {
    await revokeToken(contextOf(request), params.id);
    return undefined;
  });
}

function told({ token, secret }: MadeToken) {
  return { token: viewOf(token), secret };
}

function viewOf(it: Awaited<ReturnType<typeof listTokens>>[number]): TokenView {
  return {
    id: it.id,
    name: it.name,
    personId: it.personId,
    ownerName: it.ownerName,
    hint: it.hint,
    permissions: it.permissions,
    grants: it.grants,
    createdAt: it.createdAt.toISOString(),
    createdBy: it.createdBy,
    expiresAt: it.expiresAt.toISOString(),
    usedAt: it.usedAt?.toISOString() ?? null,
    revokedAt: it.revokedAt?.toISOString() ?? null,
  };
}
