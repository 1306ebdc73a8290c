import type * as z from 'zod';
import type { Instance } from '../context.ts';
import { CannotFetch } from '../outgoing/cannot-fetch.ts';
import { fetchOutgoing } from '../outgoing/fetch-outgoing.ts';
import { ANSWER_BYTES_MAX, EXCERPT_CHARACTERS, TIMEOUT_MS } from './attempt.ts';

/** A server answered, and the answer is no. */
export class Declined extends Error {
  override readonly name = 'Declined';
  readonly status: number;
  readonly answer: string;
  readonly retryAfter: string | null;
  constructor(message: string, it: { status: number; answer: string; retryAfter: string | null }) {
    super(message);
    this.status = it.status;
    this.answer = it.answer;
    this.retryAfter = it.retryAfter;
  }
}

export interface JsonAsk {
  readonly method?: 'GET' | 'POST';
  readonly user: string | null;
  readonly secret: string;
  readonly body?: unknown;
}

/**
 * Asks a ticket system, and reads its answer.
 * @throws Declined · CannotFetch
 */
export async function askJson<T extends z.ZodType>(
  instance: Pick<Instance, 'store' | 'outgoing'>,
  url: string,
  { method = 'GET', user, secret, body }: JsonAsk,
  shape: T,
): Promise<{ readonly status: number; readonly text: string; readonly json: z.output<T> }> {
  const answer = await fetchOutgoing(instance, url, {
    method,
    headers: {
      accept: 'application/json',
      authorization:
        user === null ? `Bearer ${secret}` : `Basic ${Buffer.from(`${user}:${secret}`).toString('base64')}`,
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    bytesMax: ANSWER_BYTES_MAX,
    timeoutMs: TIMEOUT_MS,
    plain: 'inside',
    redirects: 'none',
  });
  const text = await answer.text();
  const { status } = answer;
  const excerpt = text.slice(0, EXCERPT_CHARACTERS);
  const retryAfter = answer.headers.get('retry-after');
  if (status < 200 || status >= 300)
    throw new Declined(`It answered ${status}`, { status, answer: excerpt, retryAfter });
  return { status, text: excerpt, json: readAs(shape, text, { status, url }) };
}

function readAs<T extends z.ZodType>(
  shape: T,
  text: string,
  { status, url }: { readonly status: number; readonly url: string },
): z.output<T> {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (cause) {
    throw new CannotFetch('malformed', new URL(url), 'its answer is no JSON', { cause });
  }
  const read = shape.safeParse(json);
  if (read.success) return read.data;
  throw new Declined('Its answer is not what such a server says', {
    status,
    answer: text.slice(0, EXCERPT_CHARACTERS),
    retryAfter: null,
  });
}
