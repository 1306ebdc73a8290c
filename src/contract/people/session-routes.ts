import * as z from 'zod';
import { route } from '../kit.ts';
import { pageOf } from '../page.ts';
import { HospitalView } from '../settings/hospital-routes.ts';
import { Login, Me, Password, PersonName, SessionView } from './person.ts';

export const readFirstRun = route({
  method: 'GET',
  path: '/api/v1/first-run',
  permission: 'anybody',
  summary: 'Whether the first administrator is still to be made',
  response: z.object({ needed: z.boolean() }),
});

export const createFirstPerson = route({
  method: 'POST',
  path: '/api/v1/first-run',
  permission: 'anybody',
  summary: 'Make the first administrator and sign in; only while nobody has an account',
  body: z.strictObject({
    login: Login,
    name: PersonName,
    password: Password,
    /** Name and time zone, which can be changed later. */
    hospital: HospitalView.partial().optional(),
  }),
  response: Me,
  status: 201,
});

export const signIn = route({
  method: 'POST',
  path: '/api/v1/session',
  permission: 'anybody',
  summary: 'Sign in; the session comes as a cookie. Send again with the code where one is needed',
  body: z.strictObject({
    login: Login,
    password: Password,
    /** One-time code of the authenticator app, or a recovery code. */
    code: z.string().trim().max(40).optional(),
  }),
  response: z.discriminatedUnion('state', [
    z.object({ state: z.literal('signed-in'), me: Me }),
    z.object({ state: z.literal('code-needed') }),
  ]),
});

export const enterByLink = route({
  method: 'POST',
  path: '/api/v1/session/link',
  permission: 'anybody',
  summary: 'Choose a password with a one-time link, and sign in',
  body: z.strictObject({ secret: z.string().min(1).max(200), password: Password }),
  response: Me,
});

export const readMe = route({
  method: 'GET',
  path: '/api/v1/session',
  permission: 'signed-in',
  summary: 'Who is signed in, and what they may do',
  response: Me,
});

export const signOut = route({
  method: 'DELETE',
  path: '/api/v1/session',
  permission: 'signed-in',
  summary: 'End the session in use',
  response: z.undefined(),
  status: 204,
});

export const proveIdentity = route({
  method: 'POST',
  path: '/api/v1/session/proof',
  permission: 'signed-in',
  summary: 'Prove once more who one is; dangerous acts need it recent',
  body: z.strictObject({ password: Password, code: z.string().trim().max(40).optional() }),
  response: Me,
});

export const listSessions = route({
  method: 'GET',
  path: '/api/v1/sessions',
  permission: 'signed-in',
  summary: 'One’s own live sessions, newest first',
  response: pageOf(SessionView),
});

export const endSession = route({
  method: 'DELETE',
  path: '/api/v1/sessions/:id',
  permission: 'signed-in',
  summary: 'End one of one’s own sessions',
  params: z.object({ id: z.uuid() }),
  response: z.undefined(),
  status: 204,
});

export const endOtherSessions = route({
  method: 'DELETE',
  path: '/api/v1/sessions',
  permission: 'signed-in',
  summary: 'End all of one’s own sessions but the one in use',
  response: z.object({ ended: z.number().int() }),
});

export const changePassword = route({
  method: 'PUT',
  path: '/api/v1/password',
  permission: 'signed-in',
  summary: 'Change one’s own password; all other sessions end',
  body: z.strictObject({ current: Password, next: Password }),
  response: Me,
});

export const beginSecondFactor = route({
  method: 'POST',
  path: '/api/v1/second-factor',
  permission: 'signed-in',
  summary: 'Begin to set an authenticator app up',
  response: z.object({
    /** Base32, for typing. */
    secret: z.string(),
    /** For a QR code. */
    uri: z.string(),
  }),
});

const RecoveryCodes = z.object({
  /** Shown this once; each works once. */
  recoveryCodes: z.array(z.string()),
});

export const confirmSecondFactor = route({
  method: 'PUT',
  path: '/api/v1/second-factor',
  permission: 'signed-in',
  summary: 'Confirm the authenticator app with a first code',
  body: z.strictObject({ code: z.string().trim().max(40) }),
  response: RecoveryCodes,
});

export const removeSecondFactor = route({
  method: 'DELETE',
  path: '/api/v1/second-factor',
  permission: 'signed-in',
  summary: 'Take one’s own authenticator app away',
  response: z.undefined(),
  status: 204,
});

export const renewRecoveryCodes = route({
  method: 'POST',
  path: '/api/v1/recovery-codes',
  permission: 'signed-in',
  summary: 'New recovery codes; the old ones stop working',
  response: RecoveryCodes,
});
