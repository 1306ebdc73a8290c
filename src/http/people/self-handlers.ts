import type { FastifyInstance, FastifyRequest } from 'fastify';
import { changeOwnPassword } from '#app/people/change-password';
import { readMe } from '#app/people/me';
import {
  beginEnrolment,
  confirmEnrolment,
  removeOwnSecondFactor,
  renewRecoveryCodes,
} from '#app/people/second-factor';
import { actorOfSession } from '#app/people/sessions';
import { proveIdentity } from '#app/people/sign-in';
import { api } from '#contract/api';
import type { Me } from '#contract/people/person';
import { serveRoute } from '../serve-route.ts';
import { contextOf } from './attend.ts';
import { sessionTokenOf } from './session-cookie.ts';

/** The routes with which a person looks after how they sign in. */
export function serveSelf(app: FastifyInstance): void {
  serveRoute(app, api.proveIdentity, async ({ body }, { request }) => {
    await proveIdentity(contextOf(request), body, request.ip);
    return meAfter(request);
  });
  serveRoute(app, api.changePassword, async ({ body }, { request }) => {
    await changeOwnPassword(contextOf(request), body, request.ip);
    return meAfter(request);
  });
  serveRoute(app, api.beginSecondFactor, async (_, { request }) => beginEnrolment(contextOf(request)));
  serveRoute(app, api.confirmSecondFactor, async ({ body }, { request }) => ({
    recoveryCodes: await confirmEnrolment(contextOf(request), body.code),
  }));
  serveRoute(app, api.removeSecondFactor, async (_, { request }) => {
    await removeOwnSecondFactor(contextOf(request));
    return undefined;
  });
  serveRoute(app, api.renewRecoveryCodes, async (_, { request }) => ({
    recoveryCodes: await renewRecoveryCodes(contextOf(request)),
  }));
}

/** Who is signed in, as it stands after the act. */
async function meAfter(request: FastifyRequest): Promise<Me> {
  const ctx = contextOf(request);
  const actor = await actorOfSession(ctx, sessionTokenOf(request) ?? '');
  return readMe(actor === null ? ctx : { ...ctx, actor });
}
