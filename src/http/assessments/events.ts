import type { FastifyReply } from 'fastify';
import type { AssessmentView } from '#contract/assessments/assessment';
import type { Entry } from './ledger.ts';

/** Proxies close a silent connection; a comment now and then keeps it. */
const HEARTBEAT_MILLIS = 15_000;

/** At most this often: a browser needs no more, and a fast run reports hundreds of steps a second. */
const TELL_EVERY_MILLIS = 100;

/**
 * Sends the state of an assessment at once and after each change, until there is a result. The browser reconnects
 * by itself, and since each event is the whole state, a lost one does no harm.
 */
export function streamEvents(reply: FastifyReply, entry: Entry): FastifyReply {
  reply.hijack();
  const { raw } = reply;
  raw.writeHead(200, {
    ...(reply.getHeaders() as Record<string, string>),
    'content-type': 'text/event-stream',
    'cache-control': 'no-store',
    'x-accel-buffering': 'no',
  });

  let pending: NodeJS.Timeout | null = null;
  const send = (view: AssessmentView) => raw.write(`event: assessment\ndata: ${JSON.stringify(view)}\n\n`);
  const sendLatest = () => {
    pending = null;
    send(entry.view);
  };
  const tell = (view: AssessmentView) => {
    if (view.state === 'running') pending ??= setTimeout(sendLatest, TELL_EVERY_MILLIS);
    else {
      send(view);
      raw.end();
    }
  };
  const heartbeat = setInterval(() => raw.write(': still here\n\n'), HEARTBEAT_MILLIS);
  raw.on('close', () => {
    clearInterval(heartbeat);
    if (pending !== null) clearTimeout(pending);
    entry.watchers.delete(tell);
  });
  entry.watchers.add(tell);
  send(entry.view);
  if (entry.view.state !== 'running') raw.end();
  return reply;
}
