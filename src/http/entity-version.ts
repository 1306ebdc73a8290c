import type { FastifyReply, FastifyRequest } from 'fastify';
import * as z from 'zod';
import { Refused as RefusedAct } from '#app/refusal';
import type { Route } from '#contract/kit';
import { Refused } from './answer.ts';

/** Names the version of what is answered, where it has one. */
export function tagVersion(reply: FastifyReply, answer: unknown): void {
  const version = versionIn(answer);
  if (version !== null) void reply.header('etag', `"${version}"`);
}

/**
 * The body of an edit; the version it was made on comes in the body, or as `If-Match` with the ETag that was read. Whether it
 * is still the newest the use case asks, in its transaction.
 */
export function bodyWithVersion(it: Route, request: FastifyRequest): unknown {
  const wanted = request.headers['if-match'];
  if (wanted === undefined || wanted === '*') return request.body;
  if (!(it.body instanceof z.ZodObject) || !('version' in it.body.shape))
    throw new Refused(400, 'Cannot check If-Match here: what this changes has no version');
  const version = Number(/^(?:W\/)?"(\d{1,9})"$/.exec(wanted)?.[1] ?? Number.NaN);
  const given = versionIn(request.body);
  if (Number.isNaN(version) || (given !== null && given !== version))
    throw new RefusedAct({ code: 'stale', what: 'this' });
  return { ...(request.body as object), version };
}

function versionIn(it: unknown): number | null {
  return typeof it === 'object' && it !== null && 'version' in it && typeof it.version === 'number'
    ? it.version
    : null;
}
