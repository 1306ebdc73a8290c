import type { FastifyInstance } from 'fastify';
import { beginDemonstration } from '#app/demonstration/begin';
import { enterDemonstration } from '#app/demonstration/enter';
import { beginDay, startOver } from '#app/demonstration/play';
import { removeDemonstration } from '#app/demonstration/remove';
import { FULL_SIZE, SMALL_SIZE } from '#app/demonstration/hospital';
import { readDemonstration } from '#app/demonstration/state';
import { api } from '#contract/api';
import { contextOf } from '../people/attend.ts';
import { callerOf, meOf } from '../people/me-of.ts';
import { setSessionCookie } from '../people/session-cookie.ts';
import { serveRoute } from '../serve-route.ts';

/** The routes of the demonstration hospital. */
export function serveDemonstration(app: FastifyInstance, { secure }: { readonly secure: boolean }): void {
  serveRoute(app, api.readDemonstration, async (_, { request }) => readDemonstration(contextOf(request)));
  serveRoute(app, api.beginDemonstration, async ({ body }, { request }) => {
    await beginDemonstration(contextOf(request), { devices: body.size === 'full' ? FULL_SIZE : SMALL_SIZE });
    return readDemonstration(contextOf(request));
  });
  serveRoute(app, api.playDemonstrationDay, async (_, { request }) => {
    await beginDay(contextOf(request));
    return readDemonstration(contextOf(request));
  });
  serveRoute(app, api.startDemonstrationOver, async (_, { request }) => {
    await startOver(contextOf(request));
    return readDemonstration(contextOf(request));
  });
  serveRoute(app, api.removeDemonstration, async (_, { request }) => {
    await removeDemonstration(contextOf(request));
    return undefined;
  });
  serveRoute(app, api.enterDemonstration, async ({ body }, { request, reply }) => {
    const token = await enterDemonstration(contextOf(request), body.personId, callerOf(request));
    setSessionCookie(reply, token, secure);
    return meOf(request, token);
  });
}
