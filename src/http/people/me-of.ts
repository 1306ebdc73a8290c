import type { FastifyRequest } from 'fastify';
import { readMe } from '#app/people/me';
import { actorOfSession, type Caller } from '#app/people/sessions';
import type { Me } from '#contract/people/person';
import { contextOf } from './attend.ts';

export function callerOf(request: FastifyRequest): Caller {
  return { address: request.ip, agent: request.headers['user-agent'] ?? '' };
}

/** Who holds a session, as it stands after the act: the request itself may have come from nobody. */
export async function meOf(request: FastifyRequest, token: string): Promise<Me> {
  const ctx = contextOf(request);
  const actor = await actorOfSession(ctx, token);
  if (actor === null) throw new Error('Cannot answer: the session ended while it was used');
  return readMe({ ...ctx, actor });
}
