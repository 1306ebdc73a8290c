import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Answer, Request, Route } from '#contract/kit';
import { checkRequest } from './check-request.ts';
import { bodyWithVersion, tagVersion } from './entity-version.ts';
import { onceOnly, refuseKey } from './once-only.ts';
import { onlyFields } from './sparse.ts';

declare module 'fastify' {
  interface FastifyContextConfig {
    /** As the contract declares it; files of the web app have none. */
    permission?: Route['permission'];
    /** Fields that may stand before the file of an upload. */
    uploadFields?: readonly string[];
  }
}

export type Handler<R extends Route> = (
  request: Request<R>,
  raw: { readonly request: FastifyRequest; readonly reply: FastifyReply },
) => Promise<Answer<R>>;

/** Puts a route of the contract on the server: input validated before the handler sees it. */
export function serveRoute<R extends Route>(app: FastifyInstance, it: R, handler: Handler<R>): void {
  app.route({
    method: it.method,
    url: it.path,
    config: { permission: it.permission, uploadFields: Object.keys(it.upload?.shape ?? {}) },
    handler: async (request, reply) => {
      checkRequest(it, request);
      const input = {
        params: it.params?.parse(request.params),
        query: it.query?.parse(request.query),
        body: request.isMultipart() ? undefined : it.body?.parse(bodyWithVersion(it, request)),
      } as Request<R>;
      void reply.code(it.status ?? 200);
      const raw = { request, reply };
      const carryOut = async () => {
        const answer = await handler(input, raw);
        tagVersion(reply, answer);
        return answer;
      };
      return it.method === 'POST' ? onceOnly(raw, carryOut) : onlyFields(request, await carryOut());
    },
  });
}

/** Puts a route on the server whose handler writes the answer itself: a stream of events, or a file. */
export function serveStream<R extends Route>(
  app: FastifyInstance,
  it: R,
  handler: (request: Request<R>, reply: FastifyReply) => Promise<FastifyReply>,
): void {
  app.route({
    method: it.method,
    url: it.path,
    config: { permission: it.permission },
    handler: async (request, reply) => {
      refuseKey(request);
      checkRequest(it, request);
      const input = {
        params: it.params?.parse(request.params),
        query: it.query?.parse(request.query),
        body: it.body?.parse(request.body),
      };
      return handler(input as Request<R>, reply);
    },
  });
}
