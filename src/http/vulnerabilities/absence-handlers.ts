import { Readable } from 'node:stream';
import type { FastifyInstance } from 'fastify';
import * as z from 'zod';
import {
  askForStatement,
  exportStatement,
  listStatementRows,
  listStatements,
  readStatement,
  type StatementFormat,
} from '#app/vulnerabilities/absence-statements';
import { api } from '#contract/api';
import type { AbsenceView } from '#contract/vulnerabilities/absence-routes';
import { cursorAt, idIn, placeIn } from '../inventory/cursor.ts';
import { contextOf } from '../people/attend.ts';
import { serveRoute, serveStream } from '../serve-route.ts';

const MEDIA_TYPES = {
  csv: 'text/csv; charset=utf-8',
  json: 'application/json',
  txt: 'text/plain; charset=utf-8',
} as const satisfies Record<StatementFormat, string>;

const Place = z.tuple([z.number().int().min(0).max(9), z.uuid()]);

/** The routes under `/api/v1/absence-statements`. */
export function serveAbsence(app: FastifyInstance): void {
  serveRoute(app, api.askForStatement, async ({ body }, { request }) =>
    viewOf(await askForStatement(contextOf(request), body)),
  );
  serveRoute(app, api.listStatements, async ({ query }, { request }) => {
    const { kind = null, about = null, cursor, limit } = query;
    const page = await listStatements(contextOf(request), { kind, about }, { before: idIn(cursor), limit });
    return { items: page.items.map(viewOf), next: page.next };
  });
  serveRoute(app, api.readStatement, async ({ params }, { request }) =>
    viewOf(await readStatement(contextOf(request), params.id)),
  );
  serveRoute(app, api.listStatementRows, async ({ params, query }, { request }) => {
    const { standing = null, cursor, limit } = query;
    const [at, deviceId] = cursor === undefined ? [0, ''] : placeIn(Place, cursor);
    const after = cursor === undefined ? null : { standing: at, deviceId };
    const page = await listStatementRows(contextOf(request), params.id, { standing, after, limit });
    const { next } = page;
    return { items: page.items, next: next === null ? null : cursorAt([next.standing, next.deviceId]) };
  });
  serveStream(app, api.exportStatement, async ({ params, query: { format } }, reply) => {
    const { it, chunks } = await exportStatement(contextOf(reply.request), params.id, format);
    const day = it.madeAt?.toISOString().slice(0, 10) ?? '';
    const name = `absence-${it.about.replaceAll(/[^\w.-]+/g, '-')}-${day}.${format}`;
    return reply
      .type(MEDIA_TYPES[format])
      .header('content-disposition', `attachment; filename="${name}"`)
      .send(Readable.from(chunks));
  });
}

function viewOf(it: Awaited<ReturnType<typeof readStatement>>): AbsenceView {
  return {
    id: it.id,
    kind: it.kind,
    about: it.about,
    askedAt: it.askedAt.toISOString(),
    askedBy: it.askedByName,
    jobId: it.jobId,
    madeAt: it.madeAt?.toISOString() ?? null,
    feeds: it.feeds,
    counts: it.counts,
    text: it.text,
  };
}
