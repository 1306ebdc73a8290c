import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import {
  checkModel,
  CLEARANCE_CHECKS,
  CLEARANCE_DECISIONS,
  type ModelFacts,
  nextState,
  standingOf,
  STRANGER_STATES,
  whyNotDecide,
} from './mod.ts';

const TODAY = '2026-03-01';
const GOOD: ModelFacts = {
  hasMds2: true,
  hasSbom: true,
  patchMethod: 'owner',
  patchBecause: 'CSUP-2.1 Yes',
  eosDate: '2030-01-01',
  disclosure: 'security@example.org',
  openFindings: { affected: 0, undetermined: 0 },
};
const metOf = (facts: Partial<ModelFacts>) =>
  Object.fromEntries(checkModel({ ...GOOD, ...facts }, {}, TODAY).map((it) => [it.check, it.met]));

test('each check has three answers, and silence is never taken for a yes', () => {
  assert(Object.values(metOf({})).every((it) => it === true));
  assert.equal(metOf({ hasMds2: false })['mds2'], false);
  assert.equal(metOf({ patchMethod: null })['patchPath'], null);
  assert.equal(metOf({ patchMethod: 'never' })['patchPath'], false);
  assert.equal(metOf({ eosDate: null })['supportEnd'], null);
  assert.equal(metOf({ eosDate: '2027-03-01' })['supportEnd'], false);
  assert.equal(metOf({ disclosure: null })['disclosure'], null);
  assert.equal(metOf({ openFindings: null })['vulnerabilities'], null);
  assert.equal(metOf({ openFindings: { affected: 2, undetermined: 0 } })['vulnerabilities'], false);
  assert.equal(metOf({ openFindings: { affected: 0, undetermined: 2 } })['vulnerabilities'], null);
  const said = checkModel(
    { ...GOOD, hasSbom: false },
    { sbom: { met: true, note: 'By mail', by: 'Ada' } },
    TODAY,
  );
  assert.deepEqual(said[1], { check: 'sbom', met: true, because: 'By mail', by: 'Ada' });
});

test('what is open is cleared with conditions or not at all, by somebody else, and for a time', () => {
  const open = checkModel({ ...GOOD, hasSbom: false }, {}, TODAY);
  const all = checkModel(GOOD, {}, TODAY);
  const who = { today: TODAY, requestedById: 'ada', deciderId: 'grace' };
  const wish = { decision: 'cleared', conditions: null, expiresOn: '2027-03-01' } as const;
  assert.equal(whyNotDecide(wish, { ...who, checks: all }), null);
  assert.match(whyNotDecide(wish, { ...who, checks: open }) ?? '', /takes conditions: A bill of materials/);
  const bound = { ...wish, decision: 'conditional' } as const;
  assert.match(whyNotDecide(bound, { ...who, checks: open }) ?? '', /which conditions/);
  assert.equal(whyNotDecide({ ...bound, conditions: 'SBOM by June' }, { ...who, checks: open }), null);
  assert.equal(whyNotDecide({ ...wish, decision: 'refused' }, { ...who, checks: open }), null);
  assert.match(whyNotDecide(wish, { ...who, checks: all, deciderId: 'ada' }) ?? '', /Whoever asked/);
  assert.match(whyNotDecide(wish, { ...who, checks: all, deciderId: null }) ?? '', /Only a person/);
  for (const expiresOn of ['2026-03-01', '2029-03-02'])
    assert.match(whyNotDecide({ ...wish, expiresOn }, { ...who, checks: all }) ?? '', /three years/);
});

test('no model is cleared while a check is open, whatever is known', () => {
  const anyFacts: fc.Arbitrary<ModelFacts> = fc.record({
    hasMds2: fc.boolean(),
    hasSbom: fc.boolean(),
    patchMethod: fc.constantFrom('owner' as const, 'never' as const, null),
    patchBecause: fc.constant('x'),
    eosDate: fc.constantFrom('2030-01-01', '2026-04-01', null),
    disclosure: fc.constantFrom('x', null),
    openFindings: fc.constantFrom({ affected: 0, undetermined: 0 }, { affected: 1, undetermined: 0 }, null),
  });
  fc.assert(
    fc.property(anyFacts, fc.constantFrom(...CLEARANCE_DECISIONS), (facts, decision) => {
      const checks = checkModel(facts, {}, TODAY);
      assert.deepEqual(
        checks.map((it) => it.check),
        [...CLEARANCE_CHECKS],
      );
      const why = whyNotDecide(
        { decision, conditions: 'x', expiresOn: '2027-01-01' },
        { checks, today: TODAY, requestedById: 'ada', deciderId: 'grace' },
      );
      const isOpen = checks.some((it) => it.met !== true);
      assert.equal(why === null, decision !== 'cleared' || !isOpen);
    }),
  );
});

test('a clearance runs out, a refusal does not', () => {
  assert.equal(standingOf(null, TODAY), 'none');
  assert.equal(standingOf({ decision: 'cleared', expiresOn: TODAY }, TODAY), 'cleared');
  assert.equal(standingOf({ decision: 'conditional', expiresOn: '2026-02-28' }, TODAY), 'expired');
  assert.equal(standingOf({ decision: 'refused', expiresOn: '2026-02-28' }, TODAY), 'refused');
});

test('an alert closes and opens again by what is seen', () => {
  const then = new Date('2026-02-01T00:00:00Z');
  const now = new Date('2026-03-01T00:00:00Z');
  const seen = { isRegistered: false, networkAt: now };
  const at = (state: (typeof STRANGER_STATES)[number], ignoredUntil: string | null = null) => ({
    state,
    ignoredUntil,
    decidedAt: then,
  });
  for (const state of STRANGER_STATES) {
    const next = nextState(at(state), { ...seen, isRegistered: true }, TODAY);
    assert.equal(next?.state ?? state, 'registered');
  }
  assert.equal(nextState(at('registered'), seen, TODAY)?.state, 'open');
  assert.equal(nextState(at('registered'), { ...seen, networkAt: null }, TODAY), null);
  assert.equal(nextState(at('ignored', TODAY), seen, TODAY), null);
  assert.equal(nextState(at('ignored', '2026-02-28'), seen, TODAY)?.state, 'open');
  assert.equal(nextState(at('removed'), seen, TODAY)?.state, 'open');
  assert.equal(nextState(at('removed'), { ...seen, networkAt: then }, TODAY), null);
  for (const state of ['open', 'registering', 'removing'] as const)
    assert.equal(nextState(at(state), seen, TODAY), null);
});
