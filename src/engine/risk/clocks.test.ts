import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Clock, type ClockFacts, clocksOf, rulingClock, standingOf } from './clocks.ts';
import type { RiskFactors } from './factors.ts';
import { POLICY_PRESETS } from './presets.ts';

const { graded, strict } = POLICY_PRESETS;

const aFinding = (over: Partial<RiskFactors> = {}): RiskFactors => ({
  cvss: {
    version: '3.1',
    vector: 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H',
    baseScore: 9.8,
    by: 'nvd@nist.gov',
  },
  exploited: { addedOn: '2026-11-20', dueOn: '2026-12-11' },
  publicExploit: false,
  epss: null,
  ssvc: null,
  device: { criticality: 'life-sustaining', exposure: 'flat' },
  controls: [],
  asOf: '2026-11-24',
  ...over,
});

const PATCHED: ClockFacts = {
  publishedOn: '2026-11-10',
  detectedOn: '2026-11-14',
  patchAvailableOn: '2026-11-15',
  patchExists: true,
};
const UNPATCHED: ClockFacts = { ...PATCHED, patchAvailableOn: null, patchExists: false };

const short = (clocks: readonly Clock[]) =>
  Object.fromEntries(
    clocks.map((it) => [it.kind, [it.state, it.anchor?.what ?? null, it.dueBy, it.switchedOn]]),
  );

test('clocksOf() shows every clock with its anchor and due date, switched on or not', () => {
  const clocks = clocksOf(aFinding(), 'critical', PATCHED, graded);
  assert.deepEqual(short(clocks), {
    house: ['runs', 'detected', '2026-11-21', true],
    'bod-26-04': ['runs', 'kev-added', '2026-11-23', false],
    kev: ['runs', 'kev-added', '2026-12-11', true],
    'hipaa-proposal': ['runs', 'patch-available', '2026-11-30', false],
  });
  const [house, bod] = clocks as [Clock, Clock];
  assert.equal(house.rule, 'Critical: patch or mitigate within 7 days, board review the same day');
  assert.equal(house.policy, 'graded 1');
  assert.equal(
    bod.rule,
    '3 days and forensic triage (In KEV: yes, Publicly exposed: no, Automatable: yes, Technical impact: total)',
  );
  assert.equal(bod.note, 'Publicly exposed derived, Automatable derived, Technical impact derived');
  assert.ok(bod.forensic);
});

test('clocksOf() lets the patch clock wait and a mitigation clock run while no patch exists', () => {
  assert.deepEqual(short(clocksOf(aFinding({ exploited: null }), 'high', UNPATCHED, graded)), {
    house: ['waits', 'detected', null, true],
    mitigation: ['runs', 'detected', '2026-12-14', true],
    'bod-26-04': ['runs', 'detected', '2027-01-13', false],
    'hipaa-proposal': ['waits', null, null, false],
    vendor: ['runs', 'published', '2027-01-09', true],
  });
});

test('clocksOf() calls the mitigation clock met once a verified control blocks the attack', () => {
  const control = {
    kind: 'virtual-patch',
    name: 'IPS rule 88-114',
    verifiedOn: '2026-11-22',
    expiresOn: '2027-01-01',
  } as const;
  const clocks = clocksOf(aFinding({ controls: [control] }), 'high', UNPATCHED, graded);
  const mitigation = clocks.find((it) => it.kind === 'mitigation');
  assert.equal(mitigation?.state, 'met');
  assert.equal(mitigation?.note, 'Met on 2026-11-22: IPS rule 88-114');
});

test('clocksOf() gives Low no deadline, and counts from the assessment what was never seen before', () => {
  const unseen = { ...PATCHED, detectedOn: null };
  assert.deepEqual(short(clocksOf(aFinding({ exploited: null }), 'low', unseen, graded)), {
    house: ['routine', 'detected', null, true],
    'bod-26-04': ['runs', 'detected', '2027-01-23', false],
  });
  const [house] = clocksOf(aFinding({ exploited: null }), 'critical', unseen, graded) as [Clock];
  assert.deepEqual(house.anchor, { what: 'detected', on: '2026-11-24' });
  assert.equal(house.dueBy, '2026-12-01');
});

test('clocksOf() lets a clock wait whose starting date no source gives', () => {
  const dateless = { ...PATCHED, patchAvailableOn: null };
  const hipaa = clocksOf(aFinding(), 'critical', dateless, graded).find((it) => it.kind === 'hipaa-proposal');
  assert.deepEqual([hipaa?.state, hipaa?.note], ['waits', 'The date that starts it is not known']);
});

test('clocksOf() starts no clock of a patch with the date of an advisory that offers none', () => {
  const advised = { ...PATCHED, patchExists: false };
  const hipaa = clocksOf(aFinding(), 'critical', advised, graded).find((it) => it.kind === 'hipaa-proposal');
  assert.deepEqual([hipaa?.state, hipaa?.anchor, hipaa?.note], ['waits', null, 'No patch is known']);
});

test('rulingClock() takes the strictest running clock that is switched on and the hospital can keep', () => {
  assert.equal(rulingClock(clocksOf(aFinding(), 'critical', PATCHED, graded))?.kind, 'house');
  const medium = clocksOf(aFinding(), 'high', PATCHED, graded);
  assert.equal(rulingClock(medium)?.kind, 'kev');
  assert.equal(rulingClock(clocksOf(aFinding(), 'high', PATCHED, strict))?.kind, 'bod-26-04');
  assert.equal(rulingClock([]), null);
  const vendorOnly = clocksOf(aFinding(), 'critical', UNPATCHED, graded).filter((it) => it.kind === 'vendor');
  assert.equal(rulingClock(vendorOnly), null);
});

test('standingOf() counts calendar days to the end of the due day', () => {
  const clock = rulingClock(clocksOf(aFinding(), 'critical', PATCHED, graded)) as Clock;
  assert.equal(clock.dueBy, '2026-11-21');
  const cases: [string, string, number][] = [
    ['2026-11-24', 'overdue', 3],
    ['2026-11-22', 'overdue', 1],
    ['2026-11-21', 'due-soon', 0],
    ['2026-11-14', 'due-soon', 7],
    ['2026-11-13', 'in-time', 8],
  ];
  for (const [asOf, kind, days] of cases)
    assert.deepEqual(standingOf(clock, asOf, graded), { kind, days }, asOf);
  const waiting = { ...clock, state: 'waits', dueBy: null } as const;
  assert.deepEqual(standingOf(waiting, '2026-11-24', graded), { kind: 'waits' });
});
