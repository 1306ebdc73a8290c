import type { FastifyInstance } from 'fastify';
import {
  addDepartment,
  dropDepartment,
  editDepartment,
  findDepartments,
  readDepartment,
} from '#app/inventory/departments';
import { editLocation, findLocations, readLocation } from '#app/inventory/locations';
import {
  addSegment,
  dropSegment,
  editSegment,
  findSegments,
  readSegment,
  type SegmentDossier,
} from '#app/inventory/segments';
import { importSegments } from '#app/inventory/segments-import';
import { api } from '#contract/api';
import type {
  DepartmentView,
  LocationDetail,
  LocationView,
  SegmentDetail,
  SegmentView,
} from '#contract/inventory/place';
import { contextOf } from '../people/attend.ts';
import { serveRoute } from '../serve-route.ts';
import { readCursor, writeCursor } from './cursor.ts';
import { withUpload } from './upload.ts';

type Placed = Awaited<ReturnType<typeof readLocation>>;
type Department = Awaited<ReturnType<typeof readDepartment>>;

/** The routes under `/api/v1/locations`, `/departments` and `/segments`. */
export function servePlaces(app: FastifyInstance): void {
  serveLocations(app);
  serveDepartments(app);
  serveSegments(app);
}

function serveLocations(app: FastifyInstance): void {
  serveRoute(app, api.listLocations, async ({ query }, { request }) => {
    const items = (await findLocations(contextOf(request), query.within ?? null)).map(locationView);
    return { items, next: null, total: items.length };
  });
  serveRoute(app, api.readLocation, async ({ params }, { request }) =>
    placedView(await readLocation(contextOf(request), params.id)),
  );
  serveRoute(app, api.editLocation, async ({ params, body }, { request }) =>
    placedView(await editLocation(contextOf(request), params.id, body)),
  );
}

function serveDepartments(app: FastifyInstance): void {
  serveRoute(app, api.listDepartments, async ({ query }, { request }) => {
    const { filter, sort, cursor, limit } = query;
    const after = cursor === undefined ? null : readCursor(sort, cursor);
    const page = await findDepartments(contextOf(request), { filter, sort, after, limit });
    return {
      items: page.departments.map(departmentView),
      next: page.next === null ? null : writeCursor(sort, page.next),
      total: page.total,
    };
  });
  serveRoute(app, api.addDepartment, async ({ body }, { request }) =>
    departmentView(await addDepartment(contextOf(request), body)),
  );
  serveRoute(app, api.readDepartment, async ({ params }, { request }) =>
    departmentView(await readDepartment(contextOf(request), params.id)),
  );
  serveRoute(app, api.editDepartment, async ({ params, body }, { request }) =>
    departmentView(await editDepartment(contextOf(request), params.id, body)),
  );
  serveRoute(app, api.dropDepartment, async ({ params }, { request }) => {
    await dropDepartment(contextOf(request), params.id);
    return undefined;
  });
}

function serveSegments(app: FastifyInstance): void {
  serveRoute(app, api.listSegments, async ({ query }, { request }) => {
    const { filter, sort, cursor, limit } = query;
    const after = cursor === undefined ? null : readCursor(sort, cursor);
    const page = await findSegments(contextOf(request), { filter, sort, after, limit });
    return {
      items: page.segments.map(segmentView),
      next: page.next === null ? null : writeCursor(sort, page.next),
      total: page.total,
    };
  });
  serveRoute(app, api.addSegment, async ({ body }, { request }) =>
    segmentDetail(await addSegment(contextOf(request), body)),
  );
  serveRoute(app, api.importSegments, async (_, { request }) =>
    withUpload(request, (file) => importSegments(contextOf(request), file)),
  );
  serveRoute(app, api.readSegment, async ({ params }, { request }) =>
    segmentDetail(await readSegment(contextOf(request), params.id)),
  );
  serveRoute(app, api.editSegment, async ({ params, body }, { request }) =>
    segmentDetail(await editSegment(contextOf(request), params.id, body)),
  );
  serveRoute(app, api.dropSegment, async ({ params }, { request }) => {
    await dropSegment(contextOf(request), params.id);
    return undefined;
  });
}

function locationView({
  id,
  parentId,
  kind,
  name,
  deviceCount,
  placeCount,
  version,
}: Placed['location']): LocationView {
  return { id, parentId, kind, name, devices: deviceCount, places: placeCount, version };
}

function placedView({ location, around }: Placed): LocationDetail {
  return { ...locationView(location), around: around.map(locationView) };
}

function departmentView({ id, name, details, deviceCount, version }: Department): DepartmentView {
  return { id, name, details, devices: deviceCount, version };
}

function segmentView({ key: _, deviceCount, ...it }: SegmentDossier['segment']): SegmentView {
  return { ...it, devices: deviceCount };
}

function segmentDetail({ segment, notes }: SegmentDossier): SegmentDetail {
  return { ...segmentView(segment), overlaps: notes };
}
