import * as z from 'zod';
import { ROLES } from '#engine/access';
import { route } from '../kit.ts';
import { GrantView } from './person.ts';

const SignInPolicyView = z.strictObject({
  /** Roles whose holders have to set up a second factor before anything else works. */
  secondFactorRoles: z.array(z.enum(ROLES)).max(ROLES.length),
  /** Who may sign in with a password. */
  passwords: z.enum(['everybody', 'break-glass']),
  /** Whether people may come by the identity provider of the server's environment. */
  singleSignOn: z.boolean(),
  /** Groups of the identity provider and the role each gives; with any, groups alone decide at sign-in. */
  groups: z.array(GrantView.extend({ group: z.string().trim().min(1).max(200) })).max(200),
  /** An edit names the version it was made on. */
  version: z.number().int(),
});
export type SignInPolicyView = z.output<typeof SignInPolicyView>;

const Response = z.object({
  policy: SignInPolicyView,
  /** The identity provider, set up in the server's environment; null: none. */
  provider: z.object({ name: z.string(), issuer: z.string(), clientId: z.string() }).nullable(),
});

export const readSignInPolicy = route({
  method: 'GET',
  path: '/api/v1/sign-in-policy',
  permission: 'settings.read',
  summary: 'Who may sign in how',
  response: Response,
});

export const editSignInPolicy = route({
  method: 'PUT',
  path: '/api/v1/sign-in-policy',
  permission: 'settings.manage',
  summary: 'Say who may sign in how. 412 when somebody else was first',
  body: SignInPolicyView,
  response: Response,
});
