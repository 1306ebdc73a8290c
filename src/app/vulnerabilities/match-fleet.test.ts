import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { contextOn, instanceOn } from '#test/context';
import { ENGINES, freshStore } from '#test/database';
import { allFindings, takeFeeds, takeInventory } from '#test/matched-fleet';
import { feedsOf } from '#test/small-feeds';
import { POLICY_PRESETS } from '#engine/risk';
import { keepCatalogue } from './catalogues.ts';
import { explainFinding, listFindings } from './findings.ts';
import { matchFleet } from './match-fleet.ts';
import { recheckFleet } from './recheck-fleet.ts';
import { runAssessment } from './run-assessment.ts';

const DEVICES = { name: 'devices.csv', path: 'samples/hospital/devices.csv' };
const FEEDS = ['samples/feeds'];

for (const engine of ENGINES) {
  test(`the record says of each device what the command line says of it (${engine})`, async (t) => {
    const store = await freshStore(t, engine);
    if (store === null) return;
    const ctx = contextOn(instanceOn(store));
    const { assessment } = await runAssessment({
      inventories: [DEVICES],
      mappings: {},
      knowledge: { kind: 'feeds', paths: FEEDS },
      aliasFile: null,
      policy: POLICY_PRESETS.graded,
      asOf: '2026-03-01',
      minConfidence: 'probable',
    });
    const expected = assessment.findings.map(({ device, judgement: it }) => [
      device.device.id,
      it.vulnerability.id,
      it.verdict,
      it.confidence,
      it.score,
      it.tier,
      it.ruling?.dueBy ?? null,
      it.why,
      it.fix.version,
      it.readiness.kind,
      it.contradiction !== null,
    ]);
    await takeInventory(ctx, DEVICES);
    await takeFeeds(ctx, FEEDS);
    const found = await allFindings(ctx);
    const kept = found.map((it) => [
      it.deviceName,
      it.vulnerability,
      it.verdict,
      it.confidence,
      it.score,
      it.tier,
      it.dueOn,
      it.why,
      it.fixVersion,
      it.readiness.kind,
      it.isContradicted,
    ]);
    assert(kept.length > 1000);
    assert.deepEqual(kept.map(String).toSorted(), expected.map(String).toSorted());
    const ranks = found.map((it) => it.place.rank);
    assert.deepEqual(
      ranks,
      ranks.toSorted((a, b) => b - a),
    );
    const { total } = await listFindings(ctx, { filter: '', after: null, limit: 1 });
    assert.equal(total, found.length);
    const first = found[0];
    assert(first !== undefined);
    const { finding } = await explainFinding(ctx, first);
    assert.equal(finding.judgement.score, first.score);
    assert.equal(finding.judgement.ruling?.dueBy ?? null, first.dueOn);
  });
}

for (const engine of ENGINES) {
  test(`an edition is held against what it can touch, and against nothing else (${engine})`, async (t) => {
    const store = await freshStore(t, engine);
    if (store === null) return;
    const folder = mkdtempSync(join(tmpdir(), 'patchward-feeds-'));
    t.after(() => rmSync(folder, { recursive: true, force: true }));
    const ctx = contextOn(instanceOn(store));
    const flaw = { product: 'pump_os', fixedIn: '2.0', score: 9.8, exploited: false } as const;
    await takeInventory(
      ctx,
      'Asset tag,Manufacturer,Model,Version\nT-1,Acme,Pump OS,1.5\nT-2,Acme,Monitor OS,1.5\nT-3,Acme,Monitor OS,2.5',
    );
    const take = async (weaknesses: Parameters<typeof feedsOf>[1]) => {
      await keepCatalogue(ctx, { kind: 'feeds', paths: feedsOf(folder, weaknesses) }, 'test feeds');
      return (await matchFleet(ctx)).configurations;
    };
    const others = Array.from({ length: 8 }, () => ({ ...flaw, product: 'unrelated' }));
    await take([flaw, { ...flaw, product: 'monitor_os' }, ...others]);
    assert.equal((await allFindings(ctx)).length, 2);
    assert.equal(
      await take([flaw, { ...flaw, product: 'monitor_os' }, ...others, { ...flaw, product: 'unrelated' }]),
      0,
    );
    assert.equal(
      await take([{ ...flaw, exploited: true }, { ...flaw, product: 'monitor_os' }, ...others]),
      1,
    );
    assert.equal(
      await take([
        { ...flaw, exploited: true },
        { ...flaw, product: 'monitor_os', fixedIn: '3.0' },
        ...others,
      ]),
      2,
    );
    assert.equal((await allFindings(ctx)).length, 3);
    const unwatched = { signal: new AbortController().signal, progress: () => {} };
    assert.equal(await recheckFleet(ctx, unwatched), null, 'judging everything anew finds nothing else');
  });
}
