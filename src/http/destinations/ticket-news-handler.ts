import type { FastifyInstance, FastifyRequest } from 'fastify';
import { demandGenuine, takeTicketNews } from '#app/destinations/writing-back';
import { api } from '#contract/api';
import { Refused } from '../answer.ts';
import { contextOf } from '../people/attend.ts';

const BODY_BYTES_MAX = 65_536;

/** The one route that is opened by a signature: over the body byte by byte, so it is checked before anything is read from it. */
export async function serveTicketNews(app: FastifyInstance): Promise<void> {
  const it = api.takeTicketNews;
  await app.register(async (apart) => {
    apart.removeAllContentTypeParsers();
    apart.addContentTypeParser('*', { parseAs: 'string' }, async (_: FastifyRequest, body: string) => body);
    apart.route({
      method: it.method,
      url: it.path,
      bodyLimit: BODY_BYTES_MAX,
      config: { permission: it.permission },
      handler: async (request) => {
        const ctx = contextOf(request);
        const { id } = it.params.parse(request.params);
        const message = await demandGenuine(ctx, id, {
          id: headerOf(request, 'webhook-id'),
          timestamp: headerOf(request, 'webhook-timestamp'),
          signature: headerOf(request, 'webhook-signature'),
          body: typeof request.body === 'string' ? request.body : '',
        });
        const { timestamp, data } = it.body.parse(jsonOf(message.body));
        return { outcome: await takeTicketNews(ctx, message, { ...data, saidAt: new Date(timestamp) }) };
      },
    });
  });
}

function headerOf(request: FastifyRequest, name: string): string {
  const value = request.headers[name];
  return typeof value === 'string' ? value : '';
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch (cause) {
    if (!(cause instanceof SyntaxError)) throw cause;
    throw new Refused(400, `Cannot read message: ${cause.message}`);
  }
}
