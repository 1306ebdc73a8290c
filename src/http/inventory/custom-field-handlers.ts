import type { FastifyInstance } from 'fastify';
import {
  addCustomField,
  dropCustomField,
  editCustomField,
  listCustomFields,
} from '#app/inventory/custom-fields';
import { dropTag, editTag, listTags } from '#app/inventory/tags';
import { api } from '#contract/api';
import { contextOf } from '../people/attend.ts';
import { serveRoute } from '../serve-route.ts';

/** The routes under `/api/v1/custom-fields` and `/api/v1/tags`. */
export function serveCustomFields(app: FastifyInstance): void {
  serveRoute(app, api.listCustomFields, async (_, { request }) => ({
    items: await listCustomFields(contextOf(request)),
  }));
  serveRoute(app, api.addCustomField, async ({ body }, { request }) =>
    addCustomField(contextOf(request), body),
  );
  serveRoute(app, api.editCustomField, async ({ params, body: { version, name, choices } }, { request }) =>
    editCustomField(contextOf(request), params.id, {
      version,
      ...(name === undefined ? {} : { name }),
      ...(choices === undefined ? {} : { choices }),
    }),
  );
  serveRoute(app, api.dropCustomField, async ({ params }, { request }) =>
    dropCustomField(contextOf(request), params.id),
  );
  serveRoute(app, api.listTags, async ({ query }, { request }) => ({
    items: await listTags(contextOf(request), query),
  }));
  serveRoute(app, api.editTag, async ({ params, body }, { request }) =>
    editTag(contextOf(request), params.id, body),
  );
  serveRoute(app, api.dropTag, async ({ params }, { request }) => dropTag(contextOf(request), params.id));
}
