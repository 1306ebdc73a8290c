import assert from 'node:assert/strict';
import { once } from 'node:events';
import { type TestContext, test } from 'node:test';
import { fastify, type FastifyReply } from 'fastify';
import { type EventStream, openEventStream } from './event-stream.ts';

async function serve(t: TestContext, answer: (reply: FastifyReply) => Promise<void>): Promise<string> {
  const app = fastify({ forceCloseConnections: true });
  app.get('/', async (_request, reply) => {
    await answer(reply);
    return reply;
  });
  t.after(() => app.close());
  return app.listen({ port: 0, host: '127.0.0.1' });
}

test('a stream is gone once its reader is', async (t) => {
  const opened = Promise.withResolvers<EventStream>();
  const url = await serve(t, async (reply) => {
    const events = openEventStream(reply);
    events.send('step', { done: 1 });
    opened.resolve(events);
  });
  const reader = new AbortController();
  const response = await fetch(url, { signal: reader.signal });
  const events = await opened.promise;
  assert.equal(events.gone.aborted, false);
  const { value } = (await response.body?.getReader().read()) ?? {};
  assert.equal(Buffer.from(value ?? []).toString(), 'event: step\ndata: {"done":1}\n\n');
  const gone = once(events.gone, 'abort');
  reader.abort();
  await gone;
});

test('a reader that left before the first event leaves nothing behind', async (t) => {
  const arrived = Promise.withResolvers<void>();
  const opened = Promise.withResolvers<EventStream>();
  const url = await serve(t, async (reply) => {
    arrived.resolve();
    await once(reply.raw, 'close');
    opened.resolve(openEventStream(reply));
  });
  const reader = new AbortController();
  const response = fetch(url, { signal: reader.signal });
  await arrived.promise;
  reader.abort();
  await assert.rejects(response);
  assert.equal((await opened.promise).gone.aborted, true);
});
