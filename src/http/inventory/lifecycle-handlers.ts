import { Readable } from 'node:stream';
import type { FastifyInstance } from 'fastify';
import {
  exportHorizon,
  readHorizon,
  readReplacementCost,
  type ReplacementCost,
  setReplacementCost,
} from '#app/inventory/lifecycle';
import { api } from '#contract/api';
import { contextOf } from '../people/attend.ts';
import { serveRoute, serveStream } from '../serve-route.ts';

const MEDIA_TYPES = {
  csv: 'text/csv; charset=utf-8',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
} as const;

/** Groups that one answer holds at most. */
const ROWS_MAX = 500;

/** The routes under `/api/v1/lifecycle`, and what replacing a device costs. */
export function serveLifecycle(app: FastifyInstance): void {
  serveRoute(app, api.readLifecycle, async ({ query }, { request }) => {
    const { today, currency, periods, rows, total, uncovered } = await readHorizon(contextOf(request), query);
    const shown = rows.slice(0, ROWS_MAX);
    return { today, currency, periods, rows: shown, more: rows.length - shown.length, total, uncovered };
  });
  serveStream(app, api.exportLifecycle, async ({ query: { format, ...ask } }, reply) => {
    const ctx = contextOf(reply.request);
    const chunks = await exportHorizon(ctx, ask, format);
    const day = ctx.now().toISOString().slice(0, 10);
    return reply
      .type(MEDIA_TYPES[format])
      .header('content-disposition', `attachment; filename="lifecycle-${day}.${format}"`)
      .send(Readable.from(chunks));
  });
  serveRoute(app, api.readReplacementCost, async ({ params }, { request }) =>
    costOf(await readReplacementCost(contextOf(request), params.id)),
  );
  serveRoute(app, api.setReplacementCost, async ({ params, body }, { request }) => {
    const ctx = contextOf(request);
    await setReplacementCost(ctx, params.id, body.cost);
    return costOf(await readReplacementCost(ctx, params.id));
  });
}

function costOf({ own, ofModel, currency }: ReplacementCost) {
  return {
    own: own === null ? null : { cost: own.cost, at: own.at.toISOString(), by: own.byName },
    ofModel,
    currency,
  };
}
