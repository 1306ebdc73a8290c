import type { FastifyInstance } from 'fastify';
import {
  listEditRows,
  previewBulkEdit,
  readBulkEdit,
  startBulkEdit,
  undoBulkEdit,
} from '#app/inventory/bulk-edits';
import { api } from '#contract/api';
import type { BulkEditView } from '#contract/inventory/bulk-edit-routes';
import { contextOf } from '../people/attend.ts';
import { serveRoute } from '../serve-route.ts';
import { idIn } from './cursor.ts';

/** The routes under `/api/v1/devices/edits`. */
export function serveBulkEdits(app: FastifyInstance): void {
  serveRoute(app, api.previewBulkEdit, async ({ body }, { request }) =>
    previewBulkEdit(contextOf(request), body.selection, body.change),
  );
  serveRoute(app, api.startBulkEdit, async ({ body }, { request }) =>
    viewOf(await startBulkEdit(contextOf(request), body.selection, body.change)),
  );
  serveRoute(app, api.readBulkEdit, async ({ params }, { request }) =>
    viewOf(await readBulkEdit(contextOf(request), params.id)),
  );
  serveRoute(app, api.listBulkEditRows, async ({ params, query }, { request }) =>
    listEditRows(contextOf(request), params.id, {
      outcome: query.outcome ?? null,
      after: idIn(query.cursor),
      limit: query.limit,
    }),
  );
  serveRoute(app, api.undoBulkEdit, async ({ params }, { request }) =>
    viewOf(await undoBulkEdit(contextOf(request), params.id)),
  );
}

function viewOf({
  createdAt,
  createdByName,
  endedAt,
  ...it
}: Awaited<ReturnType<typeof readBulkEdit>>): BulkEditView {
  const { id, state, selection, change, undoes, undoneBy, counts, jobId } = it;
  return {
    id,
    state,
    selection,
    change,
    undoes,
    undoneBy,
    counts,
    jobId,
    createdAt: createdAt.toISOString(),
    createdBy: createdByName,
    endedAt: endedAt?.toISOString() ?? null,
  };
}
