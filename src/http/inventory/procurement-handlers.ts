import type { FastifyInstance } from 'fastify';
import * as z from 'zod';
import {
  answerCheck,
  countModelStandings,
  decideOnClearance,
  type ListedClearance,
  listClearances,
  readModelClearance,
  requestClearance,
  withdrawClearance,
} from '#app/inventory/clearances';
import {
  countUnsettled,
  decideStrangers,
  type ListedStranger,
  listStrangers,
} from '#app/inventory/strangers';
import type { Context } from '#app/context';
import { api } from '#contract/api';
import type { ClearanceView, StrangerView } from '#contract/inventory/procurement-routes';
import { contextOf } from '../people/attend.ts';
import { serveRoute } from '../serve-route.ts';
import { cursorAt, idIn, placeIn } from './cursor.ts';

const Place = z.tuple([z.iso.date().nullable(), z.uuid()]);

/** The routes under `/api/v1/clearances` and `/api/v1/unregistered-devices`. */
export function serveProcurement(app: FastifyInstance): void {
  serveClearances(app);
  serveStrangers(app);
}

function serveClearances(app: FastifyInstance): void {
  serveRoute(app, api.listClearances, async ({ query: { state, cursor, limit } }, { request }) => {
    const ctx = contextOf(request);
    const asked = { states: state ?? null, modelId: null };
    const page = await listClearances(ctx, asked, { before: idIn(cursor), limit });
    return { ...page, items: page.items.map((it) => clearanceOf(it, ctx)) };
  });
  serveRoute(app, api.countModelStandings, async (_, { request }) => ({
    items: await countModelStandings(contextOf(request)),
  }));
  serveRoute(app, api.readModelClearance, async ({ params }, { request }) => {
    const ctx = contextOf(request);
    const { open, decided, ...it } = await readModelClearance(ctx, params.id);
    return {
      ...it,
      open: open === null ? null : clearanceOf(open, ctx),
      decided: decided.map((each) => clearanceOf(each, ctx)),
    };
  });
  serveRoute(app, api.requestClearance, async ({ body: { wanted, need } }, { request }) =>
    requestClearance(contextOf(request), wanted, need),
  );
  serveRoute(app, api.answerClearanceCheck, async ({ params: { id, check }, body }, { request }) => {
    await answerCheck(contextOf(request), id, { ...body, check });
    return undefined;
  });
  serveRoute(app, api.decideOnClearance, async ({ params, body }, { request }) => {
    await decideOnClearance(contextOf(request), params.id, body);
    return undefined;
  });
  serveRoute(app, api.withdrawClearance, async ({ params }, { request }) => {
    await withdrawClearance(contextOf(request), params.id);
    return undefined;
  });
}

function serveStrangers(app: FastifyInstance): void {
  serveRoute(app, api.listStrangers, async ({ query }, { request }) => {
    const { cursor, limit, state, mine, text } = query;
    const ctx = contextOf(request);
    const at = cursor === undefined ? null : placeIn(Place, cursor);
    const after = at === null ? null : { dueOn: at[0], deviceId: at[1] };
    const page = await listStrangers(ctx, { states: state, mine: mine === 'yes', text }, { after, limit });
    return {
      items: page.items.map((it) => strangerOf(it, ctx)),
      next: page.next === null ? null : cursorAt([page.next.dueOn, page.next.deviceId]),
      total: page.total,
    };
  });
  serveRoute(app, api.countStrangers, async (_, { request }) => countUnsettled(contextOf(request)));
  serveRoute(app, api.decideStrangers, async ({ body: { devices, decision } }, { request }) => ({
    decided: await decideStrangers(contextOf(request), { devices }, decision),
  }));
}

function clearanceOf(it: ListedClearance, { actor }: Context): ClearanceView {
  return {
    id: it.id,
    modelId: it.modelId,
    model: it.modelName,
    vendor: it.vendorName,
    devices: it.devices,
    state: it.state,
    need: it.need,
    version: it.version,
    requestedAt: it.requestedAt.toISOString(),
    requestedBy: it.requestedByName,
    isMine: 'id' in actor && actor.id === it.requestedBy,
    checks: it.checks,
    conditions: it.conditions,
    reason: it.reason,
    expiresOn: it.expiresOn,
    decidedAt: it.decidedAt?.toISOString() ?? null,
    decidedBy: it.decidedByName,
  };
}

function strangerOf(it: ListedStranger, { now }: Context): StrangerView {
  const { ownerId, ownerName, decidedByName, networkAt, raisedAt, decidedAt, ...rest } = it;
  return {
    ...rest,
    networkAt: networkAt?.toISOString() ?? null,
    raisedAt: raisedAt.toISOString(),
    owner: ownerId === null || ownerName === null ? null : { id: ownerId, name: ownerName },
    isOverdue: it.dueOn !== null && it.dueOn < now().toISOString().slice(0, 10),
    decidedAt: decidedAt?.toISOString() ?? null,
    decidedBy: decidedByName,
  };
}
