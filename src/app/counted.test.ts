import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ENGINES, freshStore } from '#test/database';
import { counted } from './counted.ts';

for (const engine of ENGINES)
  test(`figures are counted again once the record changed, and not before (${engine})`, async (t) => {
    const store = await freshStore(t, engine);
    if (store === null) return;
    let times = 0;
    const devices = () =>
      counted(store, store.db, ['devices'], async () => {
        times += 1;
        const { rows } = await store.pool.query<{ n: string }>('select count(*) as n from device');
        return Number(rows[0]?.n);
      });
    assert.deepEqual(await Promise.all([devices(), devices(), devices()]), [0, 0, 0]);
    assert.equal(times, 1, 'several who ask at once share an answer');
    let others = 0;
    for (let round = 0; round < 60; round++) {
      const once = () => counted(store, store.db, ['round', round], async () => (others += 1));
      await Promise.all(Array.from({ length: 6 }, once));
    }
    assert.equal(others, 60, 'and never take each other for a change');
    await store.pool.query(
      `insert into device (id, name, fields, source_count, conflict_count, seen_at, created_at, changed_at)
       values (gen_random_uuid(), 'BIO-1', '{}', 1, 0, now(), now(), now())`,
    );
    assert.equal(await devices(), 1);
    assert.equal(await devices(), 1);
    assert.equal(times, 2);
    await store.pool.query('truncate device cascade');
    assert.equal(await devices(), 0);
  });

test('what was counted while a change was under way is not kept', async (t) => {
  const store = await freshStore(t, 'postgresql');
  if (store === null) return;
  const devices = () =>
    counted(store, store.db, ['devices'], async () => {
      const { rows } = await store.pool.query<{ n: string }>('select count(*) as n from device');
      return Number(rows[0]?.n);
    });
  const writer = await store.pool.connect();
  try {
    await writer.query('begin');
    await writer.query(
      `insert into device (id, name, fields, source_count, conflict_count, seen_at, created_at, changed_at)
       values (gen_random_uuid(), 'BIO-1', '{}', 1, 0, now(), now(), now())`,
    );
    assert.equal(await devices(), 0);
    await writer.query('commit');
  } finally {
    writer.release();
  }
  assert.equal(await devices(), 1);
});

test('what could not be counted is tried again', async (t) => {
  const store = await freshStore(t, 'embedded');
  assert.ok(store !== null);
  let times = 0;
  const flaky = () =>
    counted(store, store.db, ['flaky'], async () => {
      times += 1;
      if (times === 1) throw new Error('cut off');
      return times;
    });
  await assert.rejects(flaky, /cut off/);
  assert.equal(await flaky(), 2);
});
