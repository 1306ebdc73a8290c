import { Readable } from 'node:stream';
import type { FastifyInstance } from 'fastify';
import { exportDevices, type InventoryFormat } from '#app/inventory/export-devices';
import { api } from '#contract/api';
import { contextOf } from '../people/attend.ts';
import { serveStream } from '../serve-route.ts';

const MEDIA_TYPES = {
  csv: 'text/csv; charset=utf-8',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  json: 'application/json',
} as const satisfies Record<InventoryFormat, string>;

/** `/api/v1/devices/export`. */
export function serveExports(app: FastifyInstance): void {
  serveStream(app, api.exportDevices, async ({ query: { filter, sort, columns, format } }, reply) => {
    const ctx = contextOf(reply.request);
    const chosen = columns === undefined ? null : columns.split(',');
    const chunks = await exportDevices(ctx, { filter, sort, columns: chosen, format });
    const day = ctx.now().toISOString().slice(0, 10);
    return reply
      .type(MEDIA_TYPES[format])
      .header('content-disposition', `attachment; filename="devices-${day}.${format}"`)
      .send(Readable.from(chunks));
  });
}
