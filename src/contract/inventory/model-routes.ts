import * as z from 'zod';
import { route } from '../kit.ts';
import { pageOf, PageQuery, sortBy } from '../page.ts';
import {
  AlikeModels,
  ModelDetail,
  ModelEdit,
  ModelRow,
  VendorDetail,
  VendorEdit,
  VendorRow,
} from './model.ts';

const Params = z.object({ id: z.uuid() });
const MergeParams = z.object({ id: z.uuid(), mergeId: z.uuid() });
const Into = z.strictObject({ into: z.uuid() });

const ListQuery = PageQuery.extend({
  cursor: z.string().max(2000).optional(),
  /** In the one filter grammar; a problem names the character at fault. */
  filter: z.string().max(2000).default(''),
});

export const listModels = route({
  method: 'GET',
  path: '/api/v1/models',
  permission: 'inventory.read',
  summary: 'Models, by filter: vendor:philips eosDate:<today+180d mds2:no',
  query: ListQuery.extend({
    vendor: z.uuid().optional(),
    sort: sortBy(['name', 'vendor', 'devices', 'eos'], 'vendor,name'),
  }),
  response: pageOf(ModelRow),
});

export const listAlikeModels = route({
  method: 'GET',
  path: '/api/v1/models/alike',
  permission: 'inventory.read',
  summary: 'Models whose names look like one model; the one with fewer devices would go into the other',
  response: z.object({ items: z.array(AlikeModels) }),
});

export const decideAlikeModels = route({
  method: 'POST',
  path: '/api/v1/models/alike',
  permission: 'inventory.reconcile',
  summary: 'Say of pairs of models that they are one, or two: of all of them or of none',
  body: z.strictObject({
    kind: z.enum(['merge', 'keep-apart']),
    pairs: z
      .array(z.strictObject({ from: z.uuid(), into: z.uuid() }))
      .min(1)
      .max(50),
  }),
  response: z.undefined(),
  status: 204,
});

export const readModel = route({
  method: 'GET',
  path: '/api/v1/models/:id',
  permission: 'inventory.read',
  summary: 'One model: what its devices inherit, its names, merges and register record',
  params: Params,
  response: ModelDetail,
});

export const editModel = route({
  method: 'PATCH',
  path: '/api/v1/models/:id',
  permission: 'inventory.structure',
  summary: 'Change what is kept of a model; its devices inherit it at once. 412 when somebody else was first',
  params: Params,
  body: ModelEdit,
  response: ModelDetail,
});

export const mergeModel = route({
  method: 'POST',
  path: '/api/v1/models/:id/merge',
  permission: 'inventory.reconcile',
  summary: 'Put this model into another one: its names and devices go over',
  params: Params,
  body: Into,
  response: z.undefined(),
  status: 204,
});

export const undoModelMerge = route({
  method: 'DELETE',
  path: '/api/v1/models/:id/merges/:mergeId',
  permission: 'inventory.reconcile',
  summary: 'Undo a merge into this model',
  params: MergeParams,
  response: z.undefined(),
  status: 204,
});

export const listVendors = route({
  method: 'GET',
  path: '/api/v1/vendors',
  permission: 'inventory.read',
  summary: 'Vendors, by filter over all their names',
  query: ListQuery.extend({ sort: sortBy(['name', 'devices'], 'name') }),
  response: pageOf(VendorRow),
});

export const readVendor = route({
  method: 'GET',
  path: '/api/v1/vendors/:id',
  permission: 'inventory.read',
  summary: 'One vendor: contacts, support terms, names, merges',
  params: Params,
  response: VendorDetail,
});

export const editVendor = route({
  method: 'PATCH',
  path: '/api/v1/vendors/:id',
  permission: 'inventory.structure',
  summary: 'Change what is kept of a vendor. 412 when somebody else was first',
  params: Params,
  body: VendorEdit,
  response: VendorDetail,
});

export const mergeVendor = route({
  method: 'POST',
  path: '/api/v1/vendors/:id/merge',
  permission: 'inventory.reconcile',
  summary: 'Put this vendor into another one: its names, models and devices go over',
  params: Params,
  body: Into,
  response: z.undefined(),
  status: 204,
});

export const undoVendorMerge = route({
  method: 'DELETE',
  path: '/api/v1/vendors/:id/merges/:mergeId',
  permission: 'inventory.reconcile',
  summary: 'Undo a merge into this vendor',
  params: MergeParams,
  response: z.undefined(),
  status: 204,
});
