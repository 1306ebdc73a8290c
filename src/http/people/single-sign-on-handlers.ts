import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { beginSingleSignOn, finishSingleSignOn, type IdentityProvider } from '#app/people/single-sign-on';
import { policyInForce } from '#app/people/sign-in-policy';
import { Refused } from '#app/refusal';
import { api } from '#contract/api';
import { serveRoute, serveStream } from '../serve-route.ts';
import { contextOf } from './attend.ts';
import { callerOf } from './me-of.ts';
import { setSessionCookie } from './session-cookie.ts';

export interface SingleSignOnSettings {
  readonly provider: IdentityProvider | null;
  /** Address people reach this server at; null: the one they typed, which the guard has checked. */
  readonly origin: string | null;
  readonly secure: boolean;
}

/** Signing in with the hospital's identity provider. */
export function serveSingleSignOn(
  app: FastifyInstance,
  { provider, origin, secure }: SingleSignOnSettings,
): void {
  const stateCookie = `${secure ? '__Secure-' : ''}patchward_single_sign_on`;
  const originOf = (request: FastifyRequest) => origin ?? `${request.protocol}://${request.host}`;
  // Lax, because it has to come back from another site; bound to the callback and to minutes.
  const cookie = { path: api.finishSingleSignOn.path, httpOnly: true, sameSite: 'lax', secure } as const;
  serveRoute(app, api.listSignInWays, async (_, { request }) => {
    const { passwords, singleSignOn } = await policyInForce(contextOf(request).store.db);
    const offered = provider !== null && singleSignOn;
    return {
      passwords,
      singleSignOn: offered ? { name: provider.name, path: api.beginSingleSignOn.path } : null,
    };
  });
  serveStream(app, api.beginSingleSignOn, async (_, reply) => {
    const { request } = reply;
    const callback = originOf(request) + api.finishSingleSignOn.path;
    const { url, state } = await beginSingleSignOn(contextOf(request), there(provider), callback);
    return reply.setCookie(stateCookie, state, { ...cookie, maxAge: 600 }).redirect(url, 303);
  });
  serveStream(app, api.finishSingleSignOn, async (_, reply) => {
    const { request } = reply;
    const token = await finishSingleSignOn(
      contextOf(request),
      there(provider),
      { cameBackTo: originOf(request) + request.url, state: request.cookies[stateCookie] ?? null },
      callerOf(request),
    );
    void reply.clearCookie(stateCookie, cookie);
    setSessionCookie(reply, token, secure);
    return goHome(reply);
  });
}

/**
 * A redirect would still count as coming from the other site, and the new session's cookie would not go with it. A page
 * of our own that moves on does.
 */
function goHome(reply: FastifyReply): FastifyReply {
  return reply
    .type('text/html; charset=utf-8')
    .header('cache-control', 'no-store')
    .send(
      '<!doctype html><html lang="en"><meta charset="utf-8"><meta http-equiv="refresh" content="0; url=/"><title>Signed in</title><p><a href="/">Go on to Patchward</a></p></html>',
    );
}

function there(provider: IdentityProvider | null): IdentityProvider {
  if (provider === null)
    throw new Refused({ code: 'not-found', what: 'an identity provider: none is set up' });
  return provider;
}
