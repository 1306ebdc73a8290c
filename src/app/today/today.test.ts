import assert from 'node:assert/strict';
import { test } from 'node:test';
import { contextOn, instanceOn, type TestClock } from '#test/context';
import { ENGINES, freshStore } from '#test/database';
import type { Actor, Context } from '../context.ts';
import { applyImport, previewImport } from '../inventory/import-start.ts';
import { findDevices } from '../inventory/devices.ts';
import { METRIC_DESCRIPTIONS, METRICS } from '#engine/measure';
import { summarizeFindings } from '../vulnerabilities/finding-summary.ts';
import { keepTodaysFigures } from './keep-figures.ts';
import { readTodayNeeds } from './needs.ts';
import { listPlacePatching } from './patching.ts';
import { readToday } from './today.ts';
import { readTodayWork } from './work.ts';

const REGISTER = `Tag #,Serial #,Manufacturer,Model,Software Revision,Facility,Department,Risk Level,End of Support
A-1,BD100001,BD,Alaris PC Unit Model 8015,12.1.2,North,Intensive Care,Life Support,2024-12-31
A-2,BD100002,BD,Alaris PC Unit Model 8015,,North,Intensive Care,Life Support,2031-12-31
A-3,PH200001,Philips,IntelliVue MX40,B.06.18,South,Cardiology,High,2026-05-31
A-4,PH200002,Philips,IntelliVue MX40,B.06.18,South,Cardiology,High,
`;
const NETWORK = `name,manufacturer,model.name,serial_number,ip,mac,site,first_seen,last_seen
mon-1,GE Healthcare,CARESCAPE B450,GE300001,10.1.2.3,44:4b:5d:00:00:01,South,2026-01-01,2026-03-01
`;

async function bring(ctx: Context, name: string, source: string, text: string): Promise<void> {
  const stream = (async function* () {
    yield Buffer.from(text);
  })();
  const { id } = await previewImport(ctx, { name, stream }, { source, at: null, mapping: null });
  await applyImport(ctx, id);
}

function seeing(ctx: Context, actor: Partial<Extract<Actor, { kind: 'person' | 'service' }>>): Context {
  const base = { kind: 'person', id: '01890000-0000-7000-8000-0000000000aa', name: 'Eve' } as const;
  return {
    ...ctx,
    actor: { ...base, grants: [], limitedTo: null, verifiedAt: null, sessionId: null, ...actor },
  };
}

for (const engine of ENGINES) {
  test(`the day counts what is known, and every number opens down to its rows (${engine})`, async (t) => {
    const store = await freshStore(t, engine);
    if (store === null) return;
    const clock: TestClock = { now: new Date('2026-02-01T08:00:00Z') };
    const ctx = contextOn(instanceOn(store, clock));
    assert.deepEqual((await readToday(ctx)).metrics[0]?.heldBack, 'Nothing to count');
    await bring(ctx, 'cmms.csv', 'CMMS', REGISTER);
    await keepTodaysFigures(ctx);
    clock.now = new Date('2026-03-01T08:00:00Z');
    await bring(ctx, 'network.csv', 'Discovery', NETWORK);
    await keepTodaysFigures(ctx);
    const today = await readToday(ctx);
    const shares = today.metrics.map((it) => [it.metric, it.part, it.whole, it.excluded]);
    assert.deepEqual(shares, [
      ['complete', 3, 5, 0],
      ['versionKnown', 3, 5, 0],
      ['seen', 5, 5, 0],
      ['agreed', 5, 5, 0],
      ['registered', 4, 5, 0],
      ['supported', 2, 3, 2],
    ]);
    for (const { metric, part, whole } of today.metrics) {
      const ask = { sort: [], after: null, limit: 10 };
      const rows = await findDevices(ctx, { ...ask, filter: METRIC_DESCRIPTIONS[metric].rows });
      assert.equal(rows.total, whole - part, metric);
    }
    assert.deepEqual(
      today.metrics.map((it) => it.trend.map((point) => point.share))[0],
      [0.75, 0.6],
      'as it was on each day',
    );
    assert.deepEqual(today.lifecycle, {
      ended: 1,
      within6: 1,
      within12: 0,
      within24: 0,
      later: 1,
      unknown: 2,
      in6: '2026-09-01',
      in12: '2027-03-01',
      in24: '2028-03-01',
    });
    const work = await readTodayWork(ctx);
    assert.deepEqual([work.overdue, work.dueSoon], [[], []]);
  });

  test(`whoever sees a part of the hospital counts that part alone (${engine})`, async (t) => {
    const store = await freshStore(t, engine);
    if (store === null) return;
    const ctx = contextOn(instanceOn(store));
    await bring(ctx, 'cmms.csv', 'CMMS', REGISTER);
    await keepTodaysFigures(ctx);
    const north = seeing(ctx, {
      grants: [{ role: 'clinical-engineer', scope: { kind: 'site', id: 'North' } }],
    });
    const seen = await readToday(north);
    assert.equal(seen.devices, 2);
    assert.deepEqual(
      seen.places.map((it) => it.site),
      ['North'],
    );
    assert.equal(seen.metrics[0]?.trend[0]?.share, 0.5);
    const needs = await readTodayNeeds(north);
    assert.deepEqual(
      needs.flatMap((it) => ('count' in it ? [[it.kind, it.count]] : [])),
      [
        ['unsupported', 1],
        ['versionless', 1],
      ],
    );
    assert.equal((await summarizeFindings(north)).affected, 0);
    assert.deepEqual(await listPlacePatching(north), { places: [], countedAt: null });
    const technician = seeing(ctx, { grants: [{ role: 'technician', scope: { kind: 'hospital' } }] });
    assert.equal((await readToday(technician)).devices, 4);
    await assert.rejects(readTodayWork(seeing(ctx, {})), /findings\.read/);
  });

  test(`numbers without a fresh source are held back (${engine})`, async (t) => {
    const store = await freshStore(t, engine);
    if (store === null) return;
    const clock: TestClock = { now: new Date('2026-01-01T08:00:00Z') };
    const ctx = contextOn(instanceOn(store, clock));
    for (const day of ['2026-01-01', '2026-01-08', '2026-01-15']) {
      clock.now = new Date(`${day}T08:00:00Z`);
      await bring(ctx, `cmms-${day}.csv`, 'CMMS', REGISTER.replace('A-4', `A-4-${day}`));
    }
    clock.now = new Date('2026-01-20T08:00:00Z');
    const held = async () => (await readToday(ctx)).metrics.find((it) => it.metric === 'complete')?.heldBack;
    assert.equal(await held(), null);
    clock.now = new Date('2026-03-01T08:00:00Z');
    assert.match((await held()) ?? '', /sources are stale: CMMS was the last to speak, on 2026-01-15/);
    const [source] = (await readToday(ctx)).sources;
    assert.deepEqual([source?.state, source?.everyDays], ['stale', 7]);
    assert.equal(METRICS.length, (await readToday(ctx)).metrics.length);
  });
}
