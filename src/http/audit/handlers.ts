import { Readable } from 'node:stream';
import type { FastifyInstance } from 'fastify';
import { exportAudit } from '#app/audit/export';
import { listAudit } from '#app/audit/list';
import { proveEntry, proveGrowth, readSignedState } from '#app/audit/proofs';
import { renewSigningKey } from '#app/audit/renew-key';
import { api } from '#contract/api';
import { Refused } from '../answer.ts';
import { contextOf } from '../people/attend.ts';
import { serveRoute, serveStream } from '../serve-route.ts';

/** The routes under `/api/v1/audit`. */
export function serveAudit(app: FastifyInstance): void {
  serveRoute(app, api.listAudit, async ({ query }, { request }) => {
    const { cursor, limit, actor, who, from, to, ...rest } = query;
    const filter = { ...rest, actorId: actor, actorText: who === '' ? undefined : who, from, to };
    const page = await listAudit(contextOf(request), filter, { before: positionOf(cursor), limit });
    return {
      items: page.entries.map(({ entry, hash }) => ({ ...entry, hash: Buffer.from(hash).toString('hex') })),
      next: page.before === null ? null : String(page.before),
      total: page.total,
    };
  });
  serveRoute(app, api.readAuditCheckpoint, async (_, { request }) => readSignedState(contextOf(request)));
  serveRoute(app, api.renewAuditKey, async (_, { request }) => renewSigningKey(contextOf(request)));
  serveRoute(app, api.proveAuditEntry, async ({ params }, { request }) => {
    const { checkpoint, leaf, proof } = await proveEntry(contextOf(request), params.seq);
    return { checkpoint, leaf: leaf.toBase64(), proof: proof.map((it) => it.toBase64()) };
  });
  serveRoute(app, api.proveAuditGrowth, async ({ params }, { request }) => {
    const { from, to, proof } = await proveGrowth(contextOf(request), params.size);
    return { from, to, proof: proof.map((it) => it.toBase64()) };
  });
  serveStream(app, api.exportAudit, async (_, reply) => {
    const ctx = contextOf(reply.request);
    const lines = await exportAudit(ctx);
    const day = ctx.now().toISOString().slice(0, 10);
    return reply
      .type('application/jsonl')
      .header('content-disposition', `attachment; filename="patchward-audit-${day}.jsonl"`)
      .header('cache-control', 'no-store')
      .send(Readable.from(lines));
  });
}

function positionOf(cursor: string | undefined): number | null {
  if (cursor === undefined) return null;
  if (!/^[1-9]\d{0,15}$/.test(cursor))
    throw new Refused(400, `Cannot go on at cursor "${cursor}": it is not from this list`, {
      field: 'cursor',
    });
  return Number(cursor);
}
