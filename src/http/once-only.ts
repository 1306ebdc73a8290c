import type { FastifyReply, FastifyRequest } from 'fastify';
import { once } from '#app/once';
import { Refused } from './answer.ts';
import { tagVersion } from './entity-version.ts';

const KEY_FORM = /^[\x21-\x7e]{1,200}$/;

/** Carries a POST with an `Idempotency-Key` out once; what it answered the first time it answers again. */
export async function onceOnly(
  { request, reply }: { readonly request: FastifyRequest; readonly reply: FastifyReply },
  carryOut: () => Promise<unknown>,
): Promise<unknown> {
  const key = keyOf(request);
  if (key === null || request.context == null) return carryOut();
  const asked = `${request.method} ${request.url}\n${JSON.stringify(request.body ?? null)}`;
  const { status, location, body } = await once(request.context, key, asked, async () => {
    const answer = await carryOut();
    const place = reply.getHeader('location');
    return {
      status: reply.statusCode,
      location: typeof place === 'string' ? place : null,
      body: answer === undefined ? '' : JSON.stringify(answer),
    };
  });
  void reply.code(status);
  if (location !== null) void reply.header('location', location);
  if (body === '') return undefined;
  const kept = JSON.parse(body) as unknown;
  tagVersion(reply, kept);
  return kept;
}

function keyOf(request: FastifyRequest): string | null {
  const key = request.headers['idempotency-key'];
  if (key === undefined) return null;
  if (typeof key !== 'string' || !KEY_FORM.test(key))
    throw new Refused(400, 'Cannot read Idempotency-Key: it is 1 to 200 visible ASCII characters');
  if (request.isMultipart()) refuseKey(request);
  return key;
}

/** A key that would not be kept to is refused rather than ignored. */
export function refuseKey(request: FastifyRequest): void {
  if (request.headers['idempotency-key'] !== undefined)
    throw new Refused(
      400,
      'Cannot take an Idempotency-Key here: uploads and files are not carried out by key',
    );
}
