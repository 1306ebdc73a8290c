import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import {
  DEVICE_FILTER_FIELDS,
  FINDING_FILTER_FIELDS,
  FIXED_FINDING_FILTER_FIELDS,
  readFilter,
} from '#engine/filter';
import { PATCH_MEASURE_DESCRIPTIONS, PATCH_MEASURES } from '#engine/measure';
import { contextOn, instanceOn, type TestClock } from '#test/context';
import { ENGINES, freshStore } from '#test/database';
import { takeFeeds, takeInventory } from '#test/matched-fleet';
import { feedsOf } from '#test/small-feeds';
import type { Actor, Context } from '../context.ts';
import { findDevices } from '../inventory/devices.ts';
import { approveDecision, requestDecision } from '../vulnerabilities/decisions.ts';
import { listFindings } from '../vulnerabilities/findings.ts';
import { listFixedFindings } from '../vulnerabilities/fixed-findings.ts';
import { matchFleet } from '../vulnerabilities/match-fleet.ts';
import { keepTodaysFigures } from './keep-figures.ts';
import { listPlacePatching, readPatching } from './patching.ts';

const FLAW = { product: 'pump_os', fixedIn: '2.0', score: 9.8, exploited: true } as const;
const HEAD = 'Asset tag,Manufacturer,Model,Version,Site,Department,Criticality';
const pump = (tag: string, version: string, site: string) =>
  `${tag},Acme,Pump OS,${version},${site},ICU,life-sustaining`;

function at(day: string): Date {
  return new Date(`${day}T08:00:00Z`);
}

function of(ctx: Context, scope: { kind: 'site' | 'vendor'; id: string }): Context {
  const actor: Actor = {
    kind: 'person',
    id: '01890000-0000-7000-8000-0000000000aa',
    name: 'Eve',
    grants: [{ role: 'clinical-leader', scope }],
    limitedTo: null,
    verifiedAt: null,
    sessionId: null,
  };
  return { ...ctx, actor };
}

const valueOf = async (ctx: Context, measure: string) =>
  (await readPatching(ctx)).measures.find((it) => it.measure === measure)?.value;

