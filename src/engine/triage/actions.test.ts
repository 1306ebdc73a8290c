import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { Device, Tier } from '#engine/words';
import { type Action, actionsOf, type FindingView } from './actions.ts';

interface Case {
  readonly device?: Partial<Device>;
  readonly cve?: string;
  readonly version?: string | null;
  readonly kind?: 'vendor-fix' | 'mitigation' | 'none';
  readonly part?: string;
  readonly verdict?: 'affected' | 'undetermined';
  readonly score?: number;
  readonly tier?: Tier;
  readonly dueBy?: string | null;
  readonly held?: boolean;
  readonly product?: string;
}

const aFinding = (it: Case = {}): FindingView => ({
  device: {
    device: { id: 'PUMP-1', manufacturer: 'BD', model: 'Alaris 8015', version: '9.1', ...it.device },
    identified:
      it.product === undefined ? [] : [{ item: 'device', product: it.product, confidence: 'probable' }],
  },
  judgement: {
    vulnerability: { id: it.cve ?? 'CVE-2020-0001' },
    verdict: it.verdict ?? 'affected',
    score: it.score ?? 60,
    tier: it.tier ?? 'high',
    fix: {
      kind: it.kind ?? 'vendor-fix',
      version: it.version === undefined ? '12.3' : it.version,
      advisory: 'ICSMA-23-194-01',
      details: null,
      url: null,
      part: it.part ?? null,
    },
    readiness:
      it.held === true
        ? { kind: 'unpatchable', reason: 'end-of-support', because: 'The vendor ended support' }
        : { kind: 'patchable', because: 'Version 12.3 is available' },
    ruling: it.dueBy === undefined || it.dueBy === null ? null : { dueBy: it.dueBy },
  },
});

const AS_OF = '2026-11-24';
const titles = (findings: readonly FindingView[]) => actionsOf(findings, AS_OF).map((it) => it.title);

test('actionsOf() groups devices and vulnerabilities that one update clears', () => {
  const [action, ...others] = actionsOf(
    [
      aFinding({ tier: 'critical', score: 90, dueBy: '2026-11-20' }),
      aFinding({ cve: 'CVE-2020-0002', version: '9.33', dueBy: '2026-12-01' }),
      aFinding({ device: { id: 'PUMP-2', version: '12.0' } }),
      aFinding({ device: { id: 'PUMP-3', manufacturer: 'B.D.', model: 'ALARIS-8015' }, held: true }),
    ],
    AS_OF,
  ) as [Action];
  assert.deepEqual(others, []);
  assert.deepEqual(action, {
    id: 'vendor-fix~bdalaris8015~~12.3',
    ask: null,
    isPart: false,
    kind: 'vendor-fix',
    title: 'Update 3 BD Alaris 8015 to 12.3',
    clears: 'clears 2 CVEs, 1 critical, 270 risk points',
    subject: 'BD Alaris 8015',
    version: '12.3',
    advisory: 'ICSMA-23-194-01',
    details: null,
    url: null,
    deviceIds: ['PUMP-1', 'PUMP-2', 'PUMP-3'],
    vulnerabilities: ['CVE-2020-0001', 'CVE-2020-0002'],
    findings: 4,
    critical: 1,
    highestTier: 'critical',
    points: 270,
    dueBy: '2026-11-20',
    overdue: 1,
    heldDevices: 1,
  });
});

test('actionsOf() names the act in words', () => {
  const cases: [Case, string][] = [
    [{}, 'Update 1 BD Alaris 8015 to 12.3'],
    [{ version: null }, "Apply the vendor's fix from ICSMA-23-194-01 to 1 BD Alaris 8015"],
    [
      { part: 'Windows 10 22H2', version: '10.0.19045.5964' },
      'Update Windows 10 22H2 on 1 device to 10.0.19045.5964',
    ],
    [
      { kind: 'none', version: null, part: 'Windows 10' },
      'Install the current updates of Windows 10 on 1 device: no source names the fixed version',
    ],
    [{ kind: 'mitigation', version: null }, 'Mitigate 1 BD Alaris 8015 as ICSMA-23-194-01 advises'],
    [
      { kind: 'none', version: null },
      'Ask the vendor about, isolate or replace 1 BD Alaris 8015: no fix known',
    ],
    [{ verdict: 'undetermined', device: { version: '' } }, 'Record the version of 1 BD Alaris 8015'],
    [{ verdict: 'undetermined' }, 'Check 1 BD Alaris 8015 by hand: version and sources cannot be compared'],
  ];
  for (const [it, title] of cases) assert.deepEqual(titles([aFinding(it)]), [title]);
});

test('actionsOf() knows devices of one product by whatever name they stand in the inventory', () => {
  const product = 'BD › Alaris PC Unit';
  assert.deepEqual(
    titles([
      aFinding({ product }),
      aFinding({ product, device: { id: 'PUMP-2', manufacturer: 'CareFusion', model: 'PCU 8015' } }),
      aFinding({ product, device: { id: 'PUMP-3' } }),
    ]),
    ['Update 3 BD Alaris 8015 to 12.3'],
  );
});

test('actionsOf() asks for no update to a version that already runs', () => {
  assert.deepEqual(titles([aFinding({ device: { version: '12.3' } })]), [
    'Ask the vendor about 1 BD Alaris 8015: they run 12.3 or later, which ICSMA-23-194-01 calls the fix',
  ]);
});

test('actionsOf() keeps versions of different series apart, and puts acts that clear risk before questions', () => {
  assert.deepEqual(
    titles([aFinding({ version: 'A.02' }), aFinding({ version: '15.2', score: 70, cve: 'CVE-2020-2' })]),
    ['Update 1 BD Alaris 8015 to 15.2', 'Update 1 BD Alaris 8015 to A.02'],
  );
  assert.equal(titles([aFinding({ version: '2022-08-10' }), aFinding({ cve: 'CVE-2020-2' })]).length, 2);
  const findings = [
    aFinding({ verdict: 'undetermined', score: 99 }),
    aFinding({ kind: 'none', version: null, score: 80 }),
    aFinding({ score: 1 }),
  ];
  assert.deepEqual(titles(findings), [
    'Update 1 BD Alaris 8015 to 12.3',
    'Ask the vendor about, isolate or replace 1 BD Alaris 8015: no fix known',
    'Check 1 BD Alaris 8015 by hand: version and sources cannot be compared',
  ]);
});

test('actionsOf() puts every finding in exactly one action and loses no point', () => {
  const cases: fc.Arbitrary<Case> = fc.record({
    device: fc.record({ id: fc.constantFrom('A', 'B', 'C'), model: fc.constantFrom('8015', '8100') }),
    cve: fc.constantFrom('CVE-2020-1', 'CVE-2020-2', 'CVE-2020-3'),
    version: fc.constantFrom('1.0', '2.0', '2.0.0', 'A.02', '12.3', null),
    kind: fc.constantFrom('vendor-fix', 'mitigation', 'none'),
    verdict: fc.constantFrom('affected', 'undetermined'),
    score: fc.nat(100),
  });
  fc.assert(
    fc.property(fc.array(cases), (given) => {
      const findings = given.map(aFinding);
      const actions = actionsOf(findings, AS_OF);
      const sum = (values: number[]) => values.reduce((total, it) => total + it, 0);
      assert.equal(sum(actions.map((it) => it.findings)), findings.length);
      assert.equal(sum(actions.map((it) => it.points)), sum(findings.map((it) => it.judgement.score)));
      assert.equal(new Set(actions.map((it) => it.id)).size, actions.length);
    }),
  );
});
