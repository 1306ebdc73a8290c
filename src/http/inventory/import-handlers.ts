import { Readable } from 'node:stream';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import {
  dropImport,
  listImportChanges,
  listImportRejects,
  listImports,
  readImport,
} from '#app/inventory/imports';
import { readRejectsFile } from '#app/inventory/import-rejects';
import {
  applyImport,
  jobOfImport,
  previewImport,
  remapImport,
  takeImportBack,
} from '#app/inventory/import-start';
import { api } from '#contract/api';
import type { ImportView } from '#contract/inventory/import';
import { ImportFields } from '#contract/inventory/routes';
import { foreignCursor, idIn } from './cursor.ts';
import { withUpload } from './upload.ts';
import { contextOf } from '../people/attend.ts';
import { serveRoute, serveStream } from '../serve-route.ts';

type Import = Awaited<ReturnType<typeof readImport>>;

/** The routes under `/api/v1/imports`. */
export function serveImports(app: FastifyInstance): void {
  serveRoute(app, api.previewImport, async (_, { request, reply }) => {
    const view = await workedView(request, await uploaded(request));
    void reply.header('location', `/api/v1/imports/${view.id}`);
    return view;
  });
  serveRoute(app, api.listImports, async ({ query: { cursor, limit } }, { request }) => {
    const page = await listImports(contextOf(request), { before: idIn(cursor), limit });
    return { items: page.items.map((it) => viewOf(it, null)), next: page.next, total: page.total };
  });
  serveRoute(app, api.readImport, async ({ params }, { request }) =>
    workedView(request, await readImport(contextOf(request), params.id)),
  );
  serveRoute(app, api.applyImport, async ({ params }, { request }) =>
    workedView(request, await applyImport(contextOf(request), params.id)),
  );
  serveRoute(app, api.mapImport, async ({ params, body }, { request }) =>
    workedView(request, await remapImport(contextOf(request), params.id, body.mapping)),
  );
  serveRoute(app, api.undoImport, async ({ params, query }, { request }) => {
    const isDryRun = query.dryRun === 'yes';
    return workedView(request, await takeImportBack(contextOf(request), params.id, { isDryRun }));
  });
  serveStream(app, api.downloadRejects, async ({ params }, reply) => {
    const { name, chunks } = await readRejectsFile(contextOf(reply.request), params.id);
    return reply
      .type('text/csv; charset=utf-8')
      .header('content-disposition', `attachment; filename*=UTF-8''${encodeURIComponent(name)}`)
      .send(Readable.from(chunks));
  });
  serveRoute(app, api.dropImport, async ({ params }, { request }) => {
    await dropImport(contextOf(request), params.id);
    return undefined;
  });
  serveRoute(app, api.listImportChanges, async ({ params, query }, { request }) => {
    const { cursor, limit, phase, kind = null, conflicts, text } = query;
    const ask = { after: placeIn(cursor), limit, phase, kind, conflictsOnly: conflicts === 'yes', text };
    const page = await listImportChanges(contextOf(request), params.id, ask);
    return {
      items: page.items.map(({ deviceId, label, kind, conflicts, changes }) => ({
        deviceId,
        label,
        kind,
        conflicts,
        changes,
      })),
      next: page.next === null ? null : String(page.next),
      total: page.total,
    };
  });
  serveRoute(app, api.listImportRejects, async ({ params, query }, { request }) => {
    const ask = { after: placeIn(query.cursor), limit: query.limit };
    const page = await listImportRejects(contextOf(request), params.id, ask);
    return {
      items: page.items.map(({ line, field, reason, raw, repairedBy }) => ({
        line,
        field,
        reason,
        raw,
        repairedBy,
      })),
      next: page.next === null ? null : String(page.next),
      total: page.total,
    };
  });
}

/** The file streams into its reader; what says how to read it stands before it. */
async function uploaded(request: FastifyRequest): Promise<Import> {
  return withUpload(request, (file, fields) => {
    const { source = null, at, mapping, repairs = null } = ImportFields.parse(fields);
    const order = { source, at: at === undefined ? null : new Date(at), mapping, repairs };
    return previewImport(contextOf(request), file, order);
  });
}

/** The view of one import, with the job that works on it. */
async function workedView(request: FastifyRequest, it: Import): Promise<ImportView> {
  return viewOf(it, await jobOfImport(contextOf(request).store.db, it.id));
}

function viewOf(it: Import, jobId: string | null): ImportView {
  const { knownDevices: _, ...counts } = it.counts;
  return {
    id: it.id,
    state: it.state,
    jobId,
    problem: it.problem,
    source: it.source,
    file: it.file,
    fileBytes: it.fileBytes,
    format: it.format,
    at: it.at.toISOString(),
    createdAt: it.createdAt.toISOString(),
    createdBy: it.createdByName,
    appliedAt: it.appliedAt?.toISOString() ?? null,
    undoneAt: it.undoneAt?.toISOString() ?? null,
    undoneBy: it.undoneByName,
    sameAs: it.sameAs,
    repairs: it.repairs,
    waitsBecause: it.state === 'previewed' ? (it.waitsBecause ?? []) : [],
    chosen: it.chosen,
    mapping: it.columns.mapping,
    unmapped: it.columns.unmapped,
    dropped: it.columns.dropped,
    counts,
  };
}

function placeIn(cursor: string | undefined): number {
  if (cursor === undefined) return 0;
  if (/^\d{1,9}$/.test(cursor)) return Number(cursor);
  throw foreignCursor();
}
