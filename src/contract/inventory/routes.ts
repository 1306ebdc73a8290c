import * as z from 'zod';
import { route } from '../kit.ts';
import { cappedPageOf, pageOf, PageQuery, sortBy } from '../page.ts';
import { DeviceDetail, DeviceRow } from './device.ts';
import { ImportChange, ImportView, RejectView } from './import.ts';

const Params = z.object({ id: z.uuid() });

const SORT_COLUMNS = [
  'label',
  'risk',
  'manufacturer',
  'model',
  'type',
  'version',
  'os',
  'serial',
  'assetTag',
  'ip',
  'mac',
  'hostname',
  'vlan',
  'segment',
  'exposure',
  'site',
  'building',
  'floor',
  'room',
  'department',
  'owner',
  'clinicalUse',
  'criticality',
  'fdaClass',
  'installDate',
  'warrantyEnd',
  'endOfSale',
  'eolDate',
  'eosDate',
  'lastPatchDate',
  'osEosDate',
  'sources',
  'conflicts',
  'seen',
  'changed',
  'created',
] as const;

/** Fields whose values are offered while a filter is typed. */
export const VALUE_FIELDS = [
  'manufacturer',
  'model',
  'type',
  'version',
  'os',
  'osVersion',
  'vlan',
  'segment',
  'site',
  'building',
  'floor',
  'room',
  'department',
  'owner',
  'clinicalUse',
  'fdaProductCode',
  'patchLevel',
] as const;

export const findDevices = route({
  method: 'GET',
  path: '/api/v1/devices',
  permission: 'inventory.read',
  summary: 'Devices, by filter: site:north -criticality:general "infusion pump" or seen:<30d',
  query: PageQuery.extend({
    cursor: z.string().max(2000).optional(),
    /** In the one filter grammar; a problem names the character at fault. */
    filter: z.string().max(2000).default(''),
    sort: sortBy(SORT_COLUMNS, 'label'),
  }),
  response: cappedPageOf(DeviceRow),
});

export const exportDevices = route({
  method: 'GET',
  path: '/api/v1/devices/export',
  permission: 'inventory.read',
  summary: 'The devices of a list as a file: CSV and XLSX with chosen or all columns, JSON with every field',
  query: z.object({
    filter: z.string().max(2000).default(''),
    sort: sortBy(SORT_COLUMNS, 'label'),
    /** Columns by key, separated by commas; left out: all. */
    columns: z.string().max(1000).optional(),
    format: z.enum(['csv', 'xlsx', 'json']).default('csv'),
  }),
  response: z.unknown(),
  media: 'application/octet-stream',
});

export const listDeviceValues = route({
  method: 'GET',
  path: '/api/v1/devices/values',
  permission: 'inventory.read',
  summary: 'Values that devices have in a field, the most frequent first, to complete a filter with',
  query: z.object({
    field: z.enum(VALUE_FIELDS),
    text: z.string().max(200).default(''),
    limit: z.coerce.number().int().min(1).max(50).default(12),
  }),
  response: z.object({
    items: z.array(z.object({ value: z.string(), count: z.number().int() })).readonly(),
  }),
});

export const inspectDevice = route({
  method: 'GET',
  path: '/api/v1/devices/:id',
  permission: 'inventory.read',
  summary: 'One device: its fields, who says so, and what happened to it',
  params: Params,
  response: DeviceDetail,
});

export const editDevice = route({
  method: 'PATCH',
  path: '/api/v1/devices/:id',
  permission: 'inventory.edit',
  summary:
    'Say what a device is: a statement of yours, which rules until you take it back with null. If-Match: its version',
  params: Params,
  body: z.object({
    /** The version it was made on; left out: whichever is there. */
    version: z.number().int().optional(),
    /** Field → value; null takes back what people said of it. */
    fields: z
      .record(z.string().max(60), z.union([z.string().trim().min(1).max(2000), z.boolean(), z.null()]))
      .refine((it) => Object.keys(it).length > 0, 'No field is named'),
    reason: z.string().trim().max(500).optional(),
    /** How you know. */
    evidence: z.enum(['read-from-device', 'label', 'entered']).default('entered'),
  }),
  response: DeviceDetail,
});

export const editExtras = route({
  method: 'PATCH',
  path: '/api/v1/devices/:id/extras',
  permission: 'inventory.edit',
  summary: 'Put tags on a device or take them off, and set or clear its custom fields',
  params: Params,
  body: z.object({
    addTags: z.array(z.string().trim().min(1).max(60)).max(20).readonly().default([]),
    removeTags: z.array(z.string().trim().min(1).max(60)).max(20).readonly().default([]),
    /** Custom fields by key: a value to set, null to clear. */
    custom: z.record(z.string().max(40), z.string().max(2000).nullable()).default({}),
  }),
  response: DeviceDetail,
});

