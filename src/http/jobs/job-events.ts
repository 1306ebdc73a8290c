import type { FastifyReply } from 'fastify';
import { openEventStream } from '../event-stream.ts';

/** A job may run on any node, so that its state is looked up rather than heard of. */
const LOOK_EVERY_MS = 700;
/** The browser comes back by itself, and is asked again who it is. */
const END_AFTER_MS = 300_000;

interface Stream<T> {
  readonly event: string;
  readonly read: () => Promise<T>;
  readonly isLast: (it: T) => boolean;
  readonly onFault: (error: Error) => void;
  /** How often it is looked at. */
  readonly everyMs?: number;
}

/** Sends what `read` yields, at once and whenever it differs, until the last. Each event is the whole state. */
export async function streamChanges<T>(reply: FastifyReply, stream: Stream<T>): Promise<FastifyReply> {
  // Whoever may not see it is told so before the stream begins.
  const first = await stream.read();
  const events = openEventStream(reply);
  let sent = '';
  let looking: NodeJS.Timeout | undefined;
  const tell = (it: T) => {
    if (events.gone.aborted) return;
    const text = JSON.stringify(it);
    if (text !== sent) events.send(stream.event, it);
    sent = text;
    if (stream.isLast(it)) events.end();
    else looking = setTimeout(look, stream.everyMs ?? LOOK_EVERY_MS);
  };
  const look = () => {
    stream.read().then(tell, (error: Error) => {
      stream.onFault(error);
      events.end();
    });
  };
  const end = setTimeout(() => events.end(), END_AFTER_MS);
  const stop = () => {
    clearTimeout(end);
    clearTimeout(looking);
  };
  if (events.gone.aborted) stop();
  else events.gone.addEventListener('abort', stop);
  tell(first);
  return reply;
}
