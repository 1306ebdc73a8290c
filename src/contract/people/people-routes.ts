import * as z from 'zod';
import { PERMISSIONS, ROLES } from '#engine/access';
import { route } from '../kit.ts';
import { pageOf } from '../page.ts';
import { GrantView, Login, PersonName } from './person.ts';

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
  summary: 'Everybody with an account, by name',
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

const PersonWithPassword = z.object({
  person: PersonView,
  /** Shown this once, to be changed at first sign-in; null for a service account. */
  password: z.string().nullable(),
});

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
  }),
  response: PersonWithPassword,
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
  }),
  response: PersonView,
});

export const resetSignIn = route({
  method: 'POST',
  path: '/api/v1/people/:id/reset',
  permission: 'people.manage',
  summary: 'A new password for somebody who lost theirs; takes their authenticator app away',
  params: PersonParams,
  response: PersonWithPassword,
});
