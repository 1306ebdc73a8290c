import { Agent as PlainAgent, type IncomingMessage, request as plainRequest } from 'node:http';
import { Agent as TlsAgent, request as tlsRequest, type RequestOptions } from 'node:https';
import { isIPv6, type LookupFunction } from 'node:net';
import type { Destination } from './destination.ts';

/** One request, ready to go. */
export interface Exchange {
  readonly url: URL;
  readonly destination: Destination;
  readonly method: 'GET' | 'HEAD' | 'POST' | 'PUT';
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Uint8Array | null;
  /** Ends the exchange, body included. */
  readonly signal: AbortSignal;
  /** How long the other server may say nothing before the head of its answer. */
  readonly silenceMs: number;
}

/** Nothing was heard for too long. */
export class Silence extends Error {
  override readonly name = 'Silence';
}

/** Sends one request on a connection of its own, and waits for the head of the answer. Redirects are not followed. */
export async function exchange({ url, body, silenceMs, ...it }: Exchange): Promise<IncomingMessage> {
  const secure = url.protocol === 'https:';
  const { promise, resolve, reject } = Promise.withResolvers<IncomingMessage>();
  const request = (secure ? tlsRequest : plainRequest)(url, {
    method: it.method,
    headers: { ...it.headers, ...(body === null ? {} : { 'content-length': Buffer.byteLength(body) }) },
    signal: it.signal,
    ...connectionTo(it.destination, secure),
  });
  request.once('response', resolve);
  // Also after the head of the answer, whose reader meets the error by itself.
  request.on('error', reject);
  const silent = setTimeout(() => request.destroy(new Silence()), silenceMs);
  request.end(body ?? undefined);
  return promise.finally(() => clearTimeout(silent));
}

/** A connection that was opened for another request may lead elsewhere, so none is taken twice. */
function connectionTo(destination: Destination, secure: boolean): RequestOptions {
  const AgentFor = secure ? TlsAgent : PlainAgent;
  switch (destination.kind) {
    case 'direct':
      return { agent: new AgentFor({ keepAlive: false }), lookup: pinned(destination.addresses) };
    case 'proxy': {
      const { href } = destination.proxy;
      return { agent: new AgentFor({ keepAlive: false, proxyEnv: { HTTP_PROXY: href, HTTPS_PROXY: href } }) };
    }
  }
}

/** Answers with the addresses that were judged; the name is not asked for again. */
function pinned(addresses: readonly string[]): LookupFunction {
  const known = addresses.map((address) => ({ address, family: isIPv6(address) ? 6 : 4 }));
  return (_name, { all }, callback) => {
    if (all === true) callback(null, known);
    else callback(null, known[0]?.address ?? '', known[0]?.family ?? 4);
  };
}
