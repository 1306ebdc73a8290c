import type { Context } from '../context.ts';
import { CannotFetch } from '../outgoing/cannot-fetch.ts';
import { fetchOutgoing, type OutgoingAnswer } from '../outgoing/fetch-outgoing.ts';
import { FeedFailure } from './feed-failure.ts';

/** Waits, or ends with the signal's reason. */
export type Wait = (ms: number, signal: AbortSignal) => Promise<void>;

export interface AskerOptions {
  readonly wait: Wait;
  readonly signal: AbortSignal;
  readonly log: (line: string) => void;
  /** Counts requests that were answered, and the bytes of the answers. */
  readonly tally: { requests: number; bytes: number };
}

/** What a request may carry. */
export interface Question {
  readonly headers?: Readonly<Record<string, string>>;
  /** Tags of what is there already: an unchanged answer is then not sent again. */
  readonly known?: { readonly etag: string | null; readonly lastModified: string | null } | undefined;
  /** At least so long after the request before. */
  readonly spacingMs?: number;
  readonly bytesMax?: number;
}

export interface Found {
  readonly url: string;
  readonly bytes: Buffer;
  readonly etag: string | null;
  readonly lastModified: string | null;
}

export type Reply = Found | 'unchanged' | 'missing';

/** Asks other machines patiently: spaced, with conditions, and again when they are busy. */
export interface Asker {
  /** All of what stands at an address. @throws FeedFailure when it cannot be had */
  ask(url: string, question?: Question): Promise<Reply>;
  /** The same, where it must be there. */
  demand(url: string, question?: Question): Promise<Found>;
}

const TRIES = 5;
const REDIRECTS_MAX = 3;
const REDIRECTS = new Set([301, 302, 303, 307, 308]);
const PATIENCE_STEP_MS = 5000;
const PATIENCE_MAX_MS = 5 * 60_000;
/** A server that wants more than this is asked again at the next run. */
const RETRY_AFTER_MAX_MS = 15 * 60_000;
const BYTES_MAX = 256 * 2 ** 20;
const TIMEOUT_MS = 10 * 60_000;
/** NVD answers 403 when it is asked too fast. */
const BUSY = new Set([403, 408, 425, 429, 500, 502, 503, 504]);

/** Something that may be better the next time. */
class Passing extends Error {
  readonly waitMs: number | null;

  constructor(message: string, waitMs: number | null, cause?: unknown) {
    super(message, { cause });
    this.waitMs = waitMs;
  }
}

