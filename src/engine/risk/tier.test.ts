import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import {
  CRITICALITIES,
  type Criticality,
  EXPOSURES,
  type Exposure,
  FDA_CLASSES,
  TIERS,
  type Tier,
} from '#engine/words';
import { CONTROL_KINDS, type Control } from './control.ts';
import type { RiskFactors } from './factors.ts';
import type { Policy } from './policy.ts';
import { POLICY_PRESETS } from './presets.ts';
import { devicePoints, vulnerabilityPoints } from './score.ts';
import { scoreRisk } from './tier.ts';

const { graded, strict } = POLICY_PRESETS;
const AS_OF = '2026-11-24';
const KEV = { addedOn: '2021-11-03', dueOn: '2022-05-03' };
const NETWORK = 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H';

const cvss = (baseScore: number, vector = NETWORK) =>
  ({ version: '3.1', vector, baseScore, by: 'nvd@nist.gov' }) as const;

/** A general device on a segmented network, without patient data: no aggravator. */
const aFinding = (over: Partial<RiskFactors> = {}): RiskFactors => ({
  cvss: cvss(9.8),
  exploited: null,
  publicExploit: false,
  epss: null,
  ssvc: null,
  device: { criticality: 'general', exposure: 'segmented', storesPhi: false, transmitsPhi: false },
  controls: [],
  asOf: AS_OF,
  ...over,
});

const aControl = (over: Partial<Control> = {}): Control => ({
  kind: 'network-segmentation',
  name: 'VLAN 88 ACL',
  verifiedOn: '2026-11-01',
  expiresOn: '2027-02-01',
  ...over,
});

const LIFE_SUSTAINING = { criticality: 'life-sustaining', exposure: 'segmented' } as const;
const MINIMAL_RISK = {
  criticality: 'administrative',
  exposure: 'isolated',
  storesPhi: false,
  transmitsPhi: false,
} as const;

test('scoreRisk() grades the house table', () => {
  const cases: [string, Partial<RiskFactors>, Tier][] = [
    ['severe, no aggravator', {}, 'high'],
    ['severe and exploited', { exploited: KEV }, 'critical'],
    ['severe on a life-sustaining device', { device: LIFE_SUSTAINING }, 'critical'],
    ['severe on a device that stores PHI', { device: { storesPhi: true } }, 'critical'],
    [
      'severe on a device that only transmits PHI',
      { device: { storesPhi: false, transmitsPhi: true } },
      'high',
    ],
    ['severe on a flat network', { device: { exposure: 'flat' } }, 'critical'],
    ['severe, nothing recorded about the device', { device: {} }, 'high'],
    ['8.9 on a life-sustaining device', { cvss: cvss(8.9), device: LIFE_SUSTAINING }, 'high'],
    ['7.0, exploited, no second aggravator', { cvss: cvss(7), exploited: KEV }, 'high'],
    [
      '7.0, exploited, exposed segment',
      { cvss: cvss(7), exploited: KEV, device: { exposure: 'internet-facing' } },
      'critical',
    ],
    [
      '6.9, exploited, exposed segment',
      { cvss: cvss(6.9), exploited: KEV, device: { exposure: 'flat' } },
      'high',
    ],
    [
      '2.0, exploited, life-sustaining',
      { cvss: cvss(2), exploited: KEV, device: LIFE_SUSTAINING },
      'critical',
    ],
    ['2.0, exploited', { cvss: cvss(2), exploited: KEV }, 'high'],
    [
      'judged active by an analyst, not in KEV',
      { ssvc: { exploitation: 'active', automatable: null, technicalImpact: null } },
      'critical',
    ],
    ['4.0', { cvss: cvss(4) }, 'medium'],
    ['3.9 on a life-sustaining device', { cvss: cvss(3.9), device: LIFE_SUSTAINING }, 'low'],
    ['unscored', { cvss: null }, 'unscored'],
    ['unscored on a minimal-risk device', { cvss: null, device: MINIMAL_RISK }, 'unscored'],
    ['unscored, exploited', { cvss: null, exploited: KEV }, 'high'],
    [
      'unscored, exploited, life-sustaining',
      { cvss: null, exploited: KEV, device: LIFE_SUSTAINING },
      'critical',
    ],
    ['severe, strong control', { controls: [aControl()] }, 'medium'],
    ['critical, strong control', { device: LIFE_SUSTAINING, controls: [aControl()] }, 'medium'],
    ['exploited, strong control', { exploited: KEV, controls: [aControl()] }, 'high'],
    ['weak control', { controls: [aControl({ kind: 'enhanced-monitoring' })] }, 'high'],
    ['control nobody verified', { controls: [aControl({ verifiedOn: null })] }, 'high'],
    ['control expired yesterday', { controls: [aControl({ expiresOn: '2026-11-23' })] }, 'high'],
    ['control that expires today', { controls: [aControl({ expiresOn: AS_OF })] }, 'medium'],
    ['control verified tomorrow', { controls: [aControl({ verifiedOn: '2026-11-25' })] }, 'high'],
    [
      'network control, attack at the keyboard',
      { cvss: cvss(9.8, NETWORK.replace('AV:N', 'AV:P')), controls: [aControl()] },
      'high',
    ],
    ['severe on a minimal-risk device', { device: MINIMAL_RISK }, 'medium'],
    ['5.0 on a minimal-risk device', { cvss: cvss(5), device: MINIMAL_RISK }, 'low'],
    ['exploited on a minimal-risk device', { exploited: KEV, device: MINIMAL_RISK }, 'high'],
  ];
  for (const [name, over, tier] of cases) assert.equal(scoreRisk(aFinding(over), graded).tier, tier, name);
});

