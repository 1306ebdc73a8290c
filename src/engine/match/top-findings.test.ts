import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { type RankedFleet, type TopFinding, topFindings } from './top-findings.ts';

/** Everything written out and sorted: what the search must equal. */
function allSorted(fleet: RankedFleet, count: number): TopFinding[] {
  const all = [...fleet.configurationOf].flatMap((configuration, device) =>
    [...(fleet.findings[configuration] ?? [])].map((packed) => ({
      device,
      vulnerability: packed >> 3,
      points: (fleet.vulnerabilityPoints[packed >> 3] ?? 0) + (fleet.contextPoints[device] ?? 0),
    })),
  );
  return all
    .sort((a, b) => b.points - a.points || a.device - b.device || a.vulnerability - b.vulnerability)
    .slice(0, count);
}

const aFleet = fc
  .record({
    points: fc.array(fc.integer({ min: 0, max: 12 }), { minLength: 1, maxLength: 12 }),
    configurations: fc.array(fc.uniqueArray(fc.nat(11), { maxLength: 8 }), { minLength: 1, maxLength: 6 }),
    devices: fc.array(fc.tuple(fc.nat(5), fc.integer({ min: 0, max: 6 })), { maxLength: 30 }),
  })
  .map(
    ({ points, configurations, devices }): RankedFleet => ({
      findings: configurations.map((it) =>
        Int32Array.from(it.filter((vulnerability) => vulnerability < points.length).map((v) => (v << 3) | 5)),
      ),
      configurationOf: Int32Array.from(devices, ([it]) => it % configurations.length),
      contextPoints: Float32Array.from(devices, ([, it]) => it),
      vulnerabilityPoints: Float32Array.from(points),
    }),
  );

test('topFindings() is the head of all findings sorted', () => {
  fc.assert(
    fc.property(aFleet, fc.integer({ min: 1, max: 20 }), (fleet, count) => {
      assert.deepEqual(topFindings(fleet, count), allSorted(fleet, count));
    }),
  );
});
