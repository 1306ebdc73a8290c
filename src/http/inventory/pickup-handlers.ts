import type { FastifyInstance } from 'fastify';
import {
  addPickup,
  dropPickup,
  editPickup,
  listSources,
  type PickupDossier,
  readPickup,
  runPickupNow,
  type SourceSeen,
} from '#app/inventory/pickups';
import { api } from '#contract/api';
import type { PickupPlaceOrder, PickupView, SourceView } from '#contract/inventory/pickup';
import type * as z from 'zod';
import { acceptedJob } from '../jobs/job-view.ts';
import { contextOf } from '../people/attend.ts';
import { serveRoute } from '../serve-route.ts';

/** The routes under `/api/v1/sources` and `/api/v1/pickups`. */
export function servePickups(app: FastifyInstance): void {
  serveRoute(app, api.listSources, async (_, { request }) => {
    const ctx = contextOf(request);
    return { items: (await listSources(ctx)).map(sourceView), inbox: ctx.inbox };
  });
  serveRoute(app, api.addPickup, async ({ body: { headers, place, ...order } }, { request, reply }) => {
    const made = await addPickup(contextOf(request), { ...order, place: placeOf(place) }, headers);
    void reply.header('location', `/api/v1/pickups/${made.pickup.id}`);
    return pickupView(made);
  });
  serveRoute(app, api.readPickup, async ({ params }, { request }) =>
    pickupView(await readPickup(contextOf(request), params.id)),
  );
  serveRoute(app, api.editPickup, async ({ params, body }, { request }) => {
    const change = { ...body, place: body.place === undefined ? undefined : placeOf(body.place) };
    return pickupView(await editPickup(contextOf(request), params.id, change));
  });
  serveRoute(app, api.dropPickup, async ({ params }, { request }) => {
    await dropPickup(contextOf(request), params.id);
    return undefined;
  });
  serveRoute(app, api.runPickup, async ({ params }, { request, reply }) => {
    const ctx = contextOf(request);
    return acceptedJob(reply, ctx, await runPickupNow(ctx, params.id));
  });
}

function placeOf(it: z.output<typeof PickupPlaceOrder>) {
  return it.kind === 'folder' ? it : { ...it, headerNames: [] };
}

function sourceView({ lastAppliedAt, pickup, ...it }: SourceSeen): SourceView {
  return {
    ...it,
    lastAppliedAt: lastAppliedAt?.toISOString() ?? null,
    pickup: pickup === null ? null : pickupView(pickup),
  };
}

function pickupView({ pickup: it, open, newest }: PickupDossier): PickupView {
  return {
    id: it.id,
    source: it.source,
    version: it.version,
    place: it.place,
    schedule: it.schedule,
    rules: it.rules,
    changedAt: it.changedAt.toISOString(),
    changedBy: it.changedByName,
    pausedAt: it.pausedAt?.toISOString() ?? null,
    pausedBy: it.pausedByName,
    nextRunAt: it.nextRunAt.toISOString(),
    lastRunAt: it.lastRunAt?.toISOString() ?? null,
    lastSuccessAt: it.lastSuccessAt?.toISOString() ?? null,
    failures: it.failures,
    problem: it.problem,
    open:
      open === null
        ? null
        : { id: open.id, file: open.file, state: open.state, because: open.waitsBecause ?? [] },
    newest:
      newest === null
        ? null
        : {
            id: newest.id,
            file: newest.file,
            state: newest.state,
            at: newest.at.toISOString(),
            problem: newest.problem,
          },
  };
}