test('scoreRisk() takes any one critical criterion under the strict preset', () => {
  const cases: [string, Partial<RiskFactors>, Tier][] = [
    ['severe', {}, 'critical'],
    ['8.9', { cvss: cvss(8.9) }, 'high'],
    ['exploited', { cvss: cvss(2), exploited: KEV }, 'critical'],
    ['life-sustaining', { cvss: cvss(2), device: LIFE_SUSTAINING }, 'critical'],
    ['stores PHI', { cvss: cvss(2), device: { storesPhi: true } }, 'critical'],
    ['exposed', { cvss: cvss(2), device: { exposure: 'flat' } }, 'critical'],
    ['unscored', { cvss: null }, 'unscored'],
    ['unscored, exposed', { cvss: null, device: { exposure: 'flat' } }, 'critical'],
    ['severe, strong control', { controls: [aControl()] }, 'critical'],
    ['severe on a minimal-risk device', { device: MINIMAL_RISK }, 'critical'],
    ['6.9', { cvss: cvss(6.9) }, 'medium'],
  ];
  for (const [name, over, tier] of cases) assert.equal(scoreRisk(aFinding(over), strict).tier, tier, name);
});

test('scoreRisk() explains the score line by line and the tier rule by rule', () => {
  const { score, contributions, because } = scoreRisk(
    aFinding({
      cvss: cvss(9.3),
      exploited: KEV,
      epss: 0.71,
      device: { criticality: 'life-sustaining', exposure: 'flat', storesPhi: false, transmitsPhi: true },
      controls: [
        aControl({ kind: 'access-restriction', name: 'ACL on TCP 8443' }),
        aControl({ verifiedOn: null }),
      ],
    }),
    graded,
  );
  assert.equal(score, 81);
  assert.deepEqual(
    contributions.map((it) => [it.label, it.points, it.note]),
    [
      ['Severity, CVSS 9.3', 37, 'CVSS 3.1 by nvd@nist.gov'],
      ['Actively exploited', 20, 'in the KEV catalogue since 2021-11-03, EPSS 0.71'],
      ['Life-sustaining', 18, 'inventory'],
      ['Exposure, flat', 9, 'inventory'],
      ['Transmits patient data', 5, 'inventory'],
      ['Control, ACL on TCP 8443', -8, 'verified 2026-11-01, until 2027-02-01'],
      ['Control, VLAN 88 ACL', 0, 'not counted: not verified, expired or not in the way of the attack'],
    ],
  );
  assert.deepEqual(because, [
    'Critical: actively exploited on a life-sustaining device (CVSS 9.3, exploited, life-sustaining device, exposure flat)',
  ]);
});

