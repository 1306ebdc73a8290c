import * as z from 'zod';
import { route } from '../kit.ts';

export const listSignInWays = route({
  method: 'GET',
  path: '/api/v1/sign-in-ways',
  permission: 'anybody',
  summary: 'How one can sign in here, besides a password and a passkey',
  response: z.object({
    /** Whether everybody may sign in with a password, or break-glass accounts alone. */
    passwords: z.enum(['everybody', 'break-glass']),
    singleSignOn: z
      .object({
        /** What the button says. */
        name: z.string(),
        /** Where the browser goes. */
        path: z.string(),
      })
      .nullable(),
  }),
});

export const beginSingleSignOn = route({
  method: 'GET',
  path: '/api/v1/session/single-sign-on',
  permission: 'anybody',
  summary: 'Sends the browser to the hospital’s identity provider (OpenID Connect)',
  response: z.string(),
  media: 'text/html',
});

export const finishSingleSignOn = route({
  method: 'GET',
  path: '/api/v1/session/single-sign-on/callback',
  permission: 'anybody',
  summary: 'Where the identity provider sends the browser back to',
  /** Providers add parameters of their own. */
  query: z.looseObject({}),
  response: z.string(),
  media: 'text/html',
});
