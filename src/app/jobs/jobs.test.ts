import assert from 'node:assert/strict';
import { test, type TestContext } from 'node:test';
import { setImmediate as nextTurn } from 'node:timers/promises';
import * as z from 'zod';
import type { Scope } from '#engine/access';
import { contextOn, instanceOn, type TestClock } from '#test/context';
import { type Engine, ENGINES, freshStore } from '#test/database';
import { readSetting, writeSetting } from '#store/settings';
import { act, actUnasked } from '../act.ts';
import type { Context } from '../context.ts';
import { addPerson } from '../people/people.ts';
import { Refused } from '../refusal.ts';
import { cancelJob, listJobs, listReconcilers, readJob, readJobLog, retryJob } from './jobs.ts';
import { type JobKind, jobKind, type JobTools, type Reconciler } from './kind.ts';
import { createRunner, LEASE_MS, type Runner } from './runner.ts';
import { startJob } from './start.ts';

const Input = z.object({ name: z.string() });
type Work = (ctx: Context, name: string, tools: JobTools) => Promise<unknown>;

/** A kind whose work each test gives. */
function kindOf(work: Work, over: Partial<JobKind<typeof Input>> = {}): JobKind<typeof Input> {
  return jobKind({
    name: 'test.work',
    words: 'Test work',
    input: Input,
    permission: 'inventory.read',
    title: ({ name }) => `Work on ${name}`,
    page: ({ name }) => `/${name}`,
    run: (ctx, { name }, tools) => work(ctx, name, tools),
    ...over,
  });
}

interface Hospital {
  readonly ctx: Context;
  readonly clock: TestClock;
  readonly faults: Error[];
  node(kind: JobKind<typeof Input>, name?: string, reconcilers?: readonly Reconciler[]): Runner;
  start(
    kind: JobKind<typeof Input>,
    name: string,
    key?: string,
    as?: Context,
  ): Promise<{ id: string; joined: boolean }>;
}

async function hospital(t: TestContext, engine: Engine): Promise<Hospital | null> {
  const store = await freshStore(t, engine);
  if (store === null) return null;
  const clock: TestClock = { now: new Date('2026-03-01T08:00:00Z') };
  const instance = instanceOn(store, clock);
  const ctx = contextOn(instance);
  const faults: Error[] = [];
  return {
    ctx,
    clock,
    faults,
    node: (kind, name = 'one', reconcilers = []) =>
      createRunner({
        instance,
        jobs: { kinds: [kind], reconcilers },
        node: name,
        slots: 4,
        onFault: (error) => faults.push(error),
      }),
    start: async (kind, name, key, as = ctx) =>
      actUnasked(as, async (tx) => ({
        value: await startJob(as, tx, kind, { name }, key === undefined ? {} : { key }),
        audit: null,
      })),
  };
}

function later(clock: TestClock, ms: number): void {
  clock.now = new Date(clock.now.getTime() + ms);
}

function aborted(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) =>
    signal.addEventListener('abort', () => reject(signal.reason as Error), { once: true }),
  );
}

