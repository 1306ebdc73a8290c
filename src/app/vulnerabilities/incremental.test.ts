import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import fc from 'fast-check';
import { contextOn, instanceOn } from '#test/context';
import { ENGINES, freshStore } from '#test/database';
import { assertFollowed, DAY_MS, emptyStore, takeRows } from '#test/followed-fleet';
import { takeFeeds } from '#test/matched-fleet';
import { feedsOf, type Weakness } from '#test/small-feeds';
import { matchFleet } from './match-fleet.ts';
import { recheckFleet } from './recheck-fleet.ts';

const weakness: fc.Arbitrary<Weakness> = fc.record({
  // The shorter name is a likeness of the other: what a device is recognised as depends on what feeds name.
  product: fc.constantFrom('pump_os', 'monitor_os', 'pump'),
  fixedIn: fc.constantFrom('2.0', '3.0', '4.0', null),
  score: fc.constantFrom(5.5, 7.5, 9.8),
  exploited: fc.boolean(),
});

const row = fc.record({
  tag: fc.constantFrom('T-1', 'T-2', 'T-3'),
  model: fc.constantFrom('Pump OS', 'Monitor OS'),
  version: fc.constantFrom('', '1.5', '2.5', '3.5'),
  criticality: fc.constantFrom('', 'life-sustaining', 'general'),
});
const step = fc.oneof(
  fc.record({ kind: fc.constant('feeds' as const), weaknesses: fc.array(weakness, { maxLength: 4 }) }),
  fc.record({ kind: fc.constant('import' as const), rows: fc.array(row, { minLength: 1, maxLength: 3 }) }),
  fc.record({ kind: fc.constant('days' as const), days: fc.integer({ min: 1, max: 40 }) }),
);

for (const engine of ENGINES) {
  test(`findings followed change by change are those worked out from nothing, and clocks start once (${engine})`, async (t) => {
    const folder = mkdtempSync(join(tmpdir(), 'patchward-feeds-'));
    t.after(() => rmSync(folder, { recursive: true, force: true }));
    const store = await freshStore(t, engine);
    if (store === null) return;
    const property = fc.asyncProperty(fc.array(step, { minLength: 3, maxLength: 8 }), async (steps) => {
      await emptyStore(store);
      const clock = { now: new Date('2026-03-01T08:00:00Z') };
      const ctx = contextOn(instanceOn(store, clock));
      let feeds = feedsOf(folder, []);
      await takeFeeds(ctx, feeds);
      // Since when each device has been affected by each weakness without a break.
      let since: ReadonlyMap<string, string> = new Map();
      for (const it of steps) {
        clock.now = new Date(clock.now.getTime() + (it.kind === 'days' ? it.days * DAY_MS : 60_000));
        if (it.kind === 'import') await takeRows(ctx, it.rows);
        if (it.kind === 'feeds') await takeFeeds(ctx, (feeds = feedsOf(folder, it.weaknesses)));
        await matchFleet(ctx);
        since = await assertFollowed(ctx, feeds, since);
      }
      const unwatched = { signal: new AbortController().signal, progress: () => {} };
      assert.equal(await recheckFleet(ctx, unwatched), null);
    });
    await fc.assert(property, { numRuns: 3 });
  });
}
