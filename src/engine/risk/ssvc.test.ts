import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { type TestContext, test } from 'node:test';
import { sharedOrSkip } from '#test/shared';
import { bodTimeline } from './bod-26-04.ts';
import type { VulnerabilityFactors } from './factors.ts';
import {
  decideSsvc,
  deployerDecision,
  type Exploitation,
  type HumanImpact,
  humanImpact,
  type MissionImpact,
  type SafetyImpact,
  type SystemExposure,
} from './ssvc.ts';

/** The published rows by short key: { E: 'A', EXP: 'O', A: 'Y', HI: 'VH', DSOI: 'I' }. */
function rowsOf(t: TestContext, table: string): Record<string, string>[] | null {
  const path = sharedOrSkip(t, `suites/ssvc/json/decision_tables/${table}.json`);
  if (path === null) return null;
  const { mapping } = JSON.parse(readFileSync(path, 'utf8')) as { mapping: Record<string, string>[] };
  return mapping.map((row) =>
    Object.fromEntries(Object.entries(row).map(([key, value]) => [key.split(':')[1] ?? '', value])),
  );
}

test('bodTimeline() agrees with every published row', (t) => {
  const rows = rowsOf(t, 'cisa/cisa_bod_26_04_1_0_0');
  if (rows === null) return;
  assert.equal(rows.length, 16);
  for (const row of rows) {
    const { days, forensic } = bodTimeline({
      inKev: row.KEV === 'Y',
      publiclyExposed: row.PE === 'Y',
      automatable: row.A === 'Y',
      totalImpact: row.TI === 'T',
    });
    const outcome = days === null ? 'FSU' : `${days}D${forensic ? 'F' : ''}`;
    assert.equal(outcome, row.BOD2604, JSON.stringify(row));
  }
});

test('deployerDecision() agrees with every published row', (t) => {
  const rows = rowsOf(t, 'ssvc/deployer_patch_application_priority_1_0_0');
  if (rows === null) return;
  assert.equal(rows.length, 72);
  const exploitation: Record<string, Exploitation> = { N: 'none', P: 'public-poc', A: 'active' };
  const exposure: Record<string, SystemExposure> = { S: 'small', C: 'controlled', O: 'open' };
  const impact: Record<string, HumanImpact> = { L: 'low', M: 'medium', H: 'high', VH: 'very-high' };
  const outcome: Record<string, string> = { D: 'defer', S: 'scheduled', O: 'out-of-cycle', I: 'immediate' };
  for (const row of rows)
    assert.equal(
      deployerDecision({
        exploitation: exploitation[row.E ?? ''] as Exploitation,
        exposure: exposure[row.EXP ?? ''] as SystemExposure,
        automatable: row.A === 'Y',
        humanImpact: impact[row.HI ?? ''] as HumanImpact,
      }),
      outcome[row.DSOI ?? ''],
      JSON.stringify(row),
    );
});

test('humanImpact() agrees with every published row', (t) => {
  const rows = rowsOf(t, 'ssvc/human_impact_1_0_0');
  if (rows === null) return;
  assert.equal(rows.length, 16);
  const safety: Record<string, SafetyImpact> = {
    N: 'negligible',
    M: 'marginal',
    R: 'critical',
    C: 'catastrophic',
  };
  const mission: Record<string, MissionImpact> = {
    D: 'degraded',
    MSC: 'support-crippled',
    MEF: 'function-failure',
    MF: 'mission-failure',
  };
  const impact: Record<string, string> = { L: 'low', M: 'medium', H: 'high', VH: 'very-high' };
  for (const row of rows)
    assert.equal(
      humanImpact(safety[row.SI ?? ''] as SafetyImpact, mission[row.MI ?? ''] as MissionImpact),
      impact[row.HI ?? ''],
      JSON.stringify(row),
    );
});

test('decideSsvc() derives what no source states, and says so', () => {
  const worm: VulnerabilityFactors = {
    cvss: {
      version: '3.1',
      vector: 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H',
      baseScore: 9.8,
      by: 'nvd@nist.gov',
    },
    exploited: { addedOn: '2021-11-03', dueOn: '2022-05-03' },
    publicExploit: false,
    epss: null,
    ssvc: null,
  };
  assert.deepEqual(
    decideSsvc(worm, {
      criticality: 'life-sustaining',
      exposure: 'internet-facing',
    }),
    {
      decision: 'immediate',
      inputs: [
        { name: 'Exploitation', value: 'active', origin: 'stated' },
        { name: 'System exposure', value: 'open', origin: 'derived' },
        { name: 'Automatable', value: 'yes', origin: 'derived' },
        { name: 'Human impact', value: 'very-high', origin: 'derived' },
      ],
    },
  );
  const unknown: VulnerabilityFactors = {
    cvss: null,
    exploited: null,
    publicExploit: false,
    epss: null,
    ssvc: null,
  };
  const { decision, inputs } = decideSsvc(unknown, {});
  assert.equal(decision, 'scheduled');
  assert.deepEqual(
    inputs.map((it) => it.origin),
    ['derived', 'assumed', 'assumed', 'assumed'],
  );
});
