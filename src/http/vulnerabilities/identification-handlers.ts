import type { FastifyInstance } from 'fastify';
import * as z from 'zod';
import {
  exportAliases,
  findProducts,
  listIdentifications,
  listSaid,
  revokeIdentification,
  settleIdentification,
} from '#app/vulnerabilities/identifications';
import { previewAliases, takeAliases } from '#app/vulnerabilities/take-aliases';
import { api } from '#contract/api';
import { cursorAt, idIn, placeIn } from '../inventory/cursor.ts';
import { contextOf } from '../people/attend.ts';
import { serveRoute, serveStream } from '../serve-route.ts';

const Place = z.tuple([z.number(), z.number().int(), z.string().max(1000)]);

/** The routes under `/api/v1/identifications`. */
export function serveIdentifications(app: FastifyInstance): void {
  serveRoute(app, api.listIdentifications, async ({ query: { text, cursor, limit } }, { request }) => {
    const [points, devices, key] = cursor === undefined ? [0, 0, ''] : placeIn(Place, cursor);
    const after = cursor === undefined ? null : { points, devices, key };
    const page = await listIdentifications(contextOf(request), { text, after, limit });
    const { next } = page;
    return {
      items: page.items.map(({ configurationId: _, ...it }) => it),
      total: page.total,
      next: next === null ? null : cursorAt([next.points, next.devices, next.key]),
    };
  });
  serveRoute(app, api.findProducts, async ({ query }, { request }) => ({
    items: await findProducts(contextOf(request), query.text),
  }));
  serveRoute(app, api.settleIdentification, async ({ body }, { request }) => {
    await settleIdentification(contextOf(request), body);
    return undefined;
  });
  serveRoute(app, api.listSaid, async ({ query: { cursor, limit } }, { request }) => {
    const page = await listSaid(contextOf(request), { before: idIn(cursor), limit });
    return {
      items: page.items.map(({ key: _, byName, revokedAt, revokedByName, at, ...it }) => ({
        ...it,
        at: at.toISOString(),
        by: byName,
        revokedAt: revokedAt?.toISOString() ?? null,
        revokedBy: revokedByName,
      })),
      next: page.next,
    };
  });
  serveRoute(app, api.revokeIdentification, async ({ params }, { request }) => {
    await revokeIdentification(contextOf(request), params.id);
    return undefined;
  });
  serveRoute(app, api.takeAliases, async ({ query, body }, { request }) =>
    query.dryRun ? previewAliases(contextOf(request), body) : takeAliases(contextOf(request), body),
  );
  serveStream(app, api.exportAliases, async (_, reply) =>
    reply
      .type('application/json')
      .header('content-disposition', 'attachment; filename="aliases.json"')
      .send(await exportAliases(contextOf(reply.request))),
  );
}
