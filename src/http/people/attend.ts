import { createHash, timingSafeEqual } from 'node:crypto';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Actor, Context, Instance } from '#app/context';
import { isFirstRun } from '#app/people/first-run';
import { actorOfSession } from '#app/people/sessions';
import { actorOfToken } from '#app/people/tokens';
import { Refused } from '#app/refusal';
import type { Route } from '#contract/kit';
import { mayAnywhere } from '#engine/access';
import { sessionTokenOf } from './session-cookie.ts';

declare module 'fastify' {
  interface FastifyRequest {
    context: Context | null;
  }
}

/**
 * Finds out who calls before anything else looks at the request, and turns away whoever could not do this anywhere.
 * Use cases ask again, for the very thing that is acted upon.
 */
export function attend(
  app: FastifyInstance,
  instance: Instance,
  { loopback, metricsToken }: { readonly loopback: boolean; readonly metricsToken: string | null },
): void {
  app.decorateRequest('context', null);
  app.addHook('onRequest', async (request) => {
    const actor = isScrape(request, metricsToken) ? SCRAPER : await actorOf(instance, request);
    request.context = { ...instance, actor };
    const { permission } = request.routeOptions.config;
    if (actor.kind === 'nobody' && loopback && isTrial(permission) && (await isFirstRun(instance))) return;
    refuseAtDoor(actor, permission);
  });
}

const SCRAPER = { kind: 'system', name: 'Metrics' } as const;

/** Prometheus has no account; the token it brings opens this one page. */
function isScrape(request: FastifyRequest, metricsToken: string | null): boolean {
  const { permission } = request.routeOptions.config;
  if (metricsToken === null || request.routeOptions.url !== '/metrics' || permission === undefined)
    return false;
  const digest = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(request.headers.authorization ?? ''), digest(`Bearer ${metricsToken}`));
}

/** Assessments of files keep nothing: on one's own machine they can be tried before anybody has an account. */
function isTrial(permission: Route['permission'] | undefined): boolean {
  return permission === 'assessments.make' || permission === 'assessments.read';
}

/** The context of a request's use case. */
export function contextOf(request: FastifyRequest): Context {
  if (request.context === null) throw new Error('Cannot answer: nobody attended to this request');
  return request.context;
}

async function actorOf(instance: Instance, request: FastifyRequest): Promise<Actor> {
  const { authorization } = request.headers;
  if (authorization !== undefined) return bearerOf(instance, authorization);
  const token = sessionTokenOf(request);
  const known = token === null ? null : await actorOfSession(instance, token);
  return known ?? { kind: 'nobody' };
}

/** A program that brings a token is told when it is no good, rather than taken for nobody. */
async function bearerOf(instance: Instance, authorization: string): Promise<Actor> {
  const secret = /^Bearer (\S+)$/i.exec(authorization)?.[1];
  const known = secret === undefined ? null : await actorOfToken(instance, secret);
  if (known === null)
    throw new Refused({
      code: 'not-signed-in',
      because: 'Cannot use API token: it is unknown, revoked or expired',
    });
  return known;
}

function refuseAtDoor(actor: Actor, permission: Route['permission'] | undefined): void {
  if (permission === undefined || permission === 'anybody' || actor.kind === 'system') return;
  // Its handler asks for it, over the body that is not here yet.
  if (permission === 'signature') return;
  if (actor.kind === 'nobody')
    throw new Refused({ code: 'not-signed-in', because: 'Cannot do this: sign in first' });
  if (permission === 'signed-in') return;
  const heldBack = actor.limitedTo !== null && !actor.limitedTo.includes(permission);
  if (heldBack || !mayAnywhere(actor.grants, permission))
    throw new Refused({ code: 'not-allowed', needs: permission });
}
