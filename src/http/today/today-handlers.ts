import type { FastifyInstance } from 'fastify';
import { readTodayNeeds } from '#app/today/needs';
import { readPatching } from '#app/today/patching';
import { readToday } from '#app/today/today';
import { readTodayWork } from '#app/today/work';
import { readFindingsChange } from '#app/vulnerabilities/finding-summary';
import { api } from '#contract/api';
import { standingView } from '../feeds/feed-handlers.ts';
import { streamChanges } from '../jobs/job-events.ts';
import { contextOf } from '../people/attend.ts';
import { serveRoute, serveStream } from '../serve-route.ts';

/** Findings change while a match goes on, and seldom otherwise. */
const LOOK_EVERY_MS = 1500;

/** The routes under `/api/v1/today`. */
export function serveToday(app: FastifyInstance, log: (line: string) => void): void {
  serveStream(app, api.watchFindings, async (_, reply) => {
    const ctx = contextOf(reply.request);
    return streamChanges(reply, {
      event: 'findings',
      read: async () => ({ change: await readFindingsChange(ctx) }),
      isLast: () => false,
      onFault: (error) => log(`Cannot follow findings: ${error.message}`),
      everyMs: LOOK_EVERY_MS,
    });
  });
  serveRoute(app, api.readToday, async (_, { request }) => readToday(contextOf(request)));
  serveRoute(app, api.readTodayWork, async (_, { request }) => readTodayWork(contextOf(request)));
  serveRoute(app, api.readTodayPatching, async (_, { request }) => {
    const { standing, feedsReadAt, countedAt, ...it } = await readPatching(contextOf(request));
    return {
      ...it,
      countedAt: countedAt?.toISOString() ?? null,
      feedsReadAt: feedsReadAt?.toISOString() ?? null,
      standing: standingView(standing),
    };
  });
  serveRoute(app, api.readTodayNeeds, async (_, { request }) => ({
    items: await readTodayNeeds(contextOf(request)),
  }));
}
