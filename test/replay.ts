import { once } from 'node:events';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { TestContext } from 'node:test';
import { webServer } from './web-server.ts';

/** What can go wrong with one answer. */
export type Fault =
  | { readonly kind: 'status'; readonly status: number; readonly retryAfter?: string }
  /** The connection ends after so many bytes of the body. */
  | { readonly kind: 'cut'; readonly bytes: number }
  /** The body ends after so many bytes, as if that were all. */
  | { readonly kind: 'truncated'; readonly bytes: number }
  | { readonly kind: 'empty' }
  | { readonly kind: 'redirect'; readonly to: string };

export interface Replayed {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body: string | Uint8Array;
}

/** A server on this machine that answers as a source does, and goes wrong when told to. */
export interface Replay {
  /** `http://127.0.0.1:port` */
  readonly origin: string;
  /** Path and query of what was asked, in order. */
  readonly asked: readonly string[];
  readonly headers: readonly IncomingMessage['headers'][];
  /** The next answers go wrong like this, in order. */
  readonly fail: (...faults: readonly Fault[]) => void;
  readonly forget: () => void;
}

/** @param answer null: there is nothing at that address */
export async function replay(
  t: Pick<TestContext, 'after'>,
  answer: (url: URL, headers: IncomingMessage['headers']) => Replayed | null,
): Promise<Replay> {
  const asked: string[] = [];
  const headers: IncomingMessage['headers'][] = [];
  const faults: Fault[] = [];
  const { port } = await webServer(t as TestContext, (request, response) => {
    const url = new URL(request.url ?? '/', 'http://replay.test');
    asked.push(url.pathname + url.search);
    headers.push(request.headers);
    const found = answer(url, request.headers) ?? { status: 404, body: 'not here' };
    void send(response, found, faults.shift() ?? null);
  });
  return {
    origin: `http://127.0.0.1:${port}`,
    asked,
    headers,
    fail: (...more) => void faults.push(...more),
    forget: () => {
      asked.length = 0;
      headers.length = 0;
    },
  };
}

async function send(
  response: ServerResponse,
  { status = 200, headers = {}, body }: Replayed,
  fault: Fault | null,
): Promise<void> {
  const bytes = Buffer.from(body);
  switch (fault?.kind) {
    case undefined:
      response.writeHead(status, headers).end(status === 304 ? undefined : bytes);
      return;
    case 'status':
      response
        .writeHead(fault.status, fault.retryAfter === undefined ? {} : { 'retry-after': fault.retryAfter })
        .end('busy');
      return;
    case 'cut':
      response.writeHead(status, { ...headers, 'content-length': bytes.length });
      if (!response.write(bytes.subarray(0, fault.bytes))) await once(response, 'drain');
      response.destroy();
      return;
    case 'truncated':
      response.writeHead(status, headers).end(bytes.subarray(0, fault.bytes));
      return;
    case 'empty':
      response.writeHead(status, headers).end();
      return;
    case 'redirect':
      response.writeHead(302, { location: fault.to }).end();
  }
}