for (const engine of ENGINES) {
  test(`what is patched, for how long it took and what is open too long are told from what happened (${engine})`, async (t) => {
    const folder = mkdtempSync(join(tmpdir(), 'patchward-feeds-'));
    t.after(() => rmSync(folder, { recursive: true, force: true }));
    const store = await freshStore(t, engine);
    if (store === null) return;
    const clock: TestClock = { now: at('2026-01-01') };
    const ctx = contextOn(instanceOn(store, clock));
    assert.equal(await valueOf(ctx, 'compliance'), null, 'nothing is matched, so nothing is told');
    const rows = [pump('P-1', '1.5', 'North'), pump('P-2', '1.5', 'South'), pump('P-3', '2.5', 'North')];
    const other = 'X-1,Borealis,Scale 3,1.0,South,Ward 2,general';
    const unknown = pump('P-4', '', 'South');
    await takeInventory(ctx, [HEAD, ...rows, other, unknown].join('\n'));
    await takeFeeds(ctx, feedsOf(folder, [FLAW]));
    const { figures } = await readPatching(ctx);
    assert.deepEqual(
      [figures.matched, figures.patched, figures.unpatched, figures.unnamed, figures.untold],
      [5, 1, 2, 1, 1],
    );
    assert.equal(figures.critical, 2);
    assert.equal(figures.criticalBeyond, 0);
    await keepTodaysFigures(ctx);

    clock.now = at('2026-01-31');
    assert.equal(await valueOf(ctx, 'criticalBeyond'), 0, 'thirty days are not more than thirty');
    clock.now = at('2026-02-01');
    assert.equal(await valueOf(ctx, 'criticalBeyond'), 2);

    clock.now = at('2026-02-10');
    // One is updated; of the other the register no longer says a version, which mends nothing.
    const later = [pump('P-1', '2.0', 'North'), pump('P-2', '', 'South'), ...rows.slice(2), other, unknown];
    await takeInventory(ctx, [HEAD, ...later].join('\n'));
    await matchFleet(ctx);
    assert.equal(await valueOf(ctx, 'timeToFix'), 40);
    const ask = { sort: [{ column: 'fixed', falling: true }], after: null, limit: 10 } as const;
    const fixed = await listFixedFindings(ctx, { ...ask, filter: 'tier:critical took:>30' });
    assert.deepEqual(
      fixed.items.map((it) => [it.deviceName, it.detectedOn, it.fixedOn, it.days]),
      [['P-1', '2026-01-01', '2026-02-10', 40]],
    );
    assert.equal((await listFixedFindings(ctx, { ...ask, filter: 'site:south' })).total, 0);
    assert.equal(
      (await listFixedFindings(of(ctx, { kind: 'site', id: 'South' }), { ...ask, filter: '' })).total,
      0,
    );
    await keepTodaysFigures(ctx);
    const { measures, criticalTrend } = await readPatching(ctx);
    assert.deepEqual(measures[0]?.trend, [
      { on: '2026-01-01', value: (1 / 3) * 100 },
      { on: '2026-02-10', value: 100 },
    ]);
    assert.deepEqual(criticalTrend[0], { on: '2026-01-01', open: 2, beyond: 0 });
    clock.now = at('2026-05-12');
    assert.equal(
      await valueOf(ctx, 'timeToFix'),
      null,
      'what was fixed more than ninety days ago counts no more',
    );
  });

  test(`what is decided is left out, and every scope counts its own (${engine})`, async (t) => {
    const folder = mkdtempSync(join(tmpdir(), 'patchward-feeds-'));
    t.after(() => rmSync(folder, { recursive: true, force: true }));
    const store = await freshStore(t, engine);
    if (store === null) return;
    const clock: TestClock = { now: at('2026-01-01') };
    const ctx = contextOn(instanceOn(store, clock));
    const rows = [pump('P-1', '1.5', 'North'), pump('P-2', '1.5', 'South'), pump('P-3', '2.5', 'South')];
    await takeInventory(ctx, [HEAD, ...rows].join('\n'));
    await takeFeeds(ctx, feedsOf(folder, [FLAW]));
    clock.now = at('2026-02-15');
    assert.equal(await valueOf(of(ctx, { kind: 'site', id: 'North' }), 'compliance'), 0);
    assert.equal(await valueOf(of(ctx, { kind: 'site', id: 'South' }), 'compliance'), 50);
    assert.equal(await valueOf(of(ctx, { kind: 'vendor', id: 'Acme' }), 'criticalBeyond'), 2);
    const [id] = await requestDecision(ctx, {
      vulnerabilities: ['CVE-2026-10001'],
      says: 'accepted',
      justification: null,
      reason: 'Replaced in spring',
      filter: 'site:north',
      expiresOn: '2026-04-01',
    });
    await approveDecision({ ...ctx, actor: { kind: 'system', name: 'Somebody else' } }, id ?? '');
    const counted = await listPlacePatching(ctx);
    assert.deepEqual(
      counted.places.map(({ site, figures: it }) => [
        site,
        it.unpatched,
        it.excused,
        it.critical,
        it.criticalBeyond,
      ]),
      [
        ['South', 1, 0, 1, 1],
        ['North', 0, 1, 0, 0],
      ],
    );
    await matchFleet(ctx);
    assert.deepEqual(await listPlacePatching(ctx), counted, 'what is kept is what is counted');
    const { on, figures } = await readPatching(ctx);
    for (const measure of PATCH_MEASURES) {
      const { rows: behind, value } = PATCH_MEASURE_DESCRIPTIONS[measure];
      const fields = {
        devices: DEVICE_FILTER_FIELDS,
        findings: FINDING_FILTER_FIELDS,
        'fixed-findings': FIXED_FINDING_FILTER_FIELDS,
      }[behind.list];
      const read = readFilter(behind.filter, fields, { nowMs: clock.now.getTime() });
      assert('filter' in read, `${measure}: ${JSON.stringify(read)}`);
      if (measure === 'criticalBeyond')
        assert.equal(
          (await listFindings(ctx, { filter: behind.filter, after: null, limit: 10 })).total,
          value(figures),
          on,
        );
      if (behind.list !== 'devices') continue;
      const found = await findDevices(ctx, { filter: behind.filter, sort: [], after: null, limit: 10 });
      assert.equal(found.total, measure === 'compliance' ? figures.unpatched : value(figures), measure);
    }
  });
}
