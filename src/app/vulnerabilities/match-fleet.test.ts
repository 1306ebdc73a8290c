import assert from 'node:assert/strict';
import { test } from 'node:test';
import { contextOn, instanceOn } from '#test/context';
import { ENGINES, freshStore } from '#test/database';
import { allFindings, takeFeeds, takeInventory } from '#test/matched-fleet';
import { POLICY_PRESETS } from '#engine/risk';
import { explainFinding, listFindings } from './findings.ts';
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
      it.readiness,
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
