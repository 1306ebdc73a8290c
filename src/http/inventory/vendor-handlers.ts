import type { FastifyInstance } from 'fastify';
import { mergeNouns, undoMerge } from '#app/inventory/noun-merges';
import { editVendor, findVendors, readVendor, type VendorDossier } from '#app/inventory/vendors';
import { api } from '#contract/api';
import type { VendorDetail, VendorRow } from '#contract/inventory/model';
import { contextOf } from '../people/attend.ts';
import { serveRoute } from '../serve-route.ts';
import { readCursor, writeCursor } from './cursor.ts';
import { mergeView } from './model-handlers.ts';

/** The routes under `/api/v1/vendors`. */
export function serveVendors(app: FastifyInstance): void {
  serveRoute(app, api.listVendors, async ({ query }, { request }) => {
    const { filter, sort, cursor, limit } = query;
    const after = cursor === undefined ? null : readCursor(sort, cursor);
    const page = await findVendors(contextOf(request), { filter, sort, after, limit });
    return {
      items: page.vendors.map(rowOf),
      next: page.next === null ? null : writeCursor(sort, page.next),
      total: page.total,
    };
  });
  serveRoute(app, api.readVendor, async ({ params }, { request }) =>
    detailOf(await readVendor(contextOf(request), params.id)),
  );
  serveRoute(app, api.editVendor, async ({ params, body }, { request }) =>
    detailOf(await editVendor(contextOf(request), params.id, body)),
  );
  serveRoute(app, api.mergeVendor, async ({ params, body }, { request }) => {
    await mergeNouns(contextOf(request), 'vendor', { from: params.id, into: body.into });
    return undefined;
  });
  serveRoute(app, api.undoVendorMerge, async ({ params }, { request }) => {
    await undoMerge(contextOf(request), 'vendor', params.mergeId);
    return undefined;
  });
}

function rowOf({ id, name, details, deviceCount, modelCount }: VendorDossier['vendor']): VendorRow {
  return { id, name, details, devices: deviceCount, models: modelCount };
}

function detailOf({ vendor, names, merges }: VendorDossier): VendorDetail {
  return { ...rowOf(vendor), version: vendor.version, names, merges: merges.map(mergeView) };
}
