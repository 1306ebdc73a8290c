import type { FastifyInstance } from 'fastify';
import { readTodayNeeds } from '#app/today/needs';
import { readPatching } from '#app/today/patching';
import { readToday } from '#app/today/today';
import { readTodayWork } from '#app/today/work';
import { api } from '#contract/api';
import { standingView } from '../feeds/feed-handlers.ts';
import { contextOf } from '../people/attend.ts';
import { serveRoute } from '../serve-route.ts';

/** The routes under `/api/v1/today`. */
export function serveToday(app: FastifyInstance): void {
  serveRoute(app, api.readToday, async (_, { request }) => readToday(contextOf(request)));
  serveRoute(app, api.readTodayWork, async (_, { request }) => readTodayWork(contextOf(request)));
  serveRoute(app, api.readTodayPatching, async (_, { request }) => {
    const { standing, feedsReadAt, ...it } = await readPatching(contextOf(request));
    return {
      ...it,
      feedsReadAt: feedsReadAt?.toISOString() ?? null,
      standing: standingView(standing),
    };
  });
  serveRoute(app, api.readTodayNeeds, async (_, { request }) => ({
    items: await readTodayNeeds(contextOf(request)),
  }));
}
