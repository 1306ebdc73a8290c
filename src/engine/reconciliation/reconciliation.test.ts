import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import {
  compareSources,
  CRITICAL_FIELDS,
  type CriticalField,
  type DevicePart,
  SIGNATURES_NEEDED,
  stateAfterSigning,
  whyNotChange,
  whyNotSign,
} from './mod.ts';

const NONE = Object.fromEntries(CRITICAL_FIELDS.map((it) => [it, 0])) as Record<CriticalField, number>;

function part(sources: readonly string[], devices: number, over: Partial<DevicePart> = {}): DevicePart {
  return {
    site: 'North',
    department: 'ICU',
    sources,
    devices,
    complete: 0,
    unconnected: 0,
    missing: NONE,
    ...over,
  };
}

test('each source is held against the others, and against all devices', () => {
  const found = compareSources([
    part(['CMMS'], 3, { complete: 1, unconnected: 2 }),
    part(['CMMS', 'Scan'], 5, { complete: 5 }),
    part(['Scan'], 2, { site: 'South', department: null, missing: { ...NONE, serial: 2 } }),
    part([], 1),
  ]);
  assert.deepEqual([found.devices, found.complete, found.unconnected, found.byHandAlone], [11, 6, 2, 1]);
  assert.deepEqual(found.sources, [
    { source: 'CMMS', devices: 8, matched: 5, alone: 3, lacks: 3, complete: 6 },
    { source: 'Scan', devices: 7, matched: 5, alone: 2, lacks: 4, complete: 5 },
  ]);
  assert.deepEqual(found.pairs, [{ a: 'CMMS', b: 'Scan', both: 5, onlyA: 3, onlyB: 2 }]);
  assert.deepEqual(found.places, [
    { site: 'North', department: 'ICU', devices: 9, complete: 6 },
    { site: 'South', department: null, devices: 2, complete: 0 },
  ]);
  assert.equal(found.missing.serial, 2);
});

const anyPart: fc.Arbitrary<DevicePart> = fc
  .record({
    site: fc.constantFrom('a', 'b', null),
    sources: fc.subarray(['P', 'Q', 'R']),
    devices: fc.integer({ min: 1, max: 50 }),
  })
  .map(({ site, sources, devices }) => part(sources, devices, { site }));

test('no device is counted twice or lost, however devices are grouped', () => {
  fc.assert(
    fc.property(fc.array(anyPart), (parts) => {
      const { devices, sources, pairs, places } = compareSources(parts);
      for (const it of sources) {
        assert.equal(it.matched + it.alone, it.devices);
        assert.equal(it.devices + it.lacks, devices);
      }
      for (const { a, b, both, onlyA, onlyB } of pairs) {
        assert.equal(both + onlyA, sources.find((it) => it.source === a)?.devices);
        assert.equal(both + onlyB, sources.find((it) => it.source === b)?.devices);
      }
      assert.equal(
        places.reduce((sum, it) => sum + it.devices, 0),
        devices,
      );
      assert.deepEqual(compareSources(parts.toReversed()).sources, sources);
    }),
  );
});

test('a report is signed by two people, and by nobody twice', () => {
  const open = (signerIds: readonly string[]) => ({ state: 'open', signerIds }) as const;
  assert.equal(whyNotSign(open([]), 'ada'), null);
  assert.match(whyNotSign(open(['ada']), 'ada') ?? '', /somebody else/);
  assert.equal(whyNotSign(open(['ada']), 'grace'), null);
  assert.match(whyNotSign(open([]), null) ?? '', /Only a person/);
  assert.match(whyNotSign({ state: 'signed', signerIds: ['ada', 'grace'] }, 'hana') ?? '', /already/);
  assert.match(whyNotSign({ state: 'making', signerIds: [] }, 'ada') ?? '', /being made/);
  assert.equal(stateAfterSigning(SIGNATURES_NEEDED - 1), 'open');
  assert.equal(stateAfterSigning(SIGNATURES_NEEDED), 'signed');
});

test('what somebody has signed does not change under their signature', () => {
  assert.equal(whyNotChange({ state: 'open', signerIds: [] }), null);
  assert.match(whyNotChange({ state: 'open', signerIds: ['ada'] }) ?? '', /take that signature back/);
  assert.match(whyNotChange({ state: 'signed', signerIds: ['ada', 'grace'] }) ?? '', /signed off/);
});
