import * as z from 'zod';
import { RECALL_CLASSES } from '#engine/recalls';
import { route } from '../kit.ts';
import { pageOf, PageQuery, sortBy } from '../page.ts';
import { Because } from './decision.ts';
import { DeviceRecall, RecallDetail, RecalledDevice, RecallVerdict, RecallView } from './recall.ts';

const Filter = z.string().max(2000).default('');
const Params = z.object({ id: z.string().min(1).max(200) });

export const listRecalls = route({
  method: 'GET',
  path: '/api/v1/recalls',
  permission: 'findings.read',
  summary:
    'Recalls and corrections, whether or not they mean a device, by filter: touches:yes class:I due:<=today',
  query: PageQuery.extend({
    cursor: z.string().max(2000).optional(),
    filter: Filter,
    sort: sortBy(['recall', 'class', 'initiated', 'due', 'devices'], '-initiated'),
  }),
  response: pageOf(RecallView),
});

export const exportRecalls = route({
  method: 'GET',
  path: '/api/v1/recalls/export',
  permission: 'findings.read',
  summary: 'The recalls of a list as CSV, XLSX or JSON, a row for each device they name',
  query: z.object({ filter: Filter, format: z.enum(['csv', 'xlsx', 'json']).default('csv') }),
  response: z.unknown(),
  media: 'application/octet-stream',
});

const Said = z.string().trim().min(2).max(4000);

export const tellCommunication = route({
  method: 'POST',
  path: '/api/v1/recalls/communications',
  permission: 'findings.triage',
  summary: 'Enter a safety communication: it is held against devices and dealt with as recalls are',
  body: z.object({
    title: Said,
    firm: Said,
    product: Said,
    recallClass: z.enum(RECALL_CLASSES).nullable().default(null),
    reason: Said,
    action: Said.nullable().default(null),
    publishedOn: z.iso.date(),
    codes: Said.nullable().default(null),
    url: z
      .url({ protocol: /^https?$/ })
      .max(2000)
      .nullable()
      .default(null),
  }),
  response: z.object({ id: z.string() }),
  status: 201,
});

export const withdrawCommunication = route({
  method: 'POST',
  path: '/api/v1/recalls/:id/withdraw',
  permission: 'findings.triage',
  summary: 'Take a safety communication back: it means no device any more',
  params: Params,
  body: Because,
  response: z.undefined(),
  status: 204,
});

export const readRecall = route({
  method: 'GET',
  path: '/api/v1/recalls/:id',
  permission: 'findings.read',
  summary: 'One recall: what the report says, what it comes to here, how far work on it is, its history',
  params: Params,
  response: RecallDetail,
});

export const listRecalledDevices = route({
  method: 'GET',
  path: '/api/v1/recalls/:id/devices',
  permission: 'findings.read',
  summary:
    'Devices whose maker and model a recall names: affected, not to be told, not affected, with grounds',
  params: Params,
  query: PageQuery.extend({ verdict: RecallVerdict.optional() }),
  response: z.object({ items: z.array(RecalledDevice).readonly(), next: z.string().nullable() }),
});

export const setRecallWork = route({
  method: 'POST',
  path: '/api/v1/recalls/:id/work',
  permission: 'findings.triage',
  summary: 'Say how far work on a recall is and who sees to it; or that it does not apply, with the reason',
  params: Params,
  body: z.object({
    state: z.enum(['open', 'in-work', 'not-applicable']),
    reason: z.string().trim().max(4000).nullable().default(null),
    ownerId: z.uuid().nullable().default(null),
  }),
  response: z.undefined(),
  status: 204,
});

export const settleRecall = route({
  method: 'POST',
  path: '/api/v1/recalls/:id/devices/settle',
  permission: 'findings.triage',
  summary:
    'Note on which devices a recall was dealt with, or does not apply, with evidence; or open them again',
  params: Params,
  body: z.object({
    deviceIds: z.array(z.uuid()).min(1).max(500),
    state: z.enum(['open', 'done', 'not-applicable']),
    evidence: z.string().trim().min(5, 'Say what was done, or why').max(4000),
  }),
  response: z.object({ devices: z.number().int() }),
});

export const listDeviceRecalls = route({
  method: 'GET',
  path: '/api/v1/devices/:id/recalls',
  permission: 'findings.read',
  summary: 'Recalls that name the maker and model of a device, and how each stands to it',
  params: z.object({ id: z.uuid() }),
  response: z.object({ items: z.array(DeviceRecall).readonly() }),
});
