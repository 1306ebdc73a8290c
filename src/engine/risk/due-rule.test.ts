import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import { CRITICALITIES, EXPOSURES, TIERS } from '#engine/words';
import { clocksOf, rulingClock } from './clocks.ts';
import { addDays } from './civil-date.ts';
import { dueOn, dueRuleOf } from './due-rule.ts';
import { POLICY_PRESETS } from './presets.ts';

const DAY = fc.integer({ min: 0, max: 2000 }).map((it) => addDays('2022-01-01', it));

test('the shared rule gives every device the due date its own clocks give', () => {
  fc.assert(
    fc.property(
      fc.record({
        exploited: fc.option(fc.record({ addedOn: DAY, dueOn: fc.option(DAY, { nil: null }) }), {
          nil: null,
        }),
        cvss: fc.constant(null),
        publicExploit: fc.boolean(),
        epss: fc.constant(null),
        ssvc: fc.constant(null),
        device: fc.record(
          { criticality: fc.constantFrom(...CRITICALITIES), exposure: fc.constantFrom(...EXPOSURES) },
          { requiredKeys: [] },
        ),
        controls: fc.constant([]),
        asOf: fc.constant('2026-01-01'),
      }),
      fc.constantFrom(...TIERS),
      fc.record({
        publishedOn: fc.option(DAY, { nil: null }),
        patchAvailableOn: fc.option(DAY, { nil: null }),
        patchExists: fc.boolean(),
      }),
      fc.constantFrom(POLICY_PRESETS.graded, POLICY_PRESETS.strict),
      DAY,
      DAY,
      (factors, tier, facts, policy, sharedDay, ownDay) => {
        const clocksFrom = (detectedOn: string) => clocksOf(factors, tier, { ...facts, detectedOn }, policy);
        const rule = dueRuleOf(clocksFrom(sharedDay));
        assert.equal(dueOn(rule, ownDay), rulingClock(clocksFrom(ownDay))?.dueBy ?? null);
      },
    ),
  );
});
