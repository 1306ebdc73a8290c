import * as z from 'zod';
import { BULK_FIELDS } from '#engine/words';
import { route } from '../kit.ts';
import { pageOf, PageQuery } from '../page.ts';

const TagName = z.string().trim().min(1).max(60);
const Params = z.object({ id: z.uuid() });
const OUTCOMES = ['waiting', 'changed', 'unchanged', 'refused'] as const;

const Selection = z.object({
  /** In the one filter grammar; empty: every device. */
  filter: z.string().max(2000).default(''),
  /** Only these; null: all that the filter selects. */
  ids: z.array(z.uuid()).min(1).max(10_000).nullable().default(null),
});

const Change = z.object({
  addTags: z.array(TagName).max(20).default([]),
  removeTags: z.array(TagName).max(20).default([]),
  /** Custom fields by key: a value to set, null to clear. */
  custom: z.record(z.string().max(40), z.string().max(2000).nullable()).default({}),
  /** Device fields: a value as people write it; null: take back what people said of it. */
  fields: z.partialRecord(z.enum(BULK_FIELDS), z.string().trim().min(1).max(2000).nullable()).default({}),
});
export type BulkChange = z.input<typeof Change>;

const EditBody = z.object({ selection: Selection, change: Change });

const Part = z.object({
  tags: z.array(z.string()).readonly().optional(),
  custom: z.record(z.string(), z.string().nullable()).optional(),
  /** What people said of device fields. */
  fields: z.record(z.string(), z.string().nullable()).optional(),
});

export const BulkEditView = z.object({
  id: z.string(),
  state: z.enum(['waiting', 'done']),
  selection: z.object({ filter: z.string(), ids: z.array(z.string()).readonly().nullable() }),
  change: z.object({
    addTags: z.array(z.string()).readonly(),
    removeTags: z.array(z.string()).readonly(),
    custom: z.record(z.string(), z.string().nullable()),
    fields: z.record(z.string(), z.string().nullable()),
  }),
  /** The edit it takes back. */
  undoes: z.string().nullable(),
  undoneBy: z.string().nullable(),
  counts: z.object({
    waiting: z.number().int(),
    changed: z.number().int(),
    unchanged: z.number().int(),
    refused: z.number().int(),
  }),
  createdAt: z.string(),
  createdBy: z.string(),
  endedAt: z.string().nullable(),
  jobId: z.string().nullable(),
});
export type BulkEditView = z.output<typeof BulkEditView>;

export const BulkEditRowView = z.object({
  deviceId: z.string(),
  label: z.string(),
  outcome: z.enum(OUTCOMES),
  /** Why it was refused. */
  reason: z.string().nullable(),
  before: Part.nullable(),
  after: Part.nullable(),
});
export type BulkEditRowView = z.output<typeof BulkEditRowView>;

export const previewBulkEdit = route({
  method: 'POST',
  path: '/api/v1/devices/edits/preview',
  permission: 'inventory.edit',
  summary: 'How many devices an edit would mean, and how many of them you may not edit; nothing is changed',
  body: EditBody,
  response: z.object({ matching: z.number().int(), refused: z.number().int() }),
});

export const startBulkEdit = route({
  method: 'POST',
  path: '/api/v1/devices/edits',
  permission: 'inventory.edit',
  summary: 'Change many devices at once, as a job: fields, tags and custom fields',
  body: EditBody,
  response: BulkEditView,
  status: 202,
});

export const readBulkEdit = route({
  method: 'GET',
  path: '/api/v1/devices/edits/:id',
  permission: 'inventory.read',
  summary: 'One bulk edit: how far it is, and what came of it',
  params: Params,
  response: BulkEditView,
});

export const listBulkEditRows = route({
  method: 'GET',
  path: '/api/v1/devices/edits/:id/rows',
  permission: 'inventory.read',
  summary: 'What came of each device of a bulk edit, with before and after',
  params: Params,
  query: PageQuery.extend({ outcome: z.enum(OUTCOMES).optional() }),
  response: pageOf(BulkEditRowView),
});

export const undoBulkEdit = route({
  method: 'POST',
  path: '/api/v1/devices/edits/:id/undo',
  permission: 'inventory.edit',
  summary: 'Take a bulk edit back where what it wrote still stands, as a job',
  params: Params,
  response: BulkEditView,
  status: 202,
});
