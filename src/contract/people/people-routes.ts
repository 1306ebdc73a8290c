import * as z from 'zod';
import { PERMISSIONS, ROLES } from '#engine/access';
import { route } from '../kit.ts';
import { pageOf, PageQuery } from '../page.ts';
import { GrantView, Login, PersonName, SessionView } from './person.ts';

const Instant = z.iso.datetime();

const PersonView = z.object({
  id: z.string(),
  kind: z.enum(['person', 'service']),
  login: z.string(),
  name: z.string(),
  grants: z.array(GrantView).readonly(),
  disabledAt: Instant.nullable(),
  signedInAt: Instant.nullable(),
  createdAt: Instant,
  passwordMustChange: z.boolean(),
  authenticatorApp: z.boolean(),
  passkeys: z.number().int(),
  /** Until when a link to choose a password is good; null: none is open. */
  linkUntil: Instant.nullable(),
  /** May sign in with a password even where everybody else has to use single sign-on. */
  breakGlass: z.boolean(),
  /** An edit names the version it was made on. */
  version: z.number().int(),
});
export type PersonView = z.output<typeof PersonView>;

const PersonParams = z.object({ id: z.uuid() });
const Grants = z.array(GrantView).max(50);

export const listRoles = route({
  method: 'GET',
  path: '/api/v1/roles',
  permission: 'signed-in',
  summary: 'The roles there are, and what each may do',
  response: pageOf(
    z.object({
      role: z.enum(ROLES),
      title: z.string(),
      summary: z.string(),
      permissions: z.array(z.enum(PERMISSIONS)).readonly(),
    }),
  ),
});

export const listPeople = route({
  method: 'GET',
  path: '/api/v1/people',
  permission: 'people.read',
  summary: 'Everybody with an account who fits, by name',
  query: PageQuery.extend({
    /** Part of a name or sign-in name. */
    q: z.string().trim().max(200).optional(),
    kind: z.enum(['person', 'service']).optional(),
    role: z.enum(ROLES).optional(),
    state: z.enum(['active', 'disabled']).optional(),
  }),
  response: pageOf(PersonView),
});

export const readPerson = route({
  method: 'GET',
  path: '/api/v1/people/:id',
  permission: 'people.read',
  summary: 'One account',
  params: PersonParams,
  response: PersonView,
});

/** How somebody comes in: with a password that is told them, or a link with which they choose one. */
const WayIn = z.enum(['password', 'link']).default('password');

const PersonWithWayIn = z.object({
  person: PersonView,
  /** Shown this once, to be changed at first sign-in. */
  password: z.string().nullable(),
  /** Shown this once: append the secret to `/join#`. */
  link: z.object({ secret: z.string(), expiresAt: Instant }).nullable(),
});
export type PersonWithWayIn = z.output<typeof PersonWithWayIn>;

export const addPerson = route({
  method: 'POST',
  path: '/api/v1/people',
  permission: 'people.manage',
  summary: 'Make an account for a person, or for a program',
  body: z.strictObject({
    kind: z.enum(['person', 'service']).default('person'),
    login: Login,
    name: PersonName,
    grants: Grants,
    by: WayIn,
    breakGlass: z.boolean().default(false),
  }),
  response: PersonWithWayIn,
  status: 201,
});

export const editPerson = route({
  method: 'PATCH',
  path: '/api/v1/people/:id',
  permission: 'people.manage',
  summary: 'Change name, sign-in name or roles; disable or enable. 412 when somebody else was first',
  params: PersonParams,
  body: z.strictObject({
    version: z.number().int(),
    name: PersonName.optional(),
    login: Login.optional(),
    grants: Grants.optional(),
    disabled: z.boolean().optional(),
    breakGlass: z.boolean().optional(),
  }),
  response: PersonView,
});

export const resetSignIn = route({
  method: 'POST',
  path: '/api/v1/people/:id/reset',
  permission: 'people.manage',
  summary: 'A new way in for somebody who lost theirs; takes their authenticator app and passkeys away',
  params: PersonParams,
  body: z.strictObject({ by: WayIn }).default({ by: 'password' }),
  response: PersonWithWayIn,
});

export const resetSecondFactor = route({
  method: 'DELETE',
  path: '/api/v1/people/:id/second-factor',
  permission: 'people.manage',
  summary: 'Take authenticator app and passkeys of somebody away; the password stays, sessions end',
  params: PersonParams,
  response: PersonView,
});

export const listSessionsOf = route({
  method: 'GET',
  path: '/api/v1/people/:id/sessions',
  permission: 'people.read',
  summary: 'Where somebody is signed in, newest first',
  params: PersonParams,
  response: pageOf(SessionView),
});

export const endSessionsOf = route({
  method: 'DELETE',
  path: '/api/v1/people/:id/sessions',
  permission: 'people.manage',
  summary: 'Sign somebody out everywhere',
  params: PersonParams,
  response: z.object({ ended: z.number().int() }),
});

export const listScopes = route({
  method: 'GET',
  path: '/api/v1/scopes',
  permission: 'people.read',
  summary:
    'Device groups, or what devices call their sites, departments or makers, for binding roles to them',
  query: z.object({
    kind: z.enum(['site', 'department', 'group', 'vendor']).default('site'),
    q: z.string().trim().max(200).default(''),
    limit: z.coerce.number().int().min(1).max(100).default(30),
  }),
  response: pageOf(z.object({ id: z.string(), devices: z.number().int() })),
});
