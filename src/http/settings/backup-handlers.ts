import type { FastifyInstance } from 'fastify';
import { makeBackup } from '#app/backup/make-backup';
import { api } from '#contract/api';
import { contextOf } from '../people/attend.ts';
import { serveStream } from '../serve-route.ts';

/** The route under `/api/v1/backups`. */
export function serveBackups(app: FastifyInstance): void {
  serveStream(app, api.makeBackup, async (_, reply) => {
    const ctx = contextOf(reply.request);
    const day = ctx.now().toISOString().slice(0, 10);
    return reply
      .type('application/gzip')
      .header('content-disposition', `attachment; filename="patchward-backup-${day}.jsonl.gz"`)
      .header('cache-control', 'no-store')
      .send(await makeBackup(ctx));
  });
}
