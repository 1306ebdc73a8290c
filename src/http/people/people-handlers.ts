import type { FastifyInstance } from 'fastify';
import {
  addPerson,
  editPerson,
  listPeople,
  listScopes,
  readPerson,
  type WithWayIn,
} from '#app/people/people';
import { endSessionsOf, resetSecondFactor, resetSignIn, sessionsOf } from '#app/people/rescue';
import { api } from '#contract/api';
import type { PersonView, PersonWithWayIn } from '#contract/people/people-routes';
import { ROLE_DESCRIPTIONS, ROLES } from '#engine/access';
import { serveRoute } from '../serve-route.ts';
import { readCursor, writeCursor } from '../inventory/cursor.ts';
import { contextOf } from './attend.ts';
import { sessionView } from './session-view.ts';

const BY_NAME = [{ column: 'name', falling: false }];

/** The routes under `/api/v1/people` and `/api/v1/roles`. */
export function servePeople(app: FastifyInstance): void {
  serveRoute(app, api.listRoles, async () => ({
    items: ROLES.map((role) => ({ role, ...ROLE_DESCRIPTIONS[role] })),
    next: null,
    total: ROLES.length,
  }));
  serveRoute(app, api.listPeople, async ({ query }, { request }) => {
    const { cursor, limit, q, kind, role, state } = query;
    const filter = {
      text: q === '' ? undefined : q,
      kind,
      role,
      disabled: state === undefined ? undefined : state === 'disabled',
    };
    const place = cursor === undefined ? null : readCursor(BY_NAME, cursor);
    const after = place === null ? null : { key: place.keys[0] ?? '', id: place.id };
    const { people, next, total } = await listPeople(contextOf(request), filter, { after, limit });
    return {
      items: people.map(viewOf),
      next: next === null ? null : writeCursor(BY_NAME, { keys: [next.key], id: next.id }),
      total,
    };
  });
  serveRoute(app, api.readPerson, async ({ params }, { request }) =>
    viewOf(await readPerson(contextOf(request), params.id)),
  );
  serveRoute(app, api.addPerson, async ({ body }, { request }) =>
    withWayIn(await addPerson(contextOf(request), body)),
  );
  serveRoute(app, api.editPerson, async ({ params, body }, { request }) =>
    viewOf(await editPerson(contextOf(request), params.id, body)),
  );
  serveRoute(app, api.resetSignIn, async ({ params, body }, { request }) =>
    withWayIn(await resetSignIn(contextOf(request), params.id, body.by)),
  );
  serveRoute(app, api.resetSecondFactor, async ({ params }, { request }) =>
    viewOf(await resetSecondFactor(contextOf(request), params.id)),
  );
  serveRoute(app, api.listSessionsOf, async ({ params }, { request }) => {
    const items = (await sessionsOf(contextOf(request), params.id)).map((it) => sessionView(it, null));
    return { items, next: null, total: items.length };
  });
  serveRoute(app, api.listScopes, async ({ query }, { request }) => {
    const { kind, q, limit } = query;
    const items = await listScopes(contextOf(request), kind, { text: q, limit });
    return { items, next: null, total: items.length };
  });
  serveRoute(app, api.endSessionsOf, async ({ params }, { request }) => ({
    ended: await endSessionsOf(contextOf(request), params.id),
  }));
}

function withWayIn({ person, password, link }: WithWayIn): PersonWithWayIn {
  return {
    person: viewOf(person),
    password,
    link: link === null ? null : { secret: link.secret, expiresAt: link.expiresAt.toISOString() },
  };
}

function viewOf(it: WithWayIn['person']): PersonView {
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
    authenticatorApp: it.authenticatorApp,
    passkeys: it.passkeys,
    linkUntil: it.linkUntil?.toISOString() ?? null,
    breakGlass: it.breakGlass,
    version: it.version,
  };
}
