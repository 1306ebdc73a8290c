import type { FastifyInstance } from 'fastify';
import { addView, chooseDefaultView, dropView, editView, type ListedView, listViews } from '#app/lists/views';
import { api } from '#contract/api';
import type { SavedView } from '#contract/lists/view-routes';
import { contextOf } from '../people/attend.ts';
import { serveRoute } from '../serve-route.ts';

/** The routes under `/api/v1/views`. */
export function serveViews(app: FastifyInstance): void {
  serveRoute(app, api.listViews, async ({ query }, { request }) => ({
    items: (await listViews(contextOf(request), query.page)).map(viewOf),
  }));
  serveRoute(app, api.addView, async ({ body: { page, ...draft } }, { request }) =>
    viewOf(await addView(contextOf(request), page, draft)),
  );
  serveRoute(app, api.editView, async ({ params, body }, { request }) => {
    const { version, name, query, sharedWith, role } = body;
    const change = {
      version,
      ...(name === undefined ? {} : { name }),
      ...(query === undefined ? {} : { query }),
      ...(sharedWith === undefined ? {} : { sharedWith, role: role ?? null }),
    };
    return viewOf(await editView(contextOf(request), params.id, change));
  });
  serveRoute(app, api.dropView, async ({ params }, { request }) => dropView(contextOf(request), params.id));
  serveRoute(app, api.chooseDefaultView, async ({ body }, { request }) =>
    chooseDefaultView(contextOf(request), body.page, body.viewId),
  );
}

function viewOf({
  id,
  page,
  name,
  query,
  sharedWith,
  role,
  ownerName,
  isOwn,
  isDefault,
  version,
}: ListedView): SavedView {
  return { id, page, name, query, sharedWith, role, ownerName, isOwn, isDefault, version };
}
