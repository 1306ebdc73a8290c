import assert from 'node:assert/strict';
import { test } from 'node:test';
import { contextOn, instanceOn } from '#test/context';
import { ENGINES, freshStore } from '#test/database';
import { ensureKnownFeeds } from '../feeds/known-feeds.ts';
import { listDeliveries } from './deliveries.ts';
import { addDestination } from './destinations.ts';
import { watchFeeds } from './watch-feeds.ts';

const TOOLS = {
  signal: new AbortController().signal,
  progress: () => {},
  log: () => {},
  saved: null,
  save: async () => {},
};

for (const engine of ENGINES)
  test(`a feed that fails is told of once, and once more when it can be leaned on again (${engine})`, async (t) => {
    const store = await freshStore(t, engine);
    if (store === null) return;
    const ctx = contextOn(instanceOn(store));
    await ensureKnownFeeds(store);
    const feed = (change: { problem: string | null; as_of: Date }) =>
      store.db
        .updateTable('feed')
        .set({ is_enabled: true, ...change })
        .where('id', '=', 'kev')
        .execute();
    const asOf = ctx.now();
    await feed({ problem: 'It answered 503', as_of: asOf });
    assert.equal(await watchFeeds.run(ctx, TOOLS), null, 'nobody is told');
    const { dossier } = await addDestination(ctx, {
      name: 'Operations',
      place: { kind: 'webhook', url: 'https://operations.example/' },
      events: ['feed.in-doubt', 'feed.sound'],
      secret: null,
    });
    const told = async () => {
      await watchFeeds.run(ctx, TOOLS);
      const page = { state: null, before: null, limit: 9 };
      const { items } = await listDeliveries(ctx, dossier.destination.id, page);
      return items.map(({ delivery }) => delivery.event).toReversed();
    };
    assert.deepEqual(await told(), ['feed.in-doubt']);
    await feed({ problem: 'It answered 500', as_of: asOf });
    assert.deepEqual(await told(), ['feed.in-doubt'], 'it fails still');
    await feed({ problem: null, as_of: asOf });
    assert.deepEqual(await told(), ['feed.in-doubt', 'feed.sound']);
    assert.deepEqual(await told(), ['feed.in-doubt', 'feed.sound']);
    await feed({ problem: null, as_of: new Date(asOf.getTime() - 90 * 86_400_000) });
    assert.deepEqual(await told(), ['feed.in-doubt', 'feed.sound', 'feed.in-doubt'], 'it is stale');
  });
