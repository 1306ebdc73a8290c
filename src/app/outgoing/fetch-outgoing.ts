import type { IncomingMessage } from 'node:http';
import { pipeline, type Readable, type Transform } from 'node:stream';
import { createBrotliDecompress, createGunzip } from 'node:zlib';
import type { Instance } from '../context.ts';
import { inSpan } from '../tracing/tracer.ts';
import { CannotFetch } from './cannot-fetch.ts';
import { destinationOf, readOutgoingUrl, type Rules } from './destination.ts';
import { type Exchange, exchange, Silence } from './exchange.ts';
import { allowedDestinations } from './policy.ts';

export interface OutgoingRequest {
  /** GET unless told. Only GET and HEAD follow redirects. */
  readonly method?: Exchange['method'];
  /** Sent to the origin that was asked for; of these, another origin is told only what it may know. */
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array;
  readonly signal?: AbortSignal;
  /** Of the unpacked body. */
  readonly bytesMax: number;
  /** For the whole exchange, body included. */
  readonly timeoutMs: number;
  /** How long the other server may say nothing; half a minute unless told. */
  readonly silenceMs?: number;
  /** An origin that the server's own environment names, which needs no listing. */
  readonly trustedOrigin?: string;
  /** What is sent over plain HTTP stays inside the hospital; left out: it goes anywhere. */
  readonly plain?: 'inside';
  /** Followed unless told; "none": the answer that redirects is the answer. */
  readonly redirects?: 'followed' | 'none';
}

export interface OutgoingAnswer {
  readonly status: number;
  readonly headers: Headers;
  /** Where it came from after redirects. */
  readonly url: URL;
  /** Unpacked, and bounded; read it to its end, or close the answer. @throws CannotFetch */
  readonly body: AsyncIterable<Uint8Array>;
  /** The whole body as UTF-8. */
  text(): Promise<string>;
  /** Ends the connection where the body is not wanted. */
  close(): void;
}

const REDIRECTS_MAX = 5;
const SILENCE_MS = 30_000;
const REDIRECTS = new Set([301, 302, 303, 307, 308]);
/** What another origin than the one asked for may be told; everything else may be a credential. */
const FREE_HEADERS = new Set([
  'accept',
  'accept-language',
  'user-agent',
  'if-none-match',
  'if-modified-since',
]);
/** What belongs to the connection, which callers have no part in. */
const OWN_HEADERS = new Set([
  'host',
  'connection',
  'content-length',
  'transfer-encoding',
  'te',
  'trailer',
  'upgrade',
  'keep-alive',
  'accept-encoding',
  'proxy-authorization',
  'proxy-connection',
]);

/**
 * The one way out: whatever Patchward asks of another server over HTTP goes through here. The address, and that of
 * every redirect, is judged before the connection is made, and the connection goes to the judged addresses alone.
 * Answers with any status; what brings no answer is thrown.
 * @throws CannotFetch
 * @throws the reason of the signal when it is aborted
 */
export async function fetchOutgoing(
  instance: Pick<Instance, 'store' | 'outgoing'>,
  address: string,
  request: OutgoingRequest,
): Promise<OutgoingAnswer> {
  const first = readOutgoingUrl(address);
  const method = request.method ?? 'GET';
  // Neither path nor query: either may hold what is secret.
  const attributes = {
    'http.request.method': method,
    'server.address': first.hostname,
    'url.scheme': first.protocol.slice(0, -1),
  };
  return inSpan(method, { kind: 'client', attributes }, async (span) => {
    const answer = await followed(instance, first, request);
    span?.note({ 'http.response.status_code': answer.status });
    return answer;
  });
}

async function followed(
  { store, outgoing }: Pick<Instance, 'store' | 'outgoing'>,
  first: URL,
  request: OutgoingRequest,
): Promise<OutgoingAnswer> {
  const allowed = await allowedDestinations(store.db);
  const rules: Rules = {
    ports: outgoing,
    allowed,
    trustedOrigin: request.trustedOrigin ?? null,
    isPlainInside: request.plain === 'inside',
  };
  const limits = limitsOf(request);
  let headers = ownHeadersLeftOut(request.headers ?? {});
  let url = first;
  for (let hops = 0; ; hops++) {
    const response = await hop(url, { request, rules, limits, headers });
    const next = request.redirects === 'none' ? null : redirectOf(response, url, request);
    if (next === null) return answerOf(response, { url, request, limits });
    response.destroy();
    if (hops === REDIRECTS_MAX)
      throw new CannotFetch('malformed', first, `it redirects more than ${REDIRECTS_MAX} times`);
    if (next.origin !== url.origin) headers = freeHeaders(headers);
    url = next;
  }
}

/** What may end an exchange early. */
interface Limits {
  /** Of who asks; null: never. */
  readonly asked: AbortSignal | null;
  readonly time: AbortSignal;
  readonly either: AbortSignal;
  readonly silenceMs: number;
}

function limitsOf({ signal, timeoutMs, silenceMs = SILENCE_MS }: OutgoingRequest): Limits {
  const time = AbortSignal.timeout(timeoutMs);
  const either = signal === undefined ? time : AbortSignal.any([signal, time]);
  return { asked: signal ?? null, time, either, silenceMs };
}

interface Hop {
  readonly request: OutgoingRequest;
  readonly rules: Rules;
  readonly limits: Limits;
  readonly headers: Readonly<Record<string, string>>;
}

