import type { FastifyReply } from 'fastify';

/** Proxies close a silent connection; a comment now and then keeps it. */
const HEARTBEAT_MS = 15_000;

/** Server-sent events on one connection. */
export interface EventStream {
  /** Aborted once the connection is gone, whoever ended it; nothing may go on for it then. */
  readonly gone: AbortSignal;
  /** Sends JSON under the name of an event. */
  send(event: string, data: unknown): void;
  end(): void;
}

/** Answers with a stream of events, also on a connection that broke off while its first event was looked up. */
export function openEventStream(reply: FastifyReply): EventStream {
  reply.hijack();
  const { raw } = reply;
  const gone = new AbortController();
  const heartbeat = setInterval(() => raw.write(': still here\n\n'), HEARTBEAT_MS);
  gone.signal.addEventListener('abort', () => clearInterval(heartbeat));
  if (raw.destroyed) gone.abort();
  else {
    raw.on('close', () => gone.abort());
    raw.writeHead(200, {
      ...(reply.getHeaders() as Record<string, string>),
      'content-type': 'text/event-stream',
      'cache-control': 'no-store',
      'x-accel-buffering': 'no',
    });
  }
  return {
    gone: gone.signal,
    send: (event, data) => {
      if (!gone.signal.aborted) raw.write(`event: ${event}\ndata: ${JSON.stringify(data)}\n\n`);
    },
    end: () => raw.end(),
  };
}
