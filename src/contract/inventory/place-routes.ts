import * as z from 'zod';
import { route } from '../kit.ts';
import { pageOf, PageQuery, sortBy } from '../page.ts';
import {
  DepartmentEdit,
  DepartmentNew,
  DepartmentView,
  LocationDetail,
  LocationView,
  PlaceName,
  SegmentDetail,
  SegmentEdit,
  SegmentNew,
  SegmentsImported,
  SegmentView,
} from './place.ts';

const Params = z.object({ id: z.uuid() });

const ListQuery = PageQuery.extend({
  cursor: z.string().max(2000).optional(),
  /** In the one filter grammar; a problem names the character at fault. */
  filter: z.string().max(2000).default(''),
});

export const listLocations = route({
  method: 'GET',
  path: '/api/v1/locations',
  permission: 'inventory.read',
  summary: 'Places within a place, or the outermost ones, each with the devices below it',
  query: z.object({ within: z.uuid().optional() }),
  response: pageOf(LocationView),
});

export const readLocation = route({
  method: 'GET',
  path: '/api/v1/locations/:id',
  permission: 'inventory.read',
  summary: 'One place, and those around it',
  params: Params,
  response: LocationDetail,
});

export const editLocation = route({
  method: 'PATCH',
  path: '/api/v1/locations/:id',
  permission: 'inventory.structure',
  summary:
    'Call a place by another name; devices still find it by what their sources say. 412 when somebody else was first',
  params: Params,
  body: z.strictObject({ version: z.number().int(), name: PlaceName }),
  response: LocationDetail,
});

export const listDepartments = route({
  method: 'GET',
  path: '/api/v1/departments',
  permission: 'inventory.read',
  summary: 'Departments, by filter',
  query: ListQuery.extend({ sort: sortBy(['name', 'devices'], 'name') }),
  response: pageOf(DepartmentView),
});

export const addDepartment = route({
  method: 'POST',
  path: '/api/v1/departments',
  permission: 'inventory.structure',
  summary: 'Make a department before a device names it',
  body: DepartmentNew,
  response: DepartmentView,
  status: 201,
});

export const readDepartment = route({
  method: 'GET',
  path: '/api/v1/departments/:id',
  permission: 'inventory.read',
  summary: 'One department',
  params: Params,
  response: DepartmentView,
});

export const editDepartment = route({
  method: 'PATCH',
  path: '/api/v1/departments/:id',
  permission: 'inventory.structure',
  summary: 'Change name, manager, contact or owner. 412 when somebody else was first',
  params: Params,
  body: DepartmentEdit,
  response: DepartmentView,
});

export const dropDepartment = route({
  method: 'DELETE',
  path: '/api/v1/departments/:id',
  permission: 'inventory.structure',
  summary: 'Remove a department without devices',
  params: Params,
  response: z.undefined(),
  status: 204,
});

export const listSegments = route({
  method: 'GET',
  path: '/api/v1/segments',
  permission: 'inventory.read',
  summary: 'Network segments, by filter: exposure:flat devices:>10',
  query: ListQuery.extend({ sort: sortBy(['name', 'devices', 'exposure'], 'name') }),
  response: pageOf(SegmentView),
});

export const addSegment = route({
  method: 'POST',
  path: '/api/v1/segments',
  permission: 'inventory.structure',
  summary: 'Make a segment; devices whose address lies in it belong to it at once',
  body: SegmentNew,
  response: SegmentDetail,
  status: 201,
});

export const importSegments = route({
  method: 'POST',
  path: '/api/v1/segments/import',
  permission: 'inventory.structure',
  summary: 'Take a CSV list of segments in: name, CIDR, VLAN, exposure, notes',
  upload: z.object({}),
  response: SegmentsImported,
});

export const readSegment = route({
  method: 'GET',
  path: '/api/v1/segments/:id',
  permission: 'inventory.read',
  summary: 'One segment, and how its blocks lie beside those of others',
  params: Params,
  response: SegmentDetail,
});

export const editSegment = route({
  method: 'PATCH',
  path: '/api/v1/segments/:id',
  permission: 'inventory.structure',
  summary: 'Change a segment; its devices follow at once. 412 when somebody else was first',
  params: Params,
  body: SegmentEdit,
  response: SegmentDetail,
});

export const dropSegment = route({
  method: 'DELETE',
  path: '/api/v1/segments/:id',
  permission: 'inventory.structure',
  summary: 'Remove a segment without devices',
  params: Params,
  response: z.undefined(),
  status: 204,
});
