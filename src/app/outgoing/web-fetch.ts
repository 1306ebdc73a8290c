import type { Instance } from '../context.ts';
import { fetchOutgoing } from './fetch-outgoing.ts';

/** What a library asks that brings its own protocol over HTTP. */
interface Asked {
  readonly method: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: unknown;
  readonly signal?: AbortSignal | undefined;
}

export interface WebFetchLimits {
  readonly bytesMax: number;
  readonly timeoutMs: number;
  /** An origin that the server's own environment names. */
  readonly trustedOrigin: string;
}

/** `fetch` for a library, by the one way out. Redirects are the library's own affair, and each is judged when it asks. */
export function webFetch(instance: Pick<Instance, 'store' | 'outgoing'>, limits: WebFetchLimits) {
  return async (url: string, { method, headers, body, signal }: Asked): Promise<Response> => {
    const answer = await fetchOutgoing(instance, url, {
      ...limits,
      method: method === 'POST' ? 'POST' : 'GET',
      headers,
      redirects: 'none',
      ...(body == null ? {} : { body: bodyOf(body) }),
      ...(signal === undefined ? {} : { signal }),
    });
    const text = await answer.text();
    // The constructor takes no body where the status has none.
    return new Response(text === '' ? null : text, { status: answer.status, headers: answer.headers });
  };
}

function bodyOf(body: unknown): string | Uint8Array {
  if (typeof body === 'string' || body instanceof Uint8Array) return body;
  if (body instanceof URLSearchParams) return body.toString();
  throw new Error('Cannot send body: it is neither text, nor bytes, nor a form');
}
