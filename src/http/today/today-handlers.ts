import type { FastifyInstance } from 'fastify';
import { readTodayNeeds } from '#app/today/needs';
import { readToday } from '#app/today/today';
import { readTodayWork } from '#app/today/work';
import { api } from '#contract/api';
import { contextOf } from '../people/attend.ts';
import { serveRoute } from '../serve-route.ts';

/** The routes under `/api/v1/today`. */
export function serveToday(app: FastifyInstance): void {
  serveRoute(app, api.readToday, async (_, { request }) => readToday(contextOf(request)));
  serveRoute(app, api.readTodayWork, async (_, { request }) => readTodayWork(contextOf(request)));
  serveRoute(app, api.readTodayNeeds, async (_, { request }) => ({
    items: await readTodayNeeds(contextOf(request)),
  }));
}
