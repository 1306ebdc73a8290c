import type { FastifyInstance } from 'fastify';
import type { AnsweredRequest } from './metrics.ts';

/** One answered request, for the log: nothing that a person typed, no address, no secret. */
export interface JournalEntry extends AnsweredRequest {
  readonly requestId: string;
  /** Account that asked; null: nobody who is signed in. */
  readonly accountId: string | null;
}

/** Tells of each request once it is answered. Streams are told of when they end. */
export function keepJournal(app: FastifyInstance, tell: (it: JournalEntry) => void): void {
  app.addHook('onRequest', async (request, reply) => {
    void reply.header('x-request-id', request.id);
  });
  app.addHook('onResponse', async (request, reply) => {
    const actor = request.context?.actor;
    tell({
      requestId: request.id,
      method: request.method,
      route: request.routeOptions.url ?? 'none',
      status: reply.statusCode,
      seconds: Math.round(reply.elapsedTime) / 1000,
      accountId: actor?.kind === 'person' || actor?.kind === 'service' ? actor.id : null,
    });
  });
}
