import type { FastifyInstance, FastifyRequest } from 'fastify';
import {
  addPasskey,
  ownPasskeys,
  passkeyOptions,
  proveWithPasskey,
  removeOwnPasskey,
  signInOptions,
  signInWithPasskey,
  type Site,
} from '#app/people/passkeys';
import { api } from '#contract/api';
import type { PasskeyView } from '#contract/people/passkey-routes';
import { serveRoute } from '../serve-route.ts';
import { contextOf } from './attend.ts';
import { callerOf, meOf } from './me-of.ts';
import { sessionTokenOf, setSessionCookie } from './session-cookie.ts';

export interface PasskeySettings {
  /** Address people reach this server at; null: the one they typed, which the guard has checked. */
  readonly origin: string | null;
  readonly secure: boolean;
}

/** The routes under `/api/v1/passkeys`, and signing in with one. */
export function servePasskeys(app: FastifyInstance, { origin, secure }: PasskeySettings): void {
  const siteOf = (request: FastifyRequest): Site => ({
    origin: origin ?? `${request.protocol}://${request.host}`,
  });
  serveRoute(app, api.createPasskeyOptions, async (_, { request }) => ({
    ...(await passkeyOptions(contextOf(request), siteOf(request))),
  }));
  serveRoute(app, api.addPasskey, async ({ body }, { request }) =>
    viewOf(await addPasskey(contextOf(request), body, siteOf(request))),
  );
  serveRoute(app, api.listPasskeys, async (_, { request }) => {
    const items = (await ownPasskeys(contextOf(request))).map(viewOf);
    return { items, next: null, total: items.length };
  });
  serveRoute(app, api.removePasskey, async ({ params }, { request }) => {
    await removeOwnPasskey(contextOf(request), params.id);
    return undefined;
  });
  serveRoute(app, api.createPasskeySignInOptions, async (_, { request }) => ({
    ...(await signInOptions(contextOf(request), siteOf(request))),
  }));
  serveRoute(app, api.signInWithPasskey, async ({ body }, { request, reply }) => {
    const token = await signInWithPasskey(
      contextOf(request),
      body.response,
      siteOf(request),
      callerOf(request),
    );
    setSessionCookie(reply, token, secure);
    return meOf(request, token);
  });
  serveRoute(app, api.proveWithPasskey, async ({ body }, { request }) => {
    await proveWithPasskey(contextOf(request), body.response, siteOf(request), request.ip);
    return meOf(request, sessionTokenOf(request) ?? '');
  });
}

function viewOf(it: Awaited<ReturnType<typeof ownPasskeys>>[number]): PasskeyView {
  return {
    id: it.id,
    name: it.name,
    createdAt: it.createdAt.toISOString(),
    usedAt: it.usedAt?.toISOString() ?? null,
  };
}
