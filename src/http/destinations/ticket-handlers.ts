import type { FastifyInstance } from 'fastify';
import {
  listTicketDestinations,
  listTickets,
  openTickets,
  previewTickets,
  readTicket,
  tellTicket,
} from '#app/destinations/tickets';
import { api } from '#contract/api';
import type { TicketView } from '#contract/destinations/destination';
import { contextOf } from '../people/attend.ts';
import { serveRoute } from '../serve-route.ts';

type Ticket = Awaited<ReturnType<typeof readTicket>>;

/** The routes under `/api/v1/tickets`. @param origin address of this server, as tickets link to it; null: it is not known */
export function serveTickets(app: FastifyInstance, origin: string | null): void {
  serveRoute(app, api.listTicketDestinations, async (_, { request }) => ({
    items: await listTicketDestinations(contextOf(request)),
  }));
  serveRoute(app, api.listTickets, async ({ query }, { request }) => {
    const { cursor: before = null, limit, destination, vulnerability, device, state } = query;
    const page = await listTickets(
      contextOf(request),
      {
        destinationId: destination,
        vulnerability,
        deviceId: device,
        states: state === undefined ? undefined : [state],
      },
      { before, limit },
    );
    return { ...page, items: page.items.map(ticketView) };
  });
  serveRoute(app, api.previewTickets, async ({ body }, { request }) => ({
    items: await previewTickets(contextOf(request), body),
  }));
  serveRoute(app, api.openTickets, async ({ body }, { request }) => {
    const opened = await openTickets(contextOf(request), body, origin);
    return { items: opened.map(({ ticket, isNew }) => ({ ticket: ticketView(ticket), isNew })) };
  });
  serveRoute(app, api.readTicket, async ({ params }, { request }) =>
    ticketView(await readTicket(contextOf(request), params.id)),
  );
  serveRoute(app, api.tellTicket, async ({ params, body }, { request }) =>
    ticketView(await tellTicket(contextOf(request), params.id, body)),
  );
}

function ticketView(it: Ticket): TicketView {
  return {
    id: it.id,
    destination: { id: it.destinationId, name: it.destinationName, kind: it.kind },
    title: it.title,
    filter: it.filter,
    note: it.note,
    findings: it.findings,
    devices: it.devices,
    openedAt: it.openedAt.toISOString(),
    openedBy: it.openedByName,
    state: it.state,
    key: it.key,
    status: it.status,
    link: it.link,
    toldAt: it.toldAt?.toISOString() ?? null,
    readProblem: it.readProblem,
  };
}
