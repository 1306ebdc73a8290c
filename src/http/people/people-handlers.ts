import type { FastifyInstance } from 'fastify';
import {
  addPerson,
  editPerson,
  listPeople,
  readPerson,
  resetSignIn,
  type WithPassword,
} from '#app/people/people';
import { api } from '#contract/api';
import type { PersonView } from '#contract/people/people-routes';
import { ROLE_DESCRIPTIONS, ROLES } from '#engine/access';
import { serveRoute } from '../serve-route.ts';
import { contextOf } from './attend.ts';

/** The routes under `/api/v1/people` and `/api/v1/roles`. */
export function servePeople(app: FastifyInstance): void {
  serveRoute(app, api.listRoles, async () => ({
    items: ROLES.map((role) => ({ role, ...ROLE_DESCRIPTIONS[role] })),
    next: null,
    total: ROLES.length,
  }));
  serveRoute(app, api.listPeople, async (_, { request }) => {
    const items = (await listPeople(contextOf(request))).map(viewOf);
    return { items, next: null, total: items.length };
  });
  serveRoute(app, api.readPerson, async ({ params }, { request }) =>
    viewOf(await readPerson(contextOf(request), params.id)),
  );
  serveRoute(app, api.addPerson, async ({ body }, { request }) =>
    withPassword(await addPerson(contextOf(request), body)),
  );
  serveRoute(app, api.editPerson, async ({ params, body }, { request }) =>
    viewOf(await editPerson(contextOf(request), params.id, body)),
  );
  serveRoute(app, api.resetSignIn, async ({ params }, { request }) =>
    withPassword(await resetSignIn(contextOf(request), params.id)),
  );
}

function withPassword({ person, password }: WithPassword) {
  return { person: viewOf(person), password };
}

function viewOf(it: WithPassword['person']): PersonView {
  return {
    id: it.id,
    kind: it.kind,
    login: it.login,
    name: it.name,
    grants: it.grants,
    disabledAt: it.disabledAt?.toISOString() ?? null,
    signedInAt: it.signedInAt?.toISOString() ?? null,
    createdAt: it.createdAt.toISOString(),
    passwordMustChange: it.passwordMustChange,
    version: it.version,
  };
}
