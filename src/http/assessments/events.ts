import type { FastifyReply } from 'fastify';
import type { AssessmentView } from '#contract/assessments/assessment';
import { openEventStream } from '../event-stream.ts';
import type { Entry } from './ledger.ts';

/** At most this often: a browser needs no more, and a fast run reports hundreds of steps a second. */
const TELL_EVERY_MILLIS = 100;

/**
 * Sends the state of an assessment at once and after each change, until there is a result. The browser reconnects
 * by itself, and since each event is the whole state, a lost one does no harm.
 */
export function streamEvents(reply: FastifyReply, entry: Entry): FastifyReply {
  const events = openEventStream(reply);
  if (events.gone.aborted) return reply;
  let pending: NodeJS.Timeout | undefined;
  const send = (view: AssessmentView) => events.send('assessment', view);
  const tell = (view: AssessmentView) => {
    if (view.state === 'running')
      pending ??= setTimeout(() => {
        pending = undefined;
        send(entry.view);
      }, TELL_EVERY_MILLIS);
    else {
      send(view);
      events.end();
    }
  };
  events.gone.addEventListener('abort', () => {
    clearTimeout(pending);
    entry.watchers.delete(tell);
  });
  entry.watchers.add(tell);
  send(entry.view);
  if (entry.view.state !== 'running') events.end();
  return reply;
}
