import * as z from 'zod';
import { DELIVERY_STATES } from '#engine/destinations';
import { route } from '../kit.ts';
import { pageOf, PageQuery } from '../page.ts';
import {
  DeliveryView,
  DestinationChange,
  DestinationOrder,
  DestinationView,
  TicketNews,
} from './destination.ts';

const Params = z.object({ id: z.uuid() });

export const listDestinations = route({
  method: 'GET',
  path: '/api/v1/destinations',
  permission: 'settings.read',
  summary: 'Who takes notices and tickets outside, and how their outboxes stand',
  response: z.object({ items: z.array(DestinationView).readonly() }),
});

export const addDestination = route({
  method: 'POST',
  path: '/api/v1/destinations',
  permission: 'settings.manage',
  summary: 'Add a webhook, a ServiceNow, a Jira or a mailbox. Asks for proof of who you are',
  body: DestinationOrder,
  response: z.object({
    destination: DestinationView,
    /** What its webhooks are signed with, told this once; null: it is no webhook. */
    signingSecret: z.string().nullable(),
  }),
  status: 201,
});

export const readDestination = route({
  method: 'GET',
  path: '/api/v1/destinations/:id',
  permission: 'settings.read',
  summary: 'One destination',
  params: Params,
  response: DestinationView,
});

export const editDestination = route({
  method: 'PATCH',
  path: '/api/v1/destinations/:id',
  permission: 'settings.manage',
  summary:
    'Change a destination, switch it off or on again. 412 when somebody else was first; asks for proof of who you are',
  params: Params,
  body: DestinationChange,
  response: DestinationView,
});

export const dropDestination = route({
  method: 'DELETE',
  path: '/api/v1/destinations/:id',
  permission: 'settings.manage',
  summary: 'Take a destination away, with its outbox; its tickets stay. Asks for proof of who you are',
  params: Params,
  response: z.undefined(),
  status: 204,
});

export const renewDestinationSecret = route({
  method: 'POST',
  path: '/api/v1/destinations/:id/secret',
  permission: 'settings.manage',
  summary: 'Give a webhook another signing secret; for a day both sign. Asks for proof of who you are',
  params: Params,
  response: z.object({ signingSecret: z.string() }),
  status: 201,
});

export const openWritingBack = route({
  method: 'POST',
  path: '/api/v1/destinations/:id/inbound-secret',
  permission: 'settings.manage',
  summary:
    'Let a destination write back how tickets stand, or give it another secret for that; for a day both are good. Asks for proof of who you are',
  params: Params,
  response: z.object({ signingSecret: z.string() }),
  status: 201,
});

export const closeWritingBack = route({
  method: 'DELETE',
  path: '/api/v1/destinations/:id/inbound-secret',
  permission: 'settings.manage',
  summary: 'Take no message of a destination any more. Asks for proof of who you are',
  params: Params,
  response: z.undefined(),
  status: 204,
});

export const takeTicketNews = route({
  method: 'POST',
  path: '/api/v1/destinations/:id/ticket-news',
  permission: 'signature',
  summary:
    'For the destination itself: write back how a ticket stands, signed as Standard Webhooks 1.0 says. Needs no account',
  params: Params,
  body: TicketNews,
  response: z.object({
    /** `taken-before`: this very message was taken already; `outdated`: something later was told before it. */
    outcome: z.enum(['taken', 'taken-before', 'outdated']),
  }),
});

export const tryDestination = route({
  method: 'POST',
  path: '/api/v1/destinations/:id/try',
  permission: 'settings.manage',
  summary:
    'Try a destination now, and see what it answers; ticket systems are asked something that changes nothing',
  params: Params,
  response: DeliveryView,
});

export const listDeliveries = route({
  method: 'GET',
  path: '/api/v1/destinations/:id/deliveries',
  permission: 'settings.read',
  summary: 'The outbox of a destination, newest first, with every attempt and its answer',
  params: Params,
  query: PageQuery.extend({
    cursor: z.uuid().optional(),
    state: z.enum(DELIVERY_STATES).optional(),
  }),
  response: pageOf(DeliveryView),
});

export const retryDelivery = route({
  method: 'POST',
  path: '/api/v1/deliveries/:id/retry',
  permission: 'settings.manage',
  summary: 'Have a delivery that was given up, or waits for its time, tried at once',
  params: Params,
  response: DeliveryView,
  status: 202,
});
