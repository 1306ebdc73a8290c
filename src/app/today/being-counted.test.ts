import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { seenBySite } from '#test/people';
import { contextOn, instanceOn, type TestClock } from '#test/context';
import { ENGINES, freshStore } from '#test/database';
import { takeFeeds, takeInventory } from '#test/matched-fleet';
import { feedsOf } from '#test/small-feeds';
import type { Context } from '../context.ts';
import { areBeingCounted } from '../vulnerabilities/being-counted.ts';
import { summarizeFindings } from '../vulnerabilities/finding-summary.ts';
import { keepPatching } from '../vulnerabilities/keep-lists.ts';
import { matchFleet } from '../vulnerabilities/match-fleet.ts';
import { startMatching } from '../vulnerabilities/match-job.ts';
import { listPlacePatching, readPatching } from './patching.ts';
import { readTodayWork } from './work.ts';

const FLAW = { product: 'pump_os', fixedIn: '2.0', score: 9.8, exploited: true } as const;
const PUMPS = ['P-1,Acme,Pump OS,1.5,North', 'P-2,Acme,Pump OS,1.5,South', 'P-3,Acme,Pump OS,1.5,South'];
const SHEET = ['Asset tag,Manufacturer,Model,Version,Site', ...PUMPS].join('\n');

/** What Today says of findings: how many are affected, on how many devices of each site, how much is due, and as of when. */
async function told(ctx: Context) {
  const { affected, countedAt } = await summarizeFindings(ctx);
  const { places, countedAt: placesAt } = await listPlacePatching(ctx);
  const patching = await readPatching(ctx);
  const work = await readTodayWork(ctx);
  return {
    affected,
    bySite: Object.fromEntries(places.map((it) => [it.site, it.figures.affected])),
    unpatched: patching.figures.unpatched,
    due: [...work.overdue, ...work.dueSoon].reduce((sum, it) => sum + it.devices, 0),
    asOf: [countedAt, placesAt, patching.countedAt, work.countedAt].map(
      (it) => it && new Date(it).toISOString(),
    ),
  };
}

const NOW = [null, null, null, null];

for (const engine of ENGINES)
  test(`while figures are counted anew those of before stand in, and say of when they are (${engine})`, async (t) => {
    const folder = mkdtempSync(join(tmpdir(), 'patchward-feeds-'));
    t.after(() => rmSync(folder, { recursive: true, force: true }));
    const store = await freshStore(t, engine);
    if (store === null) return;
    const clock: TestClock = { now: new Date('2026-03-01T08:00:00Z') };
    const ctx = contextOn(instanceOn(store, clock));
    const south = contextOn(instanceOn(store, clock), seenBySite('South'));
    const endJobs = () => store.pool.query(`update job set state = 'done' where not periodic`);
    await takeInventory(ctx, SHEET);
    await takeFeeds(ctx, feedsOf(folder, [FLAW]));
    await endJobs();
    const before = { affected: 3, bySite: { North: 1, South: 2 }, unpatched: 3, due: 3 };
    assert.deepEqual(await told(ctx), { ...before, asOf: NOW });

    // Nobody counts: whoever asks does.
    clock.now = new Date('2026-03-01T12:03:05Z');
    await store.pool.query(
      `delete from device_cohort where device_id = (select id from device where name = 'P-3')`,
    );
    const after = { affected: 2, bySite: { North: 1, South: 1 }, unpatched: 2, due: 2 };
    assert.equal(await areBeingCounted(store.db), false);
    assert.deepEqual(await told(ctx), { ...after, asOf: NOW });

    // A match waits, and counts when it is done.
    await store.db.transaction().execute((tx) => startMatching(ctx, tx));
    await store.pool.query(`select nextval('record_change')`);
    const then = '2026-03-01T08:00:00.000Z';
    assert.deepEqual(await told(ctx), { ...before, asOf: [then, then, then, then] });
    // Of one site, what is due first is not kept.
    assert.deepEqual(await told(south), {
      affected: 2,
      bySite: { South: 2 },
      unpatched: 2,
      due: 1,
      asOf: [then, then, then, null],
    });

    // What was counted for another day tells nothing of this one.
    clock.now = new Date('2026-03-02T00:10:00Z');
    assert.deepEqual(await told(ctx), { ...after, asOf: NOW });
    clock.now = new Date('2026-03-01T12:04:00Z');
    assert.deepEqual((await told(ctx)).asOf, [then, then, then, then]);

    await keepPatching(ctx);
    assert.deepEqual(await told(ctx), { ...after, asOf: NOW }, 'and no longer than it is counted');
    await matchFleet(ctx);
    assert.deepEqual((await told(ctx)).asOf, NOW);
  });

test('whoever asks while another connection counts is told what was kept before', async (t) => {
  const store = await freshStore(t, 'postgresql');
  if (store === null) return;
  const counter = await store.pool.connect();
  try {
    await counter.query('begin');
    await counter.query('lock table patch_figure in exclusive mode');
    assert.equal(await areBeingCounted(store.db), true);
    await counter.query('commit');
    assert.equal(await areBeingCounted(store.db), false);
  } finally {
    counter.release();
  }
});