test('scoreRisk() says what lowered a tier and what kept it up', () => {
  assert.deepEqual(scoreRisk(aFinding({ exploited: KEV, controls: [aControl()] }), graded).because, [
    'Critical: severity of 9.0 or more with an aggravator (CVSS 9.8, exploited)',
    'Lowered to High: verified control blocks the attack vector, VLAN 88 ACL',
    'Not lowered below High although verified control blocks the attack vector, VLAN 88 ACL: actively exploited',
  ]);
  assert.deepEqual(scoreRisk(aFinding({ cvss: null }), graded).because, [
    'Unscored: nobody has rated its severity yet, so it ranks as High until scored',
  ]);
});

test('scoreRisk() marks what it had to assume', () => {
  const { contributions } = scoreRisk(aFinding({ cvss: null, device: { fdaClass: 'III' } }), graded);
  assert.deepEqual(
    contributions.filter((it) => it.assumed).map((it) => [it.factor, it.points]),
    [
      ['severity', 28],
      ['criticality', 14],
      ['exposure', 6],
      ['phi', 3],
    ],
  );
});

// ── Properties ──────────────────────────────────────────────────────────────────────────────────────────────────

const option = <T>(of: fc.Arbitrary<T>) => fc.option(of, { nil: undefined });
const vectors = fc.constantFrom(NETWORK, NETWORK.replace('AV:N', 'AV:L'), NETWORK.replace('AV:N', 'AV:P'));
const devices = fc
  .record({
    criticality: option(fc.constantFrom(...CRITICALITIES)),
    exposure: option(fc.constantFrom(...EXPOSURES)),
    storesPhi: option(fc.boolean()),
    transmitsPhi: option(fc.boolean()),
    fdaClass: option(fc.constantFrom(...FDA_CLASSES)),
  })
  .map((it) => Object.fromEntries(Object.entries(it).filter(([, value]) => value !== undefined)));
const controlsOf = fc.record({
  kind: fc.constantFrom(...CONTROL_KINDS),
  name: fc.constant('a control'),
  verifiedOn: fc.constantFrom(null, '2026-01-01', '2027-01-01'),
  expiresOn: fc.constantFrom('2026-06-01', '2027-06-01'),
});
const findings: fc.Arbitrary<RiskFactors> = fc.record({
  cvss: fc.option(
    fc
      .record({ score: fc.integer({ min: 0, max: 100 }), vector: vectors })
      .map((it) => cvss(it.score / 10, it.vector)),
  ),
  exploited: fc.option(fc.constant(KEV)),
  publicExploit: fc.boolean(),
  epss: fc.option(fc.double({ min: 0, max: 1, noNaN: true })),
  ssvc: fc.option(
    fc.record({
      exploitation: fc.constantFrom('none', 'poc', 'active', null),
      automatable: fc.constantFrom(true, false, null),
      technicalImpact: fc.constantFrom('partial', 'total', null),
    }),
  ),
  device: devices,
  controls: fc.array(controlsOf, { maxLength: 3 }),
  asOf: fc.constant(AS_OF),
});
const policies: fc.Arbitrary<Policy> = fc.constantFrom(graded, strict);

/** Smaller is more urgent. Unscored ranks as High. */
const rankOf = (tier: Tier) => TIERS.indexOf(tier === 'unscored' ? 'high' : tier);

const worse = (level: Criticality | undefined): Criticality =>
  CRITICALITIES[Math.max(0, CRITICALITIES.indexOf(level ?? 'critical') - 1)] ?? 'life-sustaining';
