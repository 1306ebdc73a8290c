import assert from 'node:assert/strict';
import { test } from 'node:test';
import { contextOn, instanceOn } from '#test/context';
import { ENGINES, freshStore } from '#test/database';
import { takeFeeds, takeInventory } from '#test/matched-fleet';
import type { Store } from '#store/store';
import { linksOf } from './configuration-products.ts';
import { readKnowledge } from './knowledge.ts';
import { prepareKnowledge } from './prepare-knowledge.ts';

const STAYING = new AbortController().signal;

/** The same database as a node sees it that starts now. */
function restarted(store: Store): Store {
  return { ...store };
}

for (const engine of ENGINES) {
  test(`a node that starts knows what configurations are before anything changes (${engine})`, async (t) => {
    const store = await freshStore(t, engine);
    if (store === null) return;
    const ctx = contextOn(instanceOn(store));
    await prepareKnowledge(ctx, STAYING);
    assert.equal(await readKnowledge(ctx), null);
    await takeInventory(ctx, { path: 'samples/hospital/devices.csv' });
    await takeFeeds(ctx, ['samples/feeds']);

    const node = contextOn(instanceOn(restarted(store)));
    const before = await readKnowledge(node);
    assert.ok(before !== null);
    assert.equal(linksOf(before).size, 0);
    await prepareKnowledge(node, STAYING);
    const { rows } = await store.pool.query(
      'select distinct configuration_id as id from cohort where devices > 0',
    );
    const known = linksOf((await readKnowledge(node)) ?? before);
    assert.ok(rows.length > 0);
    assert.deepEqual(
      [...known.keys()].toSorted((a, b) => a - b),
      rows.map((it) => it.id).toSorted((a, b) => a - b),
    );
    assert.ok([...known.values()].some((it) => it.products.length > 0));
  });

  test(`a node that ends while it gets ready lets go (${engine})`, async (t) => {
    const store = await freshStore(t, engine);
    if (store === null) return;
    const ctx = contextOn(instanceOn(store));
    await takeInventory(ctx, { path: 'samples/hospital/devices.csv' });
    await takeFeeds(ctx, ['samples/feeds']);
    const node = contextOn(instanceOn(restarted(store)));
    await assert.rejects(prepareKnowledge(node, AbortSignal.abort(new Error('It ends'))), /It ends/);
    const knowledge = await readKnowledge(node);
    assert.ok(knowledge !== null);
    assert.equal(linksOf(knowledge).size, 0);
  });
}
