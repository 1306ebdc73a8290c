import type { FastifyInstance } from 'fastify';
import {
  type DeliveryDossier,
  listDeliveries,
  retryDelivery,
  tryDestination,
} from '#app/destinations/deliveries';
import {
  addDestination,
  type DestinationDossier,
  dropDestination,
  editDestination,
  listDestinations,
  readDestination,
  renewSecret,
} from '#app/destinations/destinations';
import { closeWritingBack, openWritingBack } from '#app/destinations/writing-back';
import { api } from '#contract/api';
import type { DeliveryView, DestinationView } from '#contract/destinations/destination';
import { contextOf } from '../people/attend.ts';
import { serveRoute } from '../serve-route.ts';

/** The routes under `/api/v1/destinations` and `/api/v1/deliveries`. */
export function serveDestinations(app: FastifyInstance): void {
  serveRoute(app, api.listDestinations, async (_, { request }) => ({
    items: (await listDestinations(contextOf(request))).map(destinationView),
  }));
  serveRoute(app, api.addDestination, async ({ body }, { request, reply }) => {
    const { dossier, signingSecret } = await addDestination(contextOf(request), body);
    void reply.header('location', `/api/v1/destinations/${dossier.destination.id}`);
    return { destination: destinationView(dossier), signingSecret };
  });
  serveRoute(app, api.readDestination, async ({ params }, { request }) =>
    destinationView(await readDestination(contextOf(request), params.id)),
  );
  serveRoute(app, api.editDestination, async ({ params, body }, { request }) =>
    destinationView(await editDestination(contextOf(request), params.id, body)),
  );
  serveRoute(app, api.dropDestination, async ({ params }, { request }) => {
    await dropDestination(contextOf(request), params.id);
    return undefined;
  });
  serveRoute(app, api.renewDestinationSecret, async ({ params }, { request }) => ({
    signingSecret: await renewSecret(contextOf(request), params.id),
  }));
  serveRoute(app, api.openWritingBack, async ({ params }, { request }) => ({
    signingSecret: await openWritingBack(contextOf(request), params.id),
  }));
  serveRoute(app, api.closeWritingBack, async ({ params }, { request }) => {
    await closeWritingBack(contextOf(request), params.id);
    return undefined;
  });
  serveRoute(app, api.tryDestination, async ({ params }, { request }) =>
    deliveryView(await tryDestination(contextOf(request), params.id)),
  );
  serveRoute(app, api.listDeliveries, async ({ params, query }, { request }) => {
    const { state = null, cursor: before = null, limit } = query;
    const page = await listDeliveries(contextOf(request), params.id, { state, before, limit });
    return { ...page, items: page.items.map(deliveryView) };
  });
  serveRoute(app, api.retryDelivery, async ({ params }, { request }) =>
    deliveryView(await retryDelivery(contextOf(request), params.id)),
  );
}

function destinationView({ destination: it, counts }: DestinationDossier): DestinationView {
  return {
    id: it.id,
    name: it.name,
    place: it.place.kind === 'email' ? { ...it.place, to: [...it.place.to] } : it.place,
    hasSecret: it.secret !== null,
    events: [...it.events],
    version: it.version,
    changedAt: it.changedAt.toISOString(),
    changedBy: it.changedByName,
    isOn: it.isOn,
    disabledBecause: it.disabledBecause,
    failures: it.failures,
    failingSince: it.failingSince?.toISOString() ?? null,
    problem: it.problem,
    lastSuccessAt: it.lastSuccessAt?.toISOString() ?? null,
    inbound:
      it.inbound === null
        ? null
        : {
            lastAt: it.inbound.lastAt?.toISOString() ?? null,
            problem: it.inbound.problem,
            problemAt: it.inbound.problemAt?.toISOString() ?? null,
          },
    waiting: (counts.waiting ?? 0) + (counts.failed ?? 0),
    givenUp: counts['given-up'] ?? 0,
    delivered: counts.delivered ?? 0,
  };
}

function deliveryView({ delivery: it, attempts }: DeliveryDossier): DeliveryView {
  return {
    id: it.id,
    event: it.event,
    title: it.title,
    lines: [...it.content.lines],
    ticketId: it.ticketId,
    createdAt: it.createdAt.toISOString(),
    state: it.state,
    nextAttemptAt: it.nextAttemptAt?.toISOString() ?? null,
    attempts: attempts.map(({ at, ...attempt }) => ({ ...attempt, at: at.toISOString() })),
  };
}
