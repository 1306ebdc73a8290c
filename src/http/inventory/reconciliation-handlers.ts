import { Readable } from 'node:stream';
import type { FastifyInstance } from 'fastify';
import * as z from 'zod';
import { exportReconciliation } from '#app/inventory/reconciliation-export';
import { startReconciliation } from '#app/inventory/reconciliation-job';
import { proveReconciliation, signReconciliation } from '#app/inventory/reconciliation-sign';
import {
  assignReconciliation,
  dropReconciliation,
  listDiscrepancies,
  type ListedDiscrepancy,
  type ListedReconciliation,
  listReconciliations,
  readReconciliation,
  type ReconciliationDossier,
  withdrawSignatures,
} from '#app/inventory/reconciliations';
import { listColleagues } from '#app/people/colleagues';
import { api } from '#contract/api';
import type {
  DiscrepancyView,
  ReconciliationDetail,
  ReconciliationView,
} from '#contract/inventory/reconciliation-routes';
import { sayDiscrepancy } from '#engine/reconciliation';
import { contextOf } from '../people/attend.ts';
import { serveRoute, serveStream } from '../serve-route.ts';
import { cursorAt, idIn, placeIn } from './cursor.ts';

const Place = z.tuple([z.string(), z.string(), z.uuid()]);

const MEDIA_TYPES = {
  csv: 'text/csv; charset=utf-8',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
} as const;

/** The routes under `/api/v1/reconciliations`, and the people who can be given work. */
export function serveReconciliations(app: FastifyInstance): void {
  serveRoute(app, api.listReconciliations, async ({ query: { cursor, limit } }, { request }) => {
    const page = await listReconciliations(contextOf(request), { before: idIn(cursor), limit });
    return { ...page, items: page.items.map(viewOf) };
  });
  serveRoute(app, api.startReconciliation, async ({ body }, { request }) => {
    const ctx = contextOf(request);
    return viewOf(await readReconciliation(ctx, await startReconciliation(ctx, body)));
  });
  serveRoute(app, api.readReconciliation, async ({ params }, { request }) =>
    detailOf(await readReconciliation(contextOf(request), params.id)),
  );
  serveRoute(app, api.dropReconciliation, async ({ params }, { request }) => {
    await dropReconciliation(contextOf(request), params.id);
    return undefined;
  });
  serveRoute(app, api.listDiscrepancies, async ({ params, query }, { request }) => {
    const { cursor, limit, fresh, ...ask } = query;
    const at = cursor === undefined ? null : placeIn(Place, cursor);
    const after = at === null ? null : { kind: at[0], label: at[1], deviceId: at[2] };
    const wanted = { ...ask, isNew: fresh === 'yes' };
    const page = await listDiscrepancies(contextOf(request), params.id, wanted, { after, limit });
    return {
      items: page.items.map(discrepancyOf),
      next: page.next === null ? null : cursorAt([page.next.kind, page.next.label, page.next.deviceId]),
      total: page.total,
    };
  });
  serveRoute(app, api.assignDiscrepancies, async ({ params, body }, { request }) => ({
    assigned: await assignReconciliation(contextOf(request), params.id, body.which, body),
  }));
  serveRoute(app, api.signReconciliation, async ({ params, body }, { request }) => {
    const ctx = contextOf(request);
    await signReconciliation(ctx, params.id, body.note ?? null);
    return detailOf(await readReconciliation(ctx, params.id));
  });
  serveRoute(app, api.withdrawSignatures, async ({ params }, { request }) => {
    await withdrawSignatures(contextOf(request), params.id);
    return undefined;
  });
  serveRoute(app, api.proveReconciliation, async ({ params }, { request }) =>
    proveReconciliation(contextOf(request), params.id),
  );
  serveStream(app, api.exportReconciliation, async ({ params, query: { format } }, reply) => {
    const ctx = contextOf(reply.request);
    const chunks = await exportReconciliation(ctx, params.id, format);
    const day = ctx.now().toISOString().slice(0, 10);
    return reply
      .type(MEDIA_TYPES[format])
      .header('content-disposition', `attachment; filename="reconciliation-${day}.${format}"`)
      .send(Readable.from(chunks));
  });
  serveRoute(app, api.listColleagues, async ({ query }, { request }) => ({
    items: await listColleagues(contextOf(request), query),
  }));
}

function viewOf(it: ListedReconciliation): ReconciliationView {
  return {
    id: it.id,
    state: it.state,
    asOf: it.asOf?.toISOString() ?? null,
    madeAt: it.madeAt.toISOString(),
    madeBy: it.madeByName,
    jobId: it.jobId,
    unseenDays: it.unseenDays,
    devices: it.devices,
    complete: it.complete,
    counts: it.counts,
    signatures: it.signatures.map(({ personId, name, roles, note, at }) => ({
      personId,
      by: name,
      roles,
      note,
      at: at.toISOString(),
    })),
    signedAt: it.signedAt?.toISOString() ?? null,
  };
}

function detailOf(it: ReconciliationDossier): ReconciliationDetail {
  const { sources, pairs, places, missing, unconnected, byHandAlone } = it.comparison;
  return {
    ...viewOf(it),
    contentHash: it.contentHash === null ? null : Buffer.from(it.contentHash).toString('hex'),
    previous:
      it.previous === null ? null : { id: it.previous.id, asOf: it.previous.asOf?.toISOString() ?? null },
    unconnected,
    byHandAlone,
    missing,
    sources: sources.map((source) => {
      const told = it.sources.find(({ name }) => name === source.source);
      return { ...source, kinds: told?.kinds ?? [], lastAt: told?.lastAt ?? null };
    }),
    pairs,
    places,
    trend: it.trend,
  };
}

function discrepancyOf(it: ListedDiscrepancy): DiscrepancyView {
  const { assigneeId, assigneeName, since, stands, detail, ...rest } = it;
  return {
    ...rest,
    detail: sayDiscrepancy(it.kind, detail),
    since: since.toISOString(),
    stands: stands === true,
    assignee: assigneeId === null || assigneeName === null ? null : { id: assigneeId, name: assigneeName },
  };
}
