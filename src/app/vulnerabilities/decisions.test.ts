import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test, type TestContext } from 'node:test';
import { contextOn, instanceOn } from '#test/context';
import { type Engine, ENGINES, freshStore } from '#test/database';
import { runJobs } from '#test/jobs';
import { allFindings, takeFeeds, takeInventory } from '#test/matched-fleet';
import { analyst } from '#test/people';
import { feedsOf, type Weakness } from '#test/small-feeds';
import { JOBS } from '../jobs/kinds.ts';
import {
  approveBatch,
  approveDecision,
  listDecisions,
  previewDecision,
  requestDecision,
  withdrawDecision,
} from './decisions.ts';
import { summarizeFindings } from './finding-summary.ts';
import { listFindings } from './findings.ts';
import { matchFleet } from './match-fleet.ts';
import { endWhatRanOut } from './end-what-ran-out.ts';

const CVE = 'CVE-2026-10001';
const FLAW: Weakness = { product: 'pump_os', fixedIn: '2.0', score: 9.8, exploited: false };
const HEAD = 'Asset tag,Manufacturer,Model,Version,Site';

/** Two pumps at two sites with the flaw, and who asks for decisions; null: this engine is not there. */
async function twoPumps(t: TestContext, engine: Engine) {
  const folder = mkdtempSync(join(tmpdir(), 'patchward-feeds-'));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  const store = await freshStore(t, engine);
  if (store === null) return null;
  const clock = { now: new Date('2026-03-01T08:00:00Z') };
  const instance = instanceOn(store, clock);
  const ctx = contextOn(instance);
  const asker = contextOn(instance, analyst('a1'));
  await takeInventory(ctx, `${HEAD}\nT-1,Acme,Pump OS,1.5,North\nT-2,Acme,Pump OS,1.5,South`);
  await takeFeeds(ctx, feedsOf(folder, [FLAW]));
  const open = async () => (await allFindings(ctx)).map((it) => it.deviceName ?? '').toSorted();
  return { folder, clock, instance, ctx, asker, open };
}

for (const engine of ENGINES) {
  test(`a decision counts once another person approves it, covers what comes later, and reopens (${engine})`, async (t) => {
    const pumps = await twoPumps(t, engine);
    if (pumps === null) return;
    const { folder, clock, instance, ctx, asker, open } = pumps;
    const approver = contextOn(instance, analyst('a2'));
    const states = async () =>
      (await listDecisions(ctx, { state: null, vulnerability: CVE }, { before: null, limit: 9 })).items.map(
        (it) => [it.state, it.devices],
      );
    assert.deepEqual(await open(), ['T-1', 'T-2']);

    const wish = {
      vulnerabilities: [CVE],
      says: 'not-affected',
      justification: 'vulnerable_code_not_in_execute_path',
      reason: 'The service is switched off on these pumps',
      filter: 'site:North',
      expiresOn: '2026-06-01',
    } as const;
    assert.equal((await previewDecision(asker, wish)).findings, 1);
    await assert.rejects(requestDecision(asker, { ...wish, expiresOn: '2026-03-01' }), /ends after today/);
    await assert.rejects(requestDecision(asker, { ...wish, filter: 'sight:North' }), /no field "sight"/);
    const [id = ''] = await requestDecision(asker, wish);
    assert.deepEqual(await open(), ['T-1', 'T-2']);
    await assert.rejects(approveDecision(asker, id), /whoever asked for it cannot approve it/);
    await approveDecision(approver, id);
    assert.deepEqual(await open(), ['T-2']);
    const summary = await summarizeFindings(ctx);
    assert.deepEqual([summary.affected, summary.decided, summary.devicesAffected], [1, 1, 1]);
    const page = await listFindings(ctx, { filter: '', after: null, limit: 9 });
    assert.equal(page.total, 1);
    assert.equal((await listFindings(ctx, { filter: 'decided:yes', after: null, limit: 9 })).total, 1);

    await takeInventory(ctx, `${HEAD}\nT-3,Acme,Pump OS,1.5,North`, 'Second list');
    await matchFleet(ctx);
    assert.deepEqual(await open(), ['T-2']);
    assert.deepEqual(await states(), [['approved', 2]]);

    await takeFeeds(ctx, feedsOf(folder, [{ ...FLAW, exploited: true }]));
    assert.deepEqual(await open(), ['T-1', 'T-2', 'T-3']);
    assert.deepEqual(await states(), [['reopened', 0]]);

    const [again = ''] = await requestDecision(asker, wish);
    await approveDecision(approver, again);
    clock.now = new Date('2026-06-02T08:00:00Z');
    await matchFleet(ctx);
    assert.deepEqual(await open(), ['T-1', 'T-2', 'T-3']);
    const [third = ''] = await requestDecision(asker, { ...wish, expiresOn: '2026-09-01' });
    await approveDecision(approver, third);
    await withdrawDecision(asker, third, 'Switched on again');
    assert.deepEqual(await states(), [
      ['withdrawn', 0],
      ['expired', 0],
      ['reopened', 0],
    ]);
    assert.deepEqual(await open(), ['T-1', 'T-2', 'T-3']);
  });
}

