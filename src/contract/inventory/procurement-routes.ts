import * as z from 'zod';
import { CLEARANCE_CHECKS, CLEARANCE_DECISIONS, STRANGER_STATES } from '#engine/procurement';
import { route } from '../kit.ts';
import { pageOf, PageQuery, several } from '../page.ts';

const Params = z.object({ id: z.uuid() });
const count = z.number().int().nonnegative();
const Reason = z.string().trim().min(3, 'Say why').max(2000);

const CheckView = z.object({
  check: z.enum(CLEARANCE_CHECKS),
  /** Null: it cannot be told, which is not the same as met. */
  met: z.boolean().nullable(),
  because: z.string(),
  /** A person said so; null: the product worked it out. */
  by: z.string().nullable(),
});

export const ClearanceView = z.object({
  id: z.string(),
  modelId: z.string(),
  model: z.string(),
  vendor: z.string().nullable(),
  /** Devices of the model that you may see. */
  devices: count,
  state: z.enum(['open', ...CLEARANCE_DECISIONS, 'withdrawn']),
  need: z.string(),
  version: count,
  requestedAt: z.string(),
  requestedBy: z.string(),
  /** Whoever asked cannot decide. */
  isMine: z.boolean(),
  /** As they stood when it was decided; null: it is not. */
  checks: z.array(CheckView).readonly().nullable(),
  conditions: z.string().nullable(),
  reason: z.string().nullable(),
  /** Last day it holds, ISO. */
  expiresOn: z.string().nullable(),
  decidedAt: z.string().nullable(),
  decidedBy: z.string().nullable(),
});
export type ClearanceView = z.output<typeof ClearanceView>;

const STANDINGS = [...CLEARANCE_DECISIONS, 'expired', 'none'] as const;

export const ModelClearanceView = z.object({
  /** `none`: it never passed the gate. */
  standing: z.enum(STANDINGS),
  /** As of now. */
  checks: z.array(CheckView).readonly(),
  open: ClearanceView.nullable(),
  /** Newest first. */
  decided: z.array(ClearanceView).readonly(),
});
export type ModelClearanceView = z.output<typeof ModelClearanceView>;

export const listClearances = route({
  method: 'GET',
  path: '/api/v1/clearances',
  permission: 'inventory.read',
  summary: 'Models that were asked for, and whether they were cleared; newest first',
  query: PageQuery.extend({
    state: several(z.enum(['open', ...CLEARANCE_DECISIONS, 'withdrawn'])),
  }),
  response: pageOf(ClearanceView),
});

export const countModelStandings = route({
  method: 'GET',
  path: '/api/v1/clearances/standings',
  permission: 'inventory.read',
  summary: 'Models in use and their devices, by whether the model passed the gate',
  response: z.object({
    items: z.array(z.object({ standing: z.enum(STANDINGS), models: count, devices: count })).readonly(),
  }),
});

export const readModelClearance = route({
  method: 'GET',
  path: '/api/v1/models/:id/clearance',
  permission: 'inventory.read',
  summary: 'The checklist of a model as of now, what is asked for, and what was decided',
  params: Params,
  response: ModelClearanceView,
});

export const requestClearance = route({
  method: 'POST',
  path: '/api/v1/clearances',
  permission: 'inventory.structure',
  summary:
    'Ask for a model to be cleared before it is bought or put in service; it may be one no device names yet',
  body: z.object({
    wanted: z.union([
      z.strictObject({ modelId: z.uuid() }),
      z.strictObject({
        manufacturer: z.string().trim().min(1).max(200),
        model: z.string().trim().min(1).max(200),
      }),
    ]),
    /** What it is wanted for. */
    need: Reason,
  }),
  response: z.object({ id: z.string(), modelId: z.string() }),
  status: 201,
});

export const answerClearanceCheck = route({
  method: 'PUT',
  path: '/api/v1/clearances/:id/answers/:check',
  permission: 'inventory.structure',
  summary: 'Say whether a check is met, where the product cannot tell or you know better; null takes it back',
  params: Params.extend({ check: z.enum(CLEARANCE_CHECKS) }),
  body: z.object({
    version: z.number().int(),
    answer: z.object({ met: z.boolean(), note: Reason }).nullable(),
  }),
  response: z.undefined(),
  status: 204,
});

export const decideOnClearance = route({
  method: 'POST',
  path: '/api/v1/clearances/:id/decision',
  permission: 'inventory.sign-off',
  summary: 'Clear a model, clear it with conditions, or refuse it; whoever asked cannot',
  params: Params,
  body: z.object({
    decision: z.enum(CLEARANCE_DECISIONS),
    conditions: z.string().trim().max(4000).nullable().default(null),
    reason: Reason,
    expiresOn: z.iso.date(),
  }),
  response: z.undefined(),
  status: 204,
});

export const withdrawClearance = route({
  method: 'DELETE',
  path: '/api/v1/clearances/:id',
  permission: 'inventory.structure',
  summary: 'Take back that a model was asked for, while nobody has decided',
  params: Params,
  response: z.undefined(),
  status: 204,
});

export const StrangerView = z.object({
  deviceId: z.string(),
  label: z.string(),
  name: z.string().nullable(),
  ip: z.string().nullable(),
  mac: z.string().nullable(),
  site: z.string().nullable(),
  department: z.string().nullable(),
  /** Sources of the network that speak of it. */
  sources: z.array(z.string()).readonly(),
  networkAt: z.string().nullable(),
  /** `open`: nobody has decided. `registered`: a register knows it now. */
  state: z.enum(STRANGER_STATES),
  raisedAt: z.string(),
  because: z.string(),
  owner: z.object({ id: z.string(), name: z.string() }).nullable(),
  /** Last day for it, ISO. */
  dueOn: z.string().nullable(),
  isOverdue: z.boolean(),
  reason: z.string().nullable(),
  ignoredUntil: z.string().nullable(),
  decidedAt: z.string().nullable(),
  decidedBy: z.string().nullable(),
});
export type StrangerView = z.output<typeof StrangerView>;

export const listStrangers = route({
  method: 'GET',
  path: '/api/v1/unregistered-devices',
  permission: 'inventory.read',
  summary: 'Alerts about devices that the network shows and no register knows, those due first',
  query: PageQuery.extend({
    cursor: z.string().max(500).optional(),
    state: several(z.enum(STRANGER_STATES)),
    /** Only those given to you. */
    mine: z.enum(['yes']).optional(),
    text: z.string().max(200).optional(),
  }),
  response: pageOf(StrangerView),
});

export const countStrangers = route({
  method: 'GET',
  path: '/api/v1/unregistered-devices/counts',
  permission: 'inventory.read',
  summary: 'How many such alerts wait, how many are past their day, and how many are yours',
  response: z.object({ total: count, open: count, overdue: count, mine: count, mineOverdue: count }),
});

export const decideStrangers = route({
  method: 'POST',
  path: '/api/v1/unregistered-devices/decisions',
  permission: 'inventory.reconcile',
  summary: 'Have unregistered devices registered or removed by somebody, or ignore them for a time',
  body: z.object({
    devices: z.array(z.uuid()).min(1).max(500).readonly(),
    decision: z.discriminatedUnion('kind', [
      z.object({
        kind: z.enum(['register', 'remove']),
        ownerId: z.uuid(),
        dueOn: z.iso.date(),
        reason: Reason,
      }),
      z.object({ kind: z.literal('ignore'), until: z.iso.date(), reason: Reason }),
      z.object({ kind: z.literal('removed'), reason: Reason }),
    ]),
  }),
  response: z.object({ decided: count }),
});
