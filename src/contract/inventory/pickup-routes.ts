import * as z from 'zod';
import { JobView } from '../jobs/routes.ts';
import { route } from '../kit.ts';
import { ScheduleView } from '../schedule.ts';
import { PickupHeadersOrder, PickupPlaceOrder, PickupRulesView, PickupView, SourceView } from './pickup.ts';

const Params = z.object({ id: z.uuid() });

export const listSources = route({
  method: 'GET',
  path: '/api/v1/sources',
  permission: 'inventory.import',
  summary: 'Every source of inventory, and how its files come by themselves',
  response: z.object({
    items: z.array(SourceView).readonly(),
    /** Folder of the server below which folders can be watched; null: it has none. */
    inbox: z.string().nullable(),
  }),
});

export const addPickup = route({
  method: 'POST',
  path: '/api/v1/pickups',
  permission: 'inventory.structure',
  summary:
    'Let files of a source come by themselves: from a watched folder, or from an address that is asked',
  body: z.strictObject({
    source: z.string().trim().min(1).max(200),
    place: PickupPlaceOrder,
    schedule: ScheduleView,
    rules: PickupRulesView,
    headers: PickupHeadersOrder.default({}),
  }),
  response: PickupView,
  status: 201,
});

export const readPickup = route({
  method: 'GET',
  path: '/api/v1/pickups/:id',
  permission: 'inventory.import',
  summary: 'One pickup: its rules, its last and next run, what waits',
  params: Params,
  response: PickupView,
});

export const editPickup = route({
  method: 'PATCH',
  path: '/api/v1/pickups/:id',
  permission: 'inventory.structure',
  summary: 'Change a pickup, pause it, or let it go on. 412 when somebody else was first',
  params: Params,
  body: z.strictObject({
    version: z.number().int(),
    place: PickupPlaceOrder.optional(),
    schedule: ScheduleView.optional(),
    rules: PickupRulesView.optional(),
    /** All of them anew; left out: as they are. */
    headers: PickupHeadersOrder.optional(),
    paused: z.boolean().optional(),
  }),
  response: PickupView,
});

export const dropPickup = route({
  method: 'DELETE',
  path: '/api/v1/pickups/:id',
  permission: 'inventory.structure',
  summary: 'Pick files of this source up no longer; what they said stays',
  params: Params,
  response: z.undefined(),
  status: 204,
});

export const runPickup = route({
  method: 'POST',
  path: '/api/v1/pickups/:id/run',
  permission: 'inventory.import',
  summary: 'Look for new files of this source now',
  params: Params,
  response: JobView,
  status: 202,
});
