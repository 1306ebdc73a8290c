import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import fc from 'fast-check';
import { POLICY_PRESETS } from './presets.ts';
import { readPolicy } from './read-policy.ts';

type Json = { [name: string]: Json } & Json[];

/** The graded preset as a file would hold it, with one thing changed. */
function changed(change: (policy: Json) => void): unknown {
  const policy = JSON.parse(JSON.stringify(POLICY_PRESETS.graded)) as Json;
  change(policy);
  return policy;
}

const set = (path: string, value: unknown) => (policy: Json) => {
  const steps = path.split('.');
  const last = steps.pop() ?? '';
  const at = steps.reduce((it, step) => it[step] as Json, policy);
  if (value === undefined) Reflect.deleteProperty(at, last);
  else at[last] = value as Json;
};

test('readPolicy() reads both presets back as they were written', () => {
  for (const preset of Object.values(POLICY_PRESETS))
    assert.deepEqual(readPolicy(JSON.parse(JSON.stringify(preset))), preset);
});

test('the policy files that ship are the presets', () => {
  for (const [name, preset] of Object.entries(POLICY_PRESETS)) {
    const file = new URL(`../../../samples/policies/${name}.json`, import.meta.url);
    assert.deepEqual(readPolicy(JSON.parse(readFileSync(file, 'utf8'))), preset);
  }
});

test('readPolicy() names the field at fault', () => {
  const cases: [string, unknown, string][] = [
    ['name', '', 'policy.name must be a non-empty text'],
    ['version', undefined, 'policy.version is missing'],
    ['deadline', {}, 'policy.deadline is not a field of a policy'],
    ['weights.severityPerScore', '4', 'policy.weights.severityPerScore must be a number from 0 to 10'],
    ['weights.assumedSeverity', 3, 'policy.weights.assumedSeverity must be a number from 7 to 10'],
    ['weights.exposure.flat', 1.5, 'policy.weights.exposure.flat must be a whole number from 0 to 100'],
    ['weights.exposure.flat', 13, 'policy.weights.exposure.flat must not weigh more than internet-facing'],
    ['weights.criticality.life-sustaining', 19, 'policy.weights add up to 101: the score would pass 100'],
    ['weights.phi.unknown', 6, 'policy.weights.phi.unknown must be from 0 to 5'],
    ['aggravators.phi', 'any', 'policy.aggravators.phi must be one of stores, handles'],
    [
      'aggravators.exposures',
      ['flat'],
      'policy.aggravators.exposures must hold internet-facing, which is stronger than what it holds',
    ],
    ['tiers', [], 'policy.tiers needs a last rule without conditions, so that every finding has a tier'],
    [
      'tiers',
      [{ tier: 'low', words: 'all', when: {} }],
      'policy.tiers needs a rule that ranks anything actively exploited High or above',
    ],
    ['tiers.0.when.exploited', false, 'policy.tiers[0].when.exploited can only be true'],
    ['tiers.0.tier', 'severe', 'policy.tiers[0].tier must be one of critical, high, medium, low'],
    ['deadlines.high.days', 0, 'policy.deadlines.high.days must be a whole number from 1 to 3650'],
    ['deadlines.unscored.days', null, 'policy.deadlines.unscored.days must be set: unscored is never Low'],
    ['clocks.vendor.days.severe', 3, 'policy.clocks.vendor.days.severe is not a tier'],
    ['clocks.kev.switchedOn', 'yes', 'policy.clocks.kev.switchedOn must be true or false'],
    [
      'clocks.house.anchors.0',
      'today',
      'policy.clocks.house.anchors[0] must be one of published, detected, patch-available, kev-added',
    ],
  ];
  for (const [path, value, problem] of cases)
    assert.deepEqual(readPolicy(changed(set(path, value))), { error: `Cannot read policy: ${problem}` });
});

test('readPolicy() answers any JSON', () => {
  fc.assert(
    fc.property(fc.jsonValue(), (json) => {
      assert.ok('error' in readPolicy(json));
    }),
  );
});
