import type { FastifyRequest } from 'fastify';
import type { Route } from '#contract/kit';
import { Refused } from './answer.ts';

/** Every answer can be had with some members alone: see `onlyFields`. */
const ON_EVERY_READ = 'fields';

/** Refuses a request that cannot be read as the route has it. */
export function checkRequest(it: Route, request: FastifyRequest): void {
  refuseUnknownQuery(it, request);
  for (const part of [request.params, request.query, request.body]) {
    const field = fieldWithNul(part);
    if (field !== null)
      throw new Refused(400, `Cannot read "${field}": it has a NUL character in it`, { field });
  }
}

/** A text with a NUL, which no database keeps, as a path of names; null: there is none. However deep, it needs no deep stack. */
function fieldWithNul(part: unknown): string | null {
  const open: { readonly path: string; readonly value: unknown }[] = [{ path: '', value: part }];
  for (let it = open.pop(); it !== undefined; it = open.pop()) {
    const { path, value } = it;
    if (path.includes('\0') || (typeof value === 'string' && value.includes('\0')))
      return path.replaceAll('\0', '');
    if (typeof value !== 'object' || value === null) continue;
    const below = path === '' || path.length > PATH_LENGTH_MAX ? '' : `${path}.`;
    for (const [name, each] of Object.entries(value)) open.push({ path: below + name, value: each });
  }
  return null;
}

/** Names above a longer path are left out of it. */
const PATH_LENGTH_MAX = 200;

/** A parameter that nobody reads is refused: with a misspelt filter, a list would answer as if everything matched. */
function refuseUnknownQuery(it: Route, request: FastifyRequest): void {
  if (it.query?.def.catchall !== undefined) return;
  const known = [...Object.keys(it.query?.shape ?? {}), ...(it.method === 'GET' ? [ON_EVERY_READ] : [])];
  const unknown = Object.keys(request.query as object).find((name) => !known.includes(name));
  if (unknown === undefined) return;
  const there = known.length === 0 ? 'there are none here' : `there are ${known.join(', ')}`;
  throw new Refused(400, `Cannot read query parameter "${unknown}": ${there}`, { field: unknown });
}
