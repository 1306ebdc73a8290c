import type { FastifyInstance } from 'fastify';
import { editOutgoingPolicy, readOutgoingPolicy } from '#app/outgoing/policy';
import { api } from '#contract/api';
import { contextOf } from '../people/attend.ts';
import { serveRoute } from '../serve-route.ts';

/** The routes under `/api/v1/outgoing-policy`. */
export function serveOutgoing(app: FastifyInstance): void {
  serveRoute(app, api.readOutgoingPolicy, async (_, { request }) => readOutgoingPolicy(contextOf(request)));
  serveRoute(app, api.editOutgoingPolicy, async ({ body }, { request }) =>
    editOutgoingPolicy(contextOf(request), body),
  );
}
