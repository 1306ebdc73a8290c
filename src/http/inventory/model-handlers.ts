import type { FastifyInstance } from 'fastify';
import { decideAlikeModels, listAlikeModels, type ModelPair } from '#app/inventory/alike-models';
import { editModel, findModels, type ModelDossier, readModel } from '#app/inventory/models';
import { mergeNouns, undoMerge } from '#app/inventory/noun-merges';
import { api } from '#contract/api';
import type { AlikeModels, MergeView, ModelDetail, ModelRow } from '#contract/inventory/model';
import { contextOf } from '../people/attend.ts';
import { serveRoute } from '../serve-route.ts';
import { readCursor, writeCursor } from './cursor.ts';

/** The routes under `/api/v1/models`. */
export function serveModels(app: FastifyInstance): void {
  serveRoute(app, api.listModels, async ({ query }, { request }) => {
    const { filter, sort, cursor, limit, vendor = null } = query;
    const after = cursor === undefined ? null : readCursor(sort, cursor);
    const page = await findModels(contextOf(request), { filter, vendorId: vendor, sort, after, limit });
    return {
      items: page.models.map(rowOf),
      next: page.next === null ? null : writeCursor(sort, page.next),
      total: page.total,
    };
  });
  serveRoute(app, api.listAlikeModels, async (_, { request }) => ({
    items: (await listAlikeModels(contextOf(request))).map(pairOf),
  }));
  serveRoute(app, api.decideAlikeModels, async ({ body }, { request }) => {
    await decideAlikeModels(contextOf(request), body);
    return undefined;
  });
  serveRoute(app, api.readModel, async ({ params }, { request }) =>
    detailOf(await readModel(contextOf(request), params.id)),
  );
  serveRoute(app, api.editModel, async ({ params, body }, { request }) =>
    detailOf(await editModel(contextOf(request), params.id, body)),
  );
  serveRoute(app, api.mergeModel, async ({ params, body }, { request }) => {
    await mergeNouns(contextOf(request), 'model', { from: params.id, into: body.into });
    return undefined;
  });
  serveRoute(app, api.undoModelMerge, async ({ params }, { request }) => {
    await undoMerge(contextOf(request), 'model', params.mergeId);
    return undefined;
  });
}

function pairOf({ from, into, likeness }: ModelPair): AlikeModels {
  const side = ({ id, name, vendorName, devices }: ModelPair['from']) => ({
    id,
    name,
    vendor: vendorName,
    devices,
  });
  return { from: side(from), into: side(into), likeness };
}

function rowOf(it: ModelDossier['model']): ModelRow {
  const { vendorId, vendorName } = it;
  return {
    id: it.id,
    name: it.name,
    vendor: vendorId === null || vendorName === null ? null : { id: vendorId, name: vendorName },
    passesOn: { ...it.passesOn },
    devices: it.deviceCount,
    hasMds2: it.hasMds2,
    hasSbom: it.hasSbom,
    replacementCost: it.details.replacementCost ?? null,
  };
}

function detailOf({ model, names, merges, registered }: ModelDossier): ModelDetail {
  return {
    ...rowOf(model),
    version: model.version,
    defaults: model.defaults,
    details: model.details,
    names,
    merges: merges.map(mergeView),
    registered,
  };
}

export function mergeView({ id, moved, at, byName }: ModelDossier['merges'][number]): MergeView {
  return { id, names: moved.keys.length, at: at.toISOString(), by: byName };
}