export const listImports = route({
  method: 'GET',
  path: '/api/v1/imports',
  permission: 'inventory.import',
  summary: 'Imports, newest first; who may not import for the whole hospital sees their own',
  query: PageQuery,
  response: pageOf(ImportView),
});

/** Fields beside the uploaded file; they come before it. `mapping` is JSON: inventory field → name of the column. */
export const ImportFields = z.object({
  /** Name of the source; the file's name unless given. */
  source: z.string().trim().min(1).max(200).optional(),
  /** When the source said it; now unless given. */
  at: z.iso.datetime().optional(),
  /** Left out: as saved for the source, else guessed. */
  mapping: z
    .string()
    .max(100_000)
    .optional()
    .transform((text, context) => {
      if (text === undefined) return null;
      const parsed = z.record(z.string().max(60), z.string().max(300).nullable()).safeParse(jsonIn(text));
      if (parsed.success) return parsed.data;
      context.addIssue('Not a JSON object of fields and columns');
      return z.NEVER;
    }),
  /** The import whose rejected rows this file brings repaired: they are cleared once it is applied. */
  repairs: z.uuid().optional(),
});

function jsonIn(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

export const previewImport = route({
  method: 'POST',
  path: '/api/v1/imports',
  permission: 'inventory.import',
  summary: 'Upload one inventory file and see what it would change; nothing is written to the inventory yet',
  upload: ImportFields,
  response: ImportView,
  status: 201,
});

export const readImport = route({
  method: 'GET',
  path: '/api/v1/imports/:id',
  permission: 'inventory.import',
  summary: 'One import: its columns, counts and first changes',
  params: Params,
  response: ImportView,
});

export const applyImport = route({
  method: 'POST',
  path: '/api/v1/imports/:id/apply',
  permission: 'inventory.import',
  summary: 'Carry a previewed import out: all of it or nothing',
  params: Params,
  response: ImportView,
});

export const mapImport = route({
  method: 'POST',
  path: '/api/v1/imports/:id/mapping',
  permission: 'inventory.import',
  summary: 'Read the file again with columns as chosen; the choice is saved for the next file of the source',
  params: Params,
  body: z.object({
    /** Inventory field → column; null: no column feeds it. */
    mapping: z.record(z.string().max(60), z.string().max(300).nullable()),
  }),
  response: ImportView,
});

export const undoImport = route({
  method: 'POST',
  path: '/api/v1/imports/:id/undo',
  permission: 'inventory.import',
  summary: 'Take an applied import back: devices return to what all others say of them; later imports stay',
  params: Params,
  query: z.object({
    /** `yes`: only work out what it does, to be read under `changes?phase=undo`. */
    dryRun: z.enum(['yes', 'no']).default('no'),
  }),
  response: ImportView,
});

export const dropImport = route({
  method: 'DELETE',
  path: '/api/v1/imports/:id',
  permission: 'inventory.import',
  summary: 'Forget an import that was previewed and not applied',
  params: Params,
  response: z.undefined(),
  status: 204,
});

export const listImportChanges = route({
  method: 'GET',
  path: '/api/v1/imports/:id/changes',
  permission: 'inventory.import',
  summary:
    'Devices that an import makes, changes or takes away, field by field; before it is applied, those it would',
  params: Params,
  query: PageQuery.extend({
    /** `undo`: what taking the import back does, once that was previewed. */
    phase: z.enum(['apply', 'undo']).default('apply'),
    kind: z.enum(['create', 'change', 'remove', 'conflict']).optional(),
    /** Only devices on which sources will disagree. */
    conflicts: z.enum(['yes']).optional(),
    /** In the name of the device, or a value. */
    text: z.string().max(200).default(''),
  }),
  response: pageOf(ImportChange),
});

export const listImportRejects = route({
  method: 'GET',
  path: '/api/v1/imports/:id/rejects',
  permission: 'inventory.import',
  summary: 'Rows of an import that could not be taken, with line, field and reason',
  params: Params,
  query: PageQuery,
  response: pageOf(RejectView),
});

export const downloadRejects = route({
  method: 'GET',
  path: '/api/v1/imports/:id/rejects.csv',
  permission: 'inventory.import',
  summary: 'Rejected rows as CSV, with the columns of the file and the reason, to repair and import again',
  params: Params,
  response: z.undefined(),
  media: 'application/octet-stream',
});