async function hop(url: URL, { request, rules, limits, headers }: Hop): Promise<IncomingMessage> {
  try {
    return await exchange({
      url,
      destination: await unlessAborted(limits.either, destinationOf(url, rules)),
      method: request.method ?? 'GET',
      headers: { 'user-agent': 'Patchward', ...headers, 'accept-encoding': 'gzip, br' },
      body: request.body ?? null,
      signal: limits.either,
      silenceMs: limits.silenceMs,
    });
  } catch (error) {
    throw reasonOf(error, url, limits);
  }
}

/** Where the answer sends the asker; null: nowhere. @throws CannotFetch when it cannot be followed there */
function redirectOf(response: IncomingMessage, url: URL, { method = 'GET' }: OutgoingRequest): URL | null {
  const { location } = response.headers;
  if (location === undefined || !REDIRECTS.has(response.statusCode ?? 0)) return null;
  if (method !== 'GET' && method !== 'HEAD') return null;
  const next = readOutgoingUrl(location, url);
  if (url.protocol === 'https:' && next.protocol === 'http:')
    throw new CannotFetch('not-allowed', url, `it redirects to ${next.origin}, which is not encrypted`);
  return next;
}

interface Asked {
  readonly url: URL;
  readonly request: OutgoingRequest;
  readonly limits: Limits;
}

function answerOf(response: IncomingMessage, asked: Asked): OutgoingAnswer {
  const { url, request } = asked;
  const tooLarge = Number(response.headers['content-length'] ?? 0) > request.bytesMax;
  if (tooLarge && request.method !== 'HEAD') {
    response.destroy();
    throw largerThan(asked);
  }
  const source = unpacked(response, asked);
  const body = bounded(source, asked);
  return {
    status: response.statusCode ?? 0,
    headers: headersOf(response),
    url,
    body,
    text: async () => Buffer.concat(await Array.fromAsync(body)).toString('utf8'),
    close: () => void source.destroy(),
  };
}

function headersOf({ headersDistinct }: IncomingMessage): Headers {
  const headers = new Headers();
  for (const [name, values = []] of Object.entries(headersDistinct))
    for (const value of values) headers.append(name, value);
  return headers;
}

function unpacked(response: IncomingMessage, { url, request }: Asked): Readable {
  const encoding = response.headers['content-encoding']?.toLowerCase() ?? 'identity';
  const empty = request.method === 'HEAD' || response.statusCode === 204 || response.statusCode === 304;
  if (empty || encoding === 'identity') return response;
  const unpack = UNPACKERS[encoding];
  if (unpack === undefined) {
    response.destroy();
    throw new CannotFetch('malformed', url, `it is packed as "${encoding}", which was not asked for`);
  }
  // Whoever reads the body meets the error there.
  return pipeline(response, unpack(), () => {});
}

const UNPACKERS: Readonly<Record<string, () => Transform>> = {
  gzip: createGunzip,
  'x-gzip': createGunzip,
  br: createBrotliDecompress,
};

/** The bytes as they come, until there are too many, or nothing comes for too long. */
async function* bounded(source: Readable, asked: Asked): AsyncGenerator<Uint8Array, void> {
  const { request, limits, url } = asked;
  const chunks = source[Symbol.asyncIterator]() as AsyncIterator<Uint8Array>;
  let bytes = 0;
  try {
    for (;;) {
      const silent = setTimeout(() => source.destroy(new Silence()), limits.silenceMs);
      const next = await chunks.next().finally(() => clearTimeout(silent));
      if (next.done === true) return;
      bytes += next.value.length;
      if (bytes > request.bytesMax) throw largerThan(asked);
      yield next.value;
    }
  } catch (error) {
    throw reasonOf(error, url, limits);
  } finally {
    source.destroy();
  }
}

function largerThan({ url, request }: Asked): CannotFetch {
  return new CannotFetch('large', url, `it is larger than ${request.bytesMax} bytes`);
}

/** What to throw for whatever ended an exchange. */
function reasonOf(error: unknown, url: URL, { asked, time }: Limits): unknown {
  if (asked?.aborted === true) return asked.reason;
  if (error instanceof CannotFetch) return error;
  if (time.aborted) return new CannotFetch('slow', url, 'it takes too long', { cause: error });
  if (error instanceof Silence) return new CannotFetch('slow', url, 'it does not answer', { cause: error });
  const { code = '', message } = error as NodeJS.ErrnoException;
  const problem = /^(HPE_|Z_|ERR__|ERR_BROTLI|ERR_PADDING|ERR_HTTP)/.test(code) ? 'malformed' : 'unreachable';
  return new CannotFetch(problem, url, message === '' ? code : message, { cause: error });
}

/** Names cannot be stopped from being resolved, but nobody has to wait for it. */
async function unlessAborted<T>(signal: AbortSignal, work: Promise<T>): Promise<T> {
  signal.throwIfAborted();
  const { promise, reject } = Promise.withResolvers<never>();
  const stop = () => reject(signal.reason as Error);
  signal.addEventListener('abort', stop, { once: true });
  try {
    return await Promise.race([work, promise]);
  } finally {
    signal.removeEventListener('abort', stop);
  }
}

/** Whether a header is the connection's own, which callers cannot set. */
export function isOwnHeader(name: string): boolean {
  return OWN_HEADERS.has(name.toLowerCase());
}

function ownHeadersLeftOut(headers: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(headers)
      .map(([name, value]) => [name.toLowerCase(), value] as const)
      .filter(([name]) => !isOwnHeader(name)),
  );
}

function freeHeaders(headers: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(headers).filter(([name]) => FREE_HEADERS.has(name)));
}
