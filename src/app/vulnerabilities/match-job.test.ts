import assert from 'node:assert/strict';
import { test } from 'node:test';
import { contextOn, instanceOn } from '#test/context';
import { ENGINES, freshStore } from '#test/database';
import { takeFeeds, takeInventory } from '#test/matched-fleet';
import { up as judgeNamedAnew } from '#store/migrations/0187-named-by-feeds';
import { matchFleet } from './match-fleet.ts';
import { matchUnjudged } from './match-job.ts';

for (const engine of ENGINES)
  test(`what a migration puts aside is judged without waiting for a change (${engine})`, async (t) => {
    const store = await freshStore(t, engine);
    if (store === null) return;
    const ctx = contextOn(instanceOn(store));
    await takeInventory(ctx, { path: 'samples/hospital/devices.csv' });
    await takeFeeds(ctx, ['samples/feeds']);
    const cohorts = async (which: string) => {
      const { rows } = await store.pool.query<{ n: string }>(
        `select count(*) as n from cohort where devices > 0 and ${which}`,
      );
      return Number(rows[0]?.n);
    };
    const waiting = async () => {
      const { rows } = await store.pool.query<{ n: string }>(
        `select count(*) as n from job where kind = 'fleet.match' and state = 'waiting'`,
      );
      return Number(rows[0]?.n);
    };
    await store.pool.query(`delete from job where kind = 'fleet.match'`);
    await matchUnjudged(ctx);
    assert.equal(await waiting(), 0, 'nothing was put aside');

    const named = await cohorts('is_known');
    assert(named > 0 && (await cohorts('not is_known')) > 0);
    // As it was counted before: by the operating system alone.
    await store.pool.query('update cohort set is_known = true');
    await judgeNamedAnew(store.db as never);
    await matchUnjudged(ctx);
    assert.equal(await waiting(), 1);
    await matchFleet(ctx);
    assert.equal(await cohorts('is_known'), named);
    assert.equal(await cohorts('judged_by is null'), 0);
  });
