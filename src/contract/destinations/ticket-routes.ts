import * as z from 'zod';
import { DESTINATION_KINDS, TICKET_STATES } from '#engine/destinations';
import { route } from '../kit.ts';
import { pageOf, PageQuery } from '../page.ts';
import { TicketView, TicketWord } from './destination.ts';

const Params = z.object({ id: z.uuid() });
const Count = z.number().int().nonnegative();

export const listTicketDestinations = route({
  method: 'GET',
  path: '/api/v1/tickets/destinations',
  permission: 'findings.triage',
  summary: 'Where tickets can be opened',
  response: z.object({
    items: z
      .array(
        z.object({
          id: z.string(),
          name: z.string(),
          kind: z.enum(DESTINATION_KINDS),
          /** Why it takes none now; null: it does. */
          closedBecause: z.string().nullable(),
        }),
      )
      .readonly(),
  }),
});

export const listTickets = route({
  method: 'GET',
  path: '/api/v1/tickets',
  permission: 'findings.read',
  summary: 'Tickets about devices you may see, newest first, each with its status in the other system',
  query: PageQuery.extend({
    cursor: z.uuid().optional(),
    destination: z.uuid().optional(),
    vulnerability: z.string().max(200).optional(),
    device: z.uuid().optional(),
    state: z.enum(TICKET_STATES).optional(),
  }),
  response: pageOf(TicketView),
});

const TicketWish = z.strictObject({
  destinationId: z.uuid(),
  /** Findings of each ticket, in the one filter grammar: one ticket for each. */
  filters: z.array(z.string().max(2000)).min(1).max(50),
  /** For whoever works on it. */
  note: z.string().trim().min(1).max(4000).nullable().default(null),
});

export const previewTickets = route({
  method: 'POST',
  path: '/api/v1/tickets/preview',
  permission: 'findings.triage',
  summary: 'What tickets would be about, and what of it has one there already',
  body: TicketWish,
  response: z.object({
    items: z
      .array(z.object({ filter: z.string(), findings: Count, devices: Count, covered: Count }))
      .readonly(),
  }),
});

export const openTickets = route({
  method: 'POST',
  path: '/api/v1/tickets',
  permission: 'findings.triage',
  summary:
    'Open tickets over findings. What an unsettled ticket there covers already gets no second one, however often it is asked for',
  body: TicketWish,
  response: z.object({
    items: z.array(z.object({ ticket: TicketView, isNew: z.boolean() })).readonly(),
  }),
  status: 201,
});

export const readTicket = route({
  method: 'GET',
  path: '/api/v1/tickets/:id',
  permission: 'findings.read',
  summary: 'One ticket',
  params: Params,
  response: TicketView,
});

export const tellTicket = route({
  method: 'PATCH',
  path: '/api/v1/tickets/:id',
  permission: 'findings.triage',
  summary: 'Write back what another system says of a ticket, where Patchward cannot ask by itself',
  params: Params,
  body: TicketWord,
  response: TicketView,
});