export function createAsker(
  ctx: Pick<Context, 'store' | 'outgoing' | 'now'>,
  { wait, signal, log, tally }: AskerOptions,
): Asker {
  const { now } = ctx;
  let askedAt = Number.NEGATIVE_INFINITY;

  async function spaced(spacingMs: number): Promise<void> {
    const due = askedAt + spacingMs - now().getTime();
    if (due > 0) await wait(Math.min(due, spacingMs), signal);
    askedAt = now().getTime();
  }

  async function once(
    url: string,
    { headers = {}, known, spacingMs = 0, bytesMax = BYTES_MAX }: Question,
  ): Promise<Reply> {
    await spaced(spacingMs);
    const answer = await follow(url, { ...headers, ...conditionsOf(known) }, bytesMax);
    const { status } = answer;
    if (status === 200) return found(answer);
    answer.close();
    if (status === 304 && known !== undefined) return 'unchanged';
    if (status === 404 || status === 410) return 'missing';
    if (BUSY.has(status))
      throw new Passing(`${answer.url.host} answered ${status}`, retryAfterMs(answer.headers, now()));
    throw new FeedFailure(`${answer.url.host} answered ${status}`);
  }

  async function found(answer: OutgoingAnswer): Promise<Found> {
    const bytes = await whole(answer);
    tally.bytes += bytes.length;
    return {
      url: answer.url.href,
      bytes,
      etag: answer.headers.get('etag'),
      lastModified: answer.headers.get('last-modified'),
    };
  }

  async function follow(
    url: string,
    headers: Readonly<Record<string, string>>,
    bytesMax: number,
  ): Promise<OutgoingAnswer> {
    let at = url;
    for (let hops = 0; hops <= REDIRECTS_MAX; hops++) {
      const limits = { bytesMax, timeoutMs: TIMEOUT_MS, redirects: 'none' } as const;
      const answer = await unlessUnreachable(fetchOutgoing(ctx, at, { ...limits, headers, signal }));
      tally.requests += 1;
      const location = answer.headers.get('location');
      if (!REDIRECTS.has(answer.status) || location === null) return answer;
      answer.close();
      at = sameHost(at, location);
    }
    throw new FeedFailure(`${hostOf(url)} sends round in circles`);
  }

  async function whole({ headers, body, url }: OutgoingAnswer): Promise<Buffer> {
    const bytes = Buffer.concat(await unlessUnreachable(Array.fromAsync(body)));
    const announced = headers.get('content-encoding') === null ? headers.get('content-length') : null;
    if (announced !== null && Number(announced) !== bytes.length)
      throw new Passing(`${url.host} sent ${bytes.length} of ${announced} bytes`, null);
    return bytes;
  }

  /** A server that does not answer, or breaks off, may answer the next time. */
  async function unlessUnreachable<T>(work: Promise<T>): Promise<T> {
    try {
      return await work;
    } catch (cause) {
      if (!(cause instanceof CannotFetch)) throw cause;
      const isFinal = cause.problem === 'not-allowed' || cause.problem === 'large';
      throw isFinal ? new FeedFailure(cause.message, { cause }) : new Passing(cause.message, null, cause);
    }
  }

  async function ask(url: string, question: Question = {}): Promise<Reply> {
    for (let tries = 1; ; tries++) {
      signal.throwIfAborted();
      try {
        return await once(url, question);
      } catch (error) {
        if (!(error instanceof Passing)) throw error;
        const waitMs = error.waitMs ?? Math.min(PATIENCE_STEP_MS * 2 ** (tries - 1), PATIENCE_MAX_MS);
        if (tries === TRIES)
          throw new FeedFailure(`${error.message}, ${TRIES} times in a row`, { cause: error });
        if (waitMs > RETRY_AFTER_MAX_MS)
          throw new FeedFailure(
            `${error.message} and asks for ${Math.round(waitMs / 60_000)} minutes of patience`,
            {
              cause: error,
            },
          );
        log(`${error.message}; asking again in ${Math.round(waitMs / 1000)} s`);
        await wait(waitMs, signal);
      }
    }
  }

  return {
    ask,
    demand: async (url, question = {}) => {
      const reply = await ask(url, { ...question, known: undefined });
      if (reply === 'missing' || reply === 'unchanged') throw new FeedFailure(`${url} is not there`);
      return reply;
    },
  };
}

function conditionsOf(known: Question['known']): Record<string, string> {
  return {
    ...(known?.etag != null && { 'if-none-match': known.etag }),
    ...(known?.etag == null && known?.lastModified != null && { 'if-modified-since': known.lastModified }),
  };
}

/** A feed that sends to another host may have been taken over: a person decides, by changing its address. */
function sameHost(from: string, location: string): string {
  const [here, there] = [new URL(from), new URL(location, from)];
  if (there.host !== here.host || there.protocol !== here.protocol)
    throw new FeedFailure(`${here.host} sends elsewhere, to ${there.protocol}//${there.host}`);
  return there.href;
}

/** Seconds or a date: RFC 9110, 10.2.3. */
function retryAfterMs(headers: Headers, now: Date): number | null {
  const text = headers.get('retry-after');
  if (text === null) return null;
  if (/^\d+$/.test(text)) return Number(text) * 1000;
  const at = Date.parse(text);
  return Number.isNaN(at) ? null : Math.max(0, at - now.getTime());
}

function hostOf(url: string): string {
  return new URL(url).host;
}
