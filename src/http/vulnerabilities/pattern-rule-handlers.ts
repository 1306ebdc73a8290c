import type { FastifyInstance } from 'fastify';
import { endRule, listPatternRules, makeRules, previewRule } from '#app/vulnerabilities/pattern-rules';
import { api } from '#contract/api';
import { idIn } from '../inventory/cursor.ts';
import { contextOf } from '../people/attend.ts';
import { serveRoute } from '../serve-route.ts';

/** The routes under `/api/v1/pattern-rules`. */
export function servePatternRules(app: FastifyInstance): void {
  serveRoute(app, api.listPatternRules, async ({ query: { cursor, limit } }, { request }) => {
    const page = await listPatternRules(contextOf(request), { before: idIn(cursor), limit });
    return {
      items: page.items.map(({ madeAt, madeByName, endedAt, endedByName, ...it }) => ({
        ...it,
        madeAt: madeAt.toISOString(),
        madeBy: madeByName,
        endedAt: endedAt?.toISOString() ?? null,
        endedBy: endedByName,
      })),
      next: page.next,
    };
  });
  serveRoute(app, api.previewPatternRule, async ({ body }, { request }) =>
    previewRule(contextOf(request), body),
  );
  serveRoute(app, api.makePatternRules, async ({ body }, { request }) => ({
    ids: await makeRules(contextOf(request), body),
  }));
  serveRoute(app, api.endPatternRule, async ({ params }, { request }) => {
    await endRule(contextOf(request), params.id);
    return undefined;
  });
}
