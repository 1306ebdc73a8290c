import type { FastifyRequest } from 'fastify';
import type { Route } from '#contract/kit';
import { Refused } from './answer.ts';

/** Every answer can be had with some members alone: see `onlyFields`. */
const ON_EVERY_READ = 'fields';

/** A parameter that nobody reads is refused: with a misspelt filter, a list would answer as if everything matched. */
export function refuseUnknownQuery(it: Route, request: FastifyRequest): void {
  if (it.query?.def.catchall !== undefined) return;
  const known = [...Object.keys(it.query?.shape ?? {}), ...(it.method === 'GET' ? [ON_EVERY_READ] : [])];
  const unknown = Object.keys(request.query as object).find((name) => !known.includes(name));
  if (unknown === undefined) return;
  const there = known.length === 0 ? 'there are none here' : `there are ${known.join(', ')}`;
  throw new Refused(400, `Cannot read query parameter "${unknown}": ${there}`, { field: unknown });
}
