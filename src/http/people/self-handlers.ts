import type { FastifyInstance } from 'fastify';
import { changeOwnPassword } from '#app/people/change-password';
import {
  beginEnrolment,
  confirmEnrolment,
  removeOwnSecondFactor,
  renewRecoveryCodes,
} from '#app/people/second-factor';
import { proveIdentity } from '#app/people/sign-in';
import { api } from '#contract/api';
import { serveRoute } from '../serve-route.ts';
import { contextOf } from './attend.ts';
import { meOf } from './me-of.ts';
import { sessionTokenOf } from './session-cookie.ts';

/** The routes with which a person looks after how they sign in. */
export function serveSelf(app: FastifyInstance): void {
  serveRoute(app, api.proveIdentity, async ({ body }, { request }) => {
    await proveIdentity(contextOf(request), body, request.ip);
    return meOf(request, sessionTokenOf(request) ?? '');
  });
  serveRoute(app, api.changePassword, async ({ body }, { request }) => {
    await changeOwnPassword(contextOf(request), body, request.ip);
    return meOf(request, sessionTokenOf(request) ?? '');
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
