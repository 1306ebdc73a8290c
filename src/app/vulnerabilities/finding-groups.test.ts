import assert from 'node:assert/strict';
import { test } from 'node:test';
import { contextOn, instanceOn } from '#test/context';
import { ENGINES, freshStore } from '#test/database';
import { allFindings, takeFeeds, takeInventory } from '#test/matched-fleet';
import type { Context } from '../context.ts';
import { groupFindings } from './finding-groups.ts';

async function allGroups(ctx: Context, by: Parameters<typeof groupFindings>[1]['by'], filter: string) {
  const found = [];
  let after = null;
  do {
    const page = await groupFindings(ctx, { by, filter, after, limit: 60 });
    found.push(...page.items);
    after = page.next;
    if (after === null) assert.equal(found.length, page.total);
  } while (after !== null);
  return found;
}

for (const engine of ENGINES) {
  test(`groups of findings add up to the findings, and open down to them (${engine})`, async (t) => {
    const store = await freshStore(t, engine);
    if (store === null) return;
    const ctx = contextOn(instanceOn(store));
    await takeInventory(ctx, { path: 'samples/hospital/devices.csv' });
    await takeFeeds(ctx, ['samples/feeds']);
    for (const filter of ['', 'tier:critical', 'department:Radiology or exploited:yes']) {
      const findings = await allFindings(ctx, filter);
      assert(findings.length > 10);
      for (const by of ['device', 'vulnerability', 'action'] as const) {
        const groups = await allGroups(ctx, by, filter);
        assert.equal(
          groups.reduce((sum, it) => sum + it.findings, 0),
          findings.length,
          `${by} ${filter}`,
        );
        const points = groups.map((it) => it.riskPoints);
        assert.deepEqual(
          points,
          points.toSorted((a, b) => b - a),
        );
        for (const it of groups.slice(0, 3)) {
          const rows = await allFindings(ctx, it.filter);
          assert.equal(rows.length, it.findings, it.filter);
          assert.equal(new Set(rows.map((row) => row.deviceId)).size, it.devices, it.title);
          assert.equal(new Set(rows.map((row) => row.vulnerability)).size, it.vulnerabilities);
          const affected = rows.filter((row) => row.verdict === 'affected');
          assert.equal(
            affected.reduce((sum, row) => sum + row.score, 0),
            it.riskPoints,
          );
          assert.equal(affected.filter((row) => row.tier === 'critical').length, it.critical);
        }
      }
    }
    const [first] = await allGroups(ctx, 'action', '');
    assert.match(first?.title ?? '', /^(Update|Apply|Mitigate|Install)/);
    const [advisory] = await allGroups(ctx, 'advisory', 'verdict:affected');
    assert(advisory !== undefined);
    assert.equal((await allFindings(ctx, advisory.filter)).length, advisory.findings);
  });
}
