import type { FastifyReply } from 'fastify';

/** A job may run on any node, so that its state is looked up rather than heard of. */
const LOOK_EVERY_MS = 700;
/** Proxies close a silent connection; a comment now and then keeps it. */
const HEARTBEAT_MS = 15_000;
/** The browser comes back by itself, and is asked again who it is. */
const END_AFTER_MS = 300_000;

interface Stream<T> {
  readonly event: string;
  readonly read: () => Promise<T>;
  readonly isLast: (it: T) => boolean;
  readonly onFault: (error: Error) => void;
}

/** Sends what `read` yields, at once and whenever it differs, until the last. Each event is the whole state. */
export async function streamChanges<T>(reply: FastifyReply, stream: Stream<T>): Promise<FastifyReply> {
  // Whoever may not see it is told so before the stream begins.
  const first = await stream.read();
  reply.hijack();
  const { raw } = reply;
  raw.writeHead(200, {
    ...(reply.getHeaders() as Record<string, string>),
    'content-type': 'text/event-stream',
    'cache-control': 'no-store',
    'x-accel-buffering': 'no',
  });
  let sent = '';
  let looking: NodeJS.Timeout | undefined;
  const tell = (it: T) => {
    const text = JSON.stringify(it);
    if (text !== sent) raw.write(`event: ${stream.event}\ndata: ${text}\n\n`);
    sent = text;
    if (stream.isLast(it)) raw.end();
    else looking = setTimeout(look, LOOK_EVERY_MS);
  };
  const look = () => {
    stream.read().then(tell, (error: Error) => {
      stream.onFault(error);
      raw.end();
    });
  };
  const heartbeat = setInterval(() => raw.write(': still here\n\n'), HEARTBEAT_MS);
  const end = setTimeout(() => raw.end(), END_AFTER_MS);
  raw.on('close', () => {
    clearInterval(heartbeat);
    clearTimeout(end);
    clearTimeout(looking);
  });
  tell(first);
  return reply;
}
