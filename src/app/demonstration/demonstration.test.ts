import assert from 'node:assert/strict';
import { test } from 'node:test';
import { contextOn, instanceOn } from '#test/context';
import { ENGINES, freshStore } from '#test/database';
import { listDevices } from '#store/device-list';
import type { Context } from '../context.ts';
import { createFirstPerson } from '../people/first-run.ts';
import { actorOfSession } from '../people/sessions.ts';
import { readHospital } from '../settings/hospital.ts';
import { beginDemonstration } from './begin.ts';
import { enterDemonstration } from './enter.ts';
import { removeDemonstration } from './remove.ts';
import { readDemonstration } from './state.ts';
import { tellHistory } from './tell-history.ts';

const QUIET = { signal: new AbortController().signal, progress: () => {} };
const CALLER = { address: '127.0.0.1', agent: 'Test' };

/** Rows of every table, so that nothing is left out that somebody adds later. */
async function rowsByTable({ store }: Context): Promise<Map<string, number>> {
  const { rows } = await store.pool.query<{ name: string }>(
    `select table_name as name from information_schema.tables where table_schema = current_schema() and table_type = 'BASE TABLE' order by 1`,
  );
  const counts = new Map<string, number>();
  for (const { name } of rows) {
    const { rows: found } = await store.pool.query<{ count: string }>(`select count(*) from "${name}"`);
    counts.set(name, Number(found[0]?.count));
  }
  return counts;
}

for (const engine of ENGINES) {
  test(`the demonstration comes, keeps its dates, and goes without a trace but the audit log (${engine})`, async (t) => {
    const store = await freshStore(t, engine);
    if (store === null) return;
    const instance = instanceOn(store);
    const ctx = contextOn(instance);
    const nobody: Context = { ...instance, actor: { kind: 'nobody' } };
    await createFirstPerson(
      nobody,
      { login: 'ada@example.org', name: 'Ada', password: 'seven pumps on the third floor' },
      CALLER,
    );
    const before = await rowsByTable(ctx);

    await beginDemonstration(ctx, { devices: 60 });
    await assert.rejects(beginDemonstration(ctx), /it is here already/);
    const stop = new AbortController();
    await assert.rejects(
      tellHistory(ctx, {
        signal: stop.signal,
        progress: (done) => (done === 3 ? stop.abort(new Error('stopped')) : undefined),
      }),
      /stopped/,
    );
    const halfway = await readDemonstration(instance);
    assert(halfway.state === 'arriving');
    assert.equal(halfway.files, 4);
    assert.equal((await readHospital(store.db)).name, 'Harbour Point Health');
    const { rows: events } = await store.pool.query<{ first: Date; last: Date; devices: string }>(
      'select min(at) as first, max(at) as last, count(distinct device_id) as devices from device_change',
    );
    const [told] = events;
    assert.equal(told?.first.toISOString().slice(0, 10), '2025-03-02', 'a year ago');
    assert.equal(told?.last.toISOString().slice(0, 10), '2025-03-02', 'said then, not now');
    assert(Number(told?.devices) >= 50);
    const { rows: logged } = await store.pool.query<{ first: Date }>(
      'select min(at) as first from audit_entry',
    );
    assert.equal(logged[0]?.first.toISOString(), '2026-03-01T08:00:00.000Z', 'the log says when it was done');

    const { people } = halfway;
    assert.equal(people.length, 13);
    const technician = people.find((it) => it.grant.role === 'technician');
    const token = await enterDemonstration(nobody, technician?.id ?? '', CALLER);
    const administrator = people.find((it) => it.grant.role === 'administrator');
    const eyes = await enterDemonstration(nobody, administrator?.id ?? '', CALLER);
    const actor = await actorOfSession(instance, eyes);
    assert(actor !== null);
    assert.equal(actor.limitedTo?.includes('demonstration.manage'), true);
    assert.equal(
      actor.limitedTo?.includes('people.manage'),
      false,
      'nothing that outlives the demonstration',
    );

    await removeDemonstration({ ...ctx, actor });
    assert.equal(await actorOfSession(instance, token), null);
    const after = await rowsByTable(ctx);
    for (const [name, count] of after)
      if (!/^(audit_|setting|job)/.test(name)) assert.equal(count, before.get(name), name);
    assert.equal((await readHospital(store.db)).name, '');
    assert.deepEqual(await readDemonstration(instance), { state: 'none', possible: true });
    await assert.rejects(removeDemonstration(ctx), /there is none/);
    await assert.rejects(tellHistory(ctx, QUIET), /was removed/);
  });
}

test('where real devices are, no invented ones come', async (t) => {
  const store = await freshStore(t, 'embedded');
  if (store === null) return;
  const ctx = contextOn(instanceOn(store));
  const { previewImport } = await import('../inventory/import-start.ts');
  const stream = (async function* () {
    yield Buffer.from('Serial,Manufacturer\nA1234567,BD\n');
  })();
  await previewImport(ctx, { name: 'own.csv', stream }, { source: null, at: null, mapping: null });
  await assert.rejects(beginDemonstration(ctx), /must not stand among real ones/);
  assert.deepEqual(await readDemonstration(ctx), { state: 'none', possible: false });
  assert.equal(
    (
      await listDevices(
        store.db,
        { filter: null, scopes: [{ kind: 'hospital' }] },
        { sort: [{ column: 'label', falling: false }], after: null, limit: 1 },
      )
    ).length,
    0,
  );
});
