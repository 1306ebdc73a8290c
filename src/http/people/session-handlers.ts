import type { FastifyInstance } from 'fastify';
import { createFirstPerson, isFirstRun } from '#app/people/first-run';
import { readMe } from '#app/people/me';
import { endOtherSessions, endOwnSession, ownSessions, self } from '#app/people/sessions';
import { signIn } from '#app/people/sign-in';
import { enterByLink } from '#app/people/sign-in-links';
import { api } from '#contract/api';
import { serveRoute } from '../serve-route.ts';
import { contextOf } from './attend.ts';
import { callerOf, meOf } from './me-of.ts';
import { clearSessionCookie, setSessionCookie } from './session-cookie.ts';
import { sessionView } from './session-view.ts';

interface CookieSettings {
  readonly secure: boolean;
}

/** The routes with which a person comes, goes, and looks after their sessions. */
export function serveSession(app: FastifyInstance, { secure }: CookieSettings): void {
  serveRoute(app, api.readFirstRun, async (_, { request }) => ({
    needed: await isFirstRun(contextOf(request)),
  }));
  serveRoute(app, api.createFirstPerson, async ({ body }, { request, reply }) => {
    const token = await createFirstPerson(contextOf(request), body, callerOf(request));
    setSessionCookie(reply, token, secure);
    return meOf(request, token);
  });
  serveRoute(app, api.signIn, async ({ body }, { request, reply }) => {
    const entered = await signIn(contextOf(request), body, callerOf(request));
    if (entered.state === 'code-needed') return entered;
    setSessionCookie(reply, entered.token, secure);
    return { state: entered.state, me: await meOf(request, entered.token) };
  });
  serveRoute(app, api.enterByLink, async ({ body }, { request, reply }) => {
    const token = await enterByLink(contextOf(request), body, callerOf(request));
    setSessionCookie(reply, token, secure);
    return meOf(request, token);
  });
  serveRoute(app, api.readMe, async (_, { request }) => readMe(contextOf(request)));
  serveRoute(app, api.signOut, async (_, { request, reply }) => {
    const { sessionId } = self(contextOf(request));
    if (sessionId !== null) await endOwnSession(contextOf(request), sessionId);
    clearSessionCookie(reply);
    return undefined;
  });
  serveRoute(app, api.listSessions, async (_, { request }) => {
    const { sessionId } = self(contextOf(request));
    const items = (await ownSessions(contextOf(request))).map((it) => sessionView(it, sessionId));
    return { items, next: null, total: items.length };
  });
  serveRoute(app, api.endSession, async ({ params }, { request }) => {
    await endOwnSession(contextOf(request), params.id);
    return undefined;
  });
  serveRoute(app, api.endOtherSessions, async (_, { request }) => ({
    ended: await endOtherSessions(contextOf(request)),
  }));
}
