import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as z from 'zod';
import { actUnasked } from '#app/act';
import { jobKind } from '#app/jobs/kind';
import { startJob } from '#app/jobs/start';
import { api } from '#contract/api';
import { JobView } from '#contract/jobs/routes';
import { contextOn } from '#test/context';
import { ENGINES } from '#test/database';
import { runJobs } from '#test/jobs';
import { FIRST_PERSON, recordServer } from '#test/record-server';

const count = jobKind({
  name: 'test.count',
  words: 'Count',
  input: z.object({ to: z.number().int() }),
  permission: 'inventory.read',
  title: ({ to }) => `Count to ${to}`,
  run: async (_, { to }, { progress, log }) => {
    if (to < 0) throw new Error('Cannot count backwards');
    progress(to, to, 'Counting');
    log('counted');
    return { counted: to };
  },
});
const JOBS = { kinds: [{ ...count, triesMax: 1 }], reconcilers: [] };

/** Events of a stream until it ends. */
async function eventsOf(response: Response): Promise<JobView[]> {
  const text = await response.text();
  return [...text.matchAll(/^data: (.*)$/gm)].map((it) => JobView.parse(JSON.parse(it[1] as string)));
}

for (const engine of ENGINES) {
  test(`jobs are listed, followed, cancelled and retried through the API (${engine})`, async (t) => {
    const server = await recordServer(t, engine, { jobs: JOBS });
    if (server === null) return;
    const { instance } = server;
    const ada = server.visitor();
    const entered = await ada.ask(api.createFirstPerson, { body: FIRST_PERSON });
    const cookie = (entered.headers.get('set-cookie') ?? '').split(';')[0] ?? '';
    const ctx = contextOn(instance);
    const start = async (to: number) =>
      actUnasked(ctx, async (tx) => ({ value: (await startJob(ctx, tx, count, { to })).id, audit: null }));
    const [good, bad, third] = [await start(3), await start(-1), await start(1)];

    const first = await ada.ask(api.listJobs, { query: { limit: 2 } });
    assert.deepEqual(
      [first.body.total, first.body.items.map((it) => it.title)],
      [3, ['Count to 1', 'Count to -1']],
    );
    const second = await ada.ask(api.listJobs, { query: { limit: 2, cursor: first.body.next ?? '' } });
    assert.deepEqual([second.body.next, second.body.items.map((it) => it.id)], [null, [good]]);

    assert.equal((await ada.ask(api.cancelJob, { params: { id: third } })).body.state, 'cancelled');
    assert.equal((await ada.ask(api.cancelJob, { params: { id: third } })).status, 409);

    const stream = fetch(`${server.url}/api/v1/jobs/${good}/events`, { headers: { cookie } });
    const opened = await stream;
    await assert.rejects(runJobs(instance, JOBS), /Cannot count backwards/);
    const events = await eventsOf(opened);
    assert.deepEqual([events[0]?.state, events.at(-1)?.state], ['waiting', 'done']);
    assert.deepEqual(events.at(-1)?.result, { counted: 3 });
    const log = await ada.ask(api.readJobLog, { params: { id: good } });
    assert.deepEqual(
      log.body.items.map((it) => it.text),
      ['counted'],
    );

    const failed = await ada.ask(api.listJobs, { query: { state: ['failed'] } });
    assert.deepEqual(
      failed.body.items.map((it) => [it.id, it.failure]),
      [[bad, 'Cannot count backwards']],
    );
    const again = await ada.ask(api.retryJob, { params: { id: bad } });
    assert.deepEqual(
      [again.status, again.body.state, again.headers.get('location')],
      [202, 'waiting', `/api/v1/jobs/${bad}`],
    );
    const nobody = await fetch(`${server.url}/api/v1/jobs/${good}/events`);
    assert.equal(nobody.status, 401);
  });
}