for (const engine of ENGINES) {
  test(`a job is queued with its act or not at all, and what comes of it is kept (${engine})`, async (t) => {
    const it = await hospital(t, engine);
    if (it === null) return;
    const kind = kindOf(async (ctx, name, { progress, log }) => {
      progress(3, 5, 'Counting');
      log(`saw ${name}`);
      return { of: name, by: ctx.actor.kind };
    });
    await assert.rejects(
      actUnasked(it.ctx, async (tx) => {
        await startJob(it.ctx, tx, kind, { name: 'lost' });
        throw new Error('broken on purpose');
      }),
      /broken on purpose/,
    );
    const { id } = await it.start(kind, 'pumps');
    const jobs = { kinds: [kind], reconcilers: [] };
    assert.equal((await readJob(it.ctx, jobs, id)).state, 'waiting');
    const node = it.node(kind);
    assert.equal(await node.fill(), 1);
    await node.settle();
    const job = await readJob(it.ctx, jobs, id);
    assert.deepEqual(
      [job.state, job.title, job.page, job.progress, job.result],
      [
        'done',
        'Work on pumps',
        '/pumps',
        { step: 'Counting', done: 3, total: 5 },
        { of: 'pumps', by: 'system' },
      ],
    );
    assert.deepEqual(
      (await readJobLog(it.ctx, jobs, id, 10)).map((line) => line.text),
      ['saw pumps'],
    );
    assert.deepEqual(it.faults, []);
  });

  test(`what a job starts is taken up as soon as it has ended (${engine})`, async (t) => {
    const it = await hospital(t, engine);
    if (it === null) return;
    const kind = kindOf(async (ctx, name) => {
      if (name === 'first') await it.start(kind, 'second', 'second', ctx);
      return name;
    });
    await it.start(kind, 'first');
    const taken: Promise<number>[] = [];
    const node = createRunner({
      instance: it.ctx,
      jobs: { kinds: [kind], reconcilers: [] },
      node: 'one',
      slots: 1,
      onFault: (error) => it.faults.push(error),
      onEnded: () => taken.push(node.fill()),
    });
    assert.equal(await node.fill(), 1);
    await node.settle();
    while (taken.length < 2) await nextTurn();
    assert.deepEqual(await Promise.all(taken), [1, 0]);
    assert.deepEqual(it.faults, []);
  });

  test(`a fault is tried again after a while, a refusal is not (${engine})`, async (t) => {
    const it = await hospital(t, engine);
    if (it === null) return;
    const kind = kindOf(async (_, name) => {
      if (name === 'refused') throw new Refused({ code: 'conflict', because: 'Cannot do it: it is closed' });
      throw new Error(`broke on ${name}`);
    });
    const jobs = { kinds: [kind], reconcilers: [] };
    const broken = await it.start(kind, 'broken');
    const refused = await it.start(kind, 'refused');
    const node = it.node(kind);
    while ((await node.fill()) > 0) await node.settle();
    const first = await readJob(it.ctx, jobs, broken.id);
    assert.deepEqual([first.state, first.failures, first.failure], ['waiting', 1, 'broke on broken']);
    assert.deepEqual(first.runAfter, new Date('2026-03-01T08:00:10Z'));
    const second = await readJob(it.ctx, jobs, refused.id);
    assert.deepEqual([second.state, second.failure], ['failed', 'Cannot do it: it is closed']);
    for (const wait of [10_000, 40_000]) {
      later(it.clock, wait);
      assert.equal(await node.fill(), 1);
      await node.settle();
    }
    const last = await readJob(it.ctx, jobs, broken.id);
    assert.deepEqual([last.state, last.failures], ['failed', 3]);
    assert.equal(it.faults.length, 3);
    const again = await retryJob(it.ctx, jobs, broken.id);
    assert.deepEqual([again.state, again.failures, again.failure], ['waiting', 0, null]);
  });

  test(`a job that runs stops when it is cancelled from elsewhere (${engine})`, async (t) => {
    const it = await hospital(t, engine);
    if (it === null) return;
    const kind = kindOf((_, __, { signal }) => aborted(signal));
    const jobs = { kinds: [kind], reconcilers: [] };
    const { id } = await it.start(kind, 'a');
    const waiting = await it.start(kind, 'b');
    const node = it.node(kind);
    await node.fill();
    assert.equal((await cancelJob(it.ctx, jobs, id)).cannotCancel, 'It is asked to stop already');
    assert.equal((await cancelJob(it.ctx, jobs, waiting.id)).state, 'cancelled');
    await node.beat();
    await node.settle();
    assert.equal((await readJob(it.ctx, jobs, id)).state, 'cancelled');
    await assert.rejects(cancelJob(it.ctx, jobs, id), /It has ended/);
  });

  test(`a node that stops gives its jobs back, and they go on from what they saved (${engine})`, async (t) => {
    const it = await hospital(t, engine);
    if (it === null) return;
    let stopHere = true;
    const kind = kindOf(async (ctx, _, { signal, saved, save }) => {
      for (let step = Number(saved ?? 0); step < 4; step++) {
        if (step === 2 && stopHere) await aborted(signal);
        await actUnasked(ctx, async (tx) => {
          const sum = Number((await readSetting(tx, 'sum')) ?? 0);
          await writeSetting(tx, 'sum', sum + 1);
          await save(tx, step + 1);
          return { value: undefined, audit: null };
        });
      }
      return 'all';
    });
    const jobs = { kinds: [kind], reconcilers: [] };
    const { id } = await it.start(kind, 'a');
    const first = it.node(kind);
    await first.fill();
    while ((await readSetting(it.ctx.store.db, 'sum')) !== 2) await first.beat();
    first.interrupt();
    await first.settle();
    const between = await readJob(it.ctx, jobs, id);
    assert.deepEqual([between.state, between.losses, between.saved], ['waiting', 0, 2]);
    stopHere = false;
    const second = it.node(kind, 'two');
    await second.fill();
    await second.settle();
    assert.equal((await readJob(it.ctx, jobs, id)).state, 'done');
    assert.equal(await readSetting(it.ctx.store.db, 'sum'), 4);
  });

  test(`the work of a lost node is taken over, and its late word does not count (${engine})`, async (t) => {
    const it = await hospital(t, engine);
    if (it === null) return;
    const gate = Promise.withResolvers<void>();
    let runs = 0;
    const kind = kindOf(async (ctx, name) => {
      const run = ++runs;
      if (run === 1) await gate.promise;
      await actUnasked(ctx, async (tx) => {
        await writeSetting(tx, name, run);
        return { value: undefined, audit: null };
      });
      return run;
    });
    const jobs = { kinds: [kind], reconcilers: [] };
    const { id } = await it.start(kind, 'written-by');
    const lost = it.node(kind, 'lost');
    await lost.fill();
    const other = it.node(kind, 'other');
    await other.takeOver();
    if (engine === 'postgresql') {
      assert.equal((await readJob(it.ctx, jobs, id)).state, 'running', 'it may be alive');
      later(it.clock, LEASE_MS - 1);
      await lost.beat();
      await other.takeOver();
      later(it.clock, LEASE_MS - 1);
      await other.takeOver();
      assert.equal((await readJob(it.ctx, jobs, id)).state, 'running', 'its heart beat');
      later(it.clock, 1);
      await other.takeOver();
    }
    const released = await readJob(it.ctx, jobs, id);
    assert.deepEqual([released.state, released.losses], ['waiting', 1]);
    await other.fill();
    await other.settle();
    gate.resolve();
    await lost.settle();
    const job = await readJob(it.ctx, jobs, id);
    assert.deepEqual([job.state, job.result, job.node], ['done', 2, 'other']);
    assert.equal(await readSetting(it.ctx.store.db, 'written-by'), 2);
    assert.deepEqual(
      (await readJobLog(it.ctx, jobs, id, 10)).map((line) => line.text),
      ['Node lost was lost while it ran'],
    );
    assert.deepEqual(it.faults, []);
  });

  test(`limits hold: so many at once, one per key, so many waiting (${engine})`, async (t) => {
    const it = await hospital(t, engine);
    if (it === null) return;
    const kind = kindOf((_, __, { signal }) => aborted(signal), { limit: 2, waitingMax: 3 });
    const a = await it.start(kind, 'a', 'k');
    assert.deepEqual(await it.start(kind, 'a', 'k'), { id: a.id, joined: true });
    const [one, two] = [it.node(kind, 'one'), it.node(kind, 'two')];
    assert.equal(await one.fill(), 1);
    assert.deepEqual(await it.start(kind, 'a', 'k'), { id: a.id, joined: true }, 'joins one that runs');
    const fresh = { ...kind, joins: 'waiting' } as const;
    const b = await it.start(fresh, 'a', 'k');
    assert.equal(b.joined, false, 'a running one may have read too early');
    assert.deepEqual(await it.start(fresh, 'a', 'k'), { id: b.id, joined: true });
    assert.equal((await two.fill()) + (await one.fill()), 0, 'one of a key at a time');
    await it.start(kind, 'c');
    await it.start(kind, 'd');
    assert.equal((await two.fill()) + (await one.fill()), 1, 'two of the kind at a time');
    await it.start(kind, 'e');
    await assert.rejects(
      it.start(kind, 'f'),
      (error) => error instanceof Refused && error.refusal.code === 'too-many',
    );
    for (const node of [one, two]) {
      node.interrupt();
      await node.settle();
    }
  });

  test(`a job acts with the rights its owner has when it runs, and others see it only where they may (${engine})`, async (t) => {
    const it = await hospital(t, engine);
    if (it === null) return;
    const seen: unknown[] = [];
    const kind = kindOf(async (ctx) => {
      await act(ctx, { permission: 'inventory.edit' }, async () => {
        seen.push(ctx.actor);
        return { value: undefined, audit: null };
      });
    });
    const jobs = { kinds: [kind], reconcilers: [] };
    const person = async (login: string, role: 'technician' | 'auditor' | 'administrator', site?: string) => {
      const scope: Scope = site === undefined ? { kind: 'hospital' } : { kind: 'site', id: site };
      const grants = [{ role, scope }];
      const made = await addPerson(it.ctx, { kind: 'person', login, name: login, grants });
      return contextOn(it.ctx, {
        kind: 'person',
        id: made.person.id,
        name: login,
        grants,
        limitedTo: null,
        verifiedAt: null,
        sessionId: null,
      });
    };
    const ada = await person('ada-1', 'technician');
    const bob = await person('bob-1', 'technician');
    const auditor = await person('auditor-1', 'auditor');
    const local = await person('local-1', 'auditor', 'north');
    const admin = await person('admin-1', 'administrator');
    const { id } = await it.start(kind, 'a', undefined, ada);
    const sees = async (ctx: Context) =>
      (await listJobs(ctx, jobs, {}, { before: null, limit: 10 })).items.map((job) => job.id);
    assert.deepEqual(await sees(ada), [id]);
    assert.deepEqual(await sees(bob), []);
    assert.deepEqual(await sees(auditor), [id]);
    assert.deepEqual(await sees(local), []);
    await assert.rejects(readJob(bob, jobs, id), /Cannot find job/);
    await assert.rejects(cancelJob(auditor, jobs, id), /jobs.manage/);
    assert.equal((await cancelJob(admin, jobs, id)).state, 'cancelled');
    assert.equal((await retryJob(ada, jobs, id)).state, 'waiting');
    const node = it.node(kind);
    await node.fill();
    await node.settle();
    assert.equal((await readJob(ada, jobs, id)).state, 'done');
    assert.equal(seen.length, 1);
    const second = await it.start(kind, 'b', undefined, ada);
    await it.ctx.store.db.updateTable('person').set({ disabled_at: it.clock.now }).execute();
    await node.fill();
    await node.settle();
    assert.equal(
      (await readJob(ada, jobs, second.id)).failure,
      'Cannot act for ada-1: the account is disabled',
    );
  });

  test(`a reconciler runs again and again, and says what went wrong last (${engine})`, async (t) => {
    const it = await hospital(t, engine);
    if (it === null) return;
    let broken = false;
    const tidy: Reconciler = {
      name: 'test.tidy',
      words: 'Tidy up',
      everyMinutes: 30,
      run: async () => {
        if (broken) throw new Error('no broom');
        return 'swept';
      },
    };
    const kind = kindOf(async () => null);
    const jobs = { kinds: [kind], reconcilers: [tidy] };
    const node = it.node(kind, 'one', [tidy]);
    await node.prepare();
    await it.node(kind, 'two', [tidy]).prepare();
    const state = async () => {
      const [job, ...more] = await listReconcilers(it.ctx, jobs);
      assert(job !== undefined && more.length === 0);
      return job;
    };
    await node.fill();
    await node.settle();
    const { id, runAfter } = await state();
    assert.deepEqual(runAfter, new Date('2026-03-01T08:30:00Z'));
    assert.equal((await readJobLog(it.ctx, jobs, id, 10)).at(-1)?.text, 'swept');
    assert.equal(await node.fill(), 0, 'not before its time');
    broken = true;
    await retryJob(it.ctx, jobs, id);
    await node.fill();
    await node.settle();
    assert.deepEqual(
      [(await state()).failure, (await state()).runAfter],
      ['no broom', new Date('2026-03-01T08:00:10Z')],
    );
    broken = false;
    later(it.clock, 10_000);
    await node.fill();
    await node.settle();
    assert.deepEqual([(await state()).failure, (await state()).state], [null, 'waiting']);
  });
}