for (const engine of ENGINES) {
  test(`what was asked for together is approved together, as a job where it is much (${engine})`, async (t) => {
    const folder = mkdtempSync(join(tmpdir(), 'patchward-feeds-'));
    t.after(() => rmSync(folder, { recursive: true, force: true }));
    const store = await freshStore(t, engine);
    if (store === null) return;
    const instance = instanceOn(store);
    const ctx = contextOn(instance);
    const asker = contextOn(instance, analyst('a1'));
    await takeInventory(ctx, `${HEAD}\nT-1,Acme,Pump OS,1.5,North`);
    await takeFeeds(
      ctx,
      feedsOf(
        folder,
        Array.from({ length: 22 }, () => FLAW),
      ),
    );
    const vulnerabilities = (await allFindings(ctx)).map((it) => it.vulnerability);
    assert(vulnerabilities.length > 20);
    const wish = {
      says: 'accepted',
      justification: null,
      reason: 'Replaced next month by the maker',
      filter: '',
      expiresOn: '2026-06-01',
    } as const;
    const batchOf = async () => {
      const page = { before: null, limit: 1 };
      const { items } = await listDecisions(ctx, { state: 'requested', vulnerability: null }, page);
      return items[0]?.batch ?? '';
    };
    await requestDecision(asker, { ...wish, vulnerabilities: vulnerabilities.slice(0, 2) });
    await assert.rejects(approveBatch(asker, await batchOf()), /whoever asked for it cannot approve it/);
    assert.equal(await approveBatch(ctx, await batchOf()), null);
    assert.equal((await allFindings(ctx)).length, vulnerabilities.length - 2);
    await requestDecision(asker, { ...wish, vulnerabilities });
    const batch = await batchOf();
    assert.notEqual(await approveBatch(ctx, batch), null);
    await runJobs(instance, JOBS);
    assert.equal((await allFindings(ctx)).length, 0);
    await assert.rejects(approveBatch(ctx, batch));
  });
}

for (const engine of ENGINES) {
  test(`of decisions that overlap another one covers once the first has ended, and what has run out ends by itself (${engine})`, async (t) => {
    const pumps = await twoPumps(t, engine);
    if (pumps === null) return;
    const { clock, instance, ctx, asker, open } = pumps;
    const states = async () =>
      (await listDecisions(ctx, { state: null, vulnerability: CVE }, { before: null, limit: 9 })).items.map(
        (it) => `${it.says} ${it.state} ${it.devices} ${it.endedBecause ?? ''}`.trimEnd(),
      );
    const wish = (says: 'accepted' | 'mitigated', filter: string, expiresOn: string) =>
      requestDecision(asker, {
        vulnerabilities: [CVE],
        says,
        justification: null,
        reason: 'The network of the ward is closed',
        filter,
        expiresOn,
      });
    const [everywhere = ''] = await wish('accepted', '', '2026-03-20');
    const [north = ''] = await wish('mitigated', 'site:North', '2026-03-10');
    await wish('mitigated', 'site:South', '2026-03-10');
    await approveDecision(ctx, north);
    await approveDecision(ctx, everywhere);
    assert.deepEqual(await open(), []);

    const ended = async () => {
      const said = await endWhatRanOut(ctx);
      await runJobs(instance, JOBS);
      return said !== null;
    };
    clock.now = new Date('2026-03-10T23:00:00Z');
    assert.equal(await ended(), false, 'they hold on their last day');
    // A server that was down over the day sees to it when it starts: nothing but the clock has changed.
    clock.now = new Date('2026-03-11T00:10:00Z');
    assert.equal(await ended(), true);
    assert.deepEqual(await states(), [
      'mitigated expired 0 Nobody approved it until 2026-03-10',
      'mitigated expired 0 It held until 2026-03-10',
      'accepted approved 2',
    ]);
    assert.deepEqual(await open(), [], 'the one for all devices covers what the other did');
    assert.equal(await ended(), false);

    const [again = ''] = await wish('mitigated', 'site:North', '2026-04-10');
    await approveDecision(ctx, again);
    await withdrawDecision(asker, everywhere, 'Only one of the wards is closed');
    assert.deepEqual(await open(), ['T-2'], 'and one that is withdrawn leaves the rest to others at once');
    clock.now = new Date('2026-04-11T00:10:00Z');
    assert.equal(await ended(), true);
    assert.deepEqual(await open(), ['T-1', 'T-2']);
  });
}
