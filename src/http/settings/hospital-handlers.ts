import type { FastifyInstance } from 'fastify';
import { editHospital, readHospital } from '#app/settings/hospital';
import { api } from '#contract/api';
import { contextOf } from '../people/attend.ts';
import { serveRoute } from '../serve-route.ts';

/** The routes under `/api/v1/hospital`. */
export function serveHospital(app: FastifyInstance): void {
  serveRoute(app, api.readHospital, async (_, { request }) => readHospital(contextOf(request).store.db));
  serveRoute(app, api.editHospital, async ({ body }, { request }) => editHospital(contextOf(request), body));
}