const nearer = (exposure: Exposure | undefined): Exposure =>
  EXPOSURES[Math.max(0, EXPOSURES.indexOf(exposure ?? 'flat') - 1)] ?? 'internet-facing';

/** Each makes one thing worse. Not recorded → recorded as bad is worse; not recorded → harmless would be news. */
const AGGRAVATIONS: Record<string, (it: RiskFactors) => RiskFactors> = {
  'enters KEV': (it) => ({ ...it, exploited: it.exploited ?? KEV }),
  'used by ransomware': (it) => ({ ...it, exploited: { ...(it.exploited ?? KEV), ransomware: true } }),
  'analyst says active': (it) => ({
    ...it,
    ssvc: { automatable: null, technicalImpact: null, ...it.ssvc, exploitation: 'active' },
  }),
  'public exploit': (it) => ({ ...it, publicExploit: true }),
  'EPSS rises': (it) => ({ ...it, epss: Math.min(1, (it.epss ?? 0) + 0.3) }),
  'severity rises': (it) => ({
    ...it,
    cvss: it.cvss === null ? null : { ...it.cvss, baseScore: Math.min(10, it.cvss.baseScore + 0.7) },
  }),
  'more critical': (it) => ({ ...it, device: { ...it.device, criticality: worse(it.device.criticality) } }),
  'more exposed': (it) => ({ ...it, device: { ...it.device, exposure: nearer(it.device.exposure) } }),
  'stores PHI': (it) => ({ ...it, device: { ...it.device, storesPhi: true } }),
  'transmits PHI': (it) => ({ ...it, device: { ...it.device, transmitsPhi: true } }),
};

for (const [name, aggravate] of Object.entries(AGGRAVATIONS))
  test(`no aggravator ever lowers score or tier: ${name}`, () => {
    fc.assert(
      fc.property(findings, policies, (before, policy) => {
        const a = scoreRisk(before, policy);
        const b = scoreRisk(aggravate(before), policy);
        assert.ok(b.score >= a.score, `${b.score} < ${a.score}`);
        assert.ok(rankOf(b.tier) <= rankOf(a.tier), `${b.tier} < ${a.tier}`);
      }),
      { numRuns: 500 },
    );
  });

test('no control raises score or tier, and one that does not count changes neither', () => {
  fc.assert(
    fc.property(findings, controlsOf, policies, (before, control, policy) => {
      const a = scoreRisk(before, policy);
      const b = scoreRisk({ ...before, controls: [...before.controls, control] }, policy);
      assert.ok(b.score <= a.score);
      assert.ok(rankOf(b.tier) >= rankOf(a.tier));
      if (control.verifiedOn !== '2026-01-01' || control.expiresOn < AS_OF)
        assert.deepEqual([b.score, b.tier], [a.score, a.tier]);
    }),
    { numRuns: 1000 },
  );
});

test('contributions sum to the score, which lies between 0 and 100 and comes apart into two halves', () => {
  fc.assert(
    fc.property(findings, policies, (factors, policy) => {
      const { score, contributions, because } = scoreRisk(factors, policy);
      assert.equal(
        contributions.reduce((sum, it) => sum + it.points, 0),
        score,
      );
      assert.ok(Number.isInteger(score) && score >= 0 && score <= 100);
      const halves = vulnerabilityPoints(factors, policy) + devicePoints(factors.device, policy);
      assert.equal(scoreRisk({ ...factors, controls: [] }, policy).score, halves);
      assert.ok(because.length > 0);
    }),
    { numRuns: 1000 },
  );
});

test('nothing in KEV is below High, and nothing unscored is Low or Medium', () => {
  fc.assert(
    fc.property(findings, policies, (factors, policy) => {
      const { tier } = scoreRisk(factors, policy);
      if (factors.exploited !== null) assert.ok(['critical', 'high'].includes(tier), tier);
      if (factors.cvss === null) assert.ok(['critical', 'high', 'unscored'].includes(tier), tier);
    }),
    { numRuns: 1000 },
  );
});
