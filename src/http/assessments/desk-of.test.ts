import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { anAssessment } from '#test/an-assessment';
import { FINDING_SORTS } from '#contract/assessments/finding';
import { deskOf, summaryOf } from './desk-of.ts';
import { page } from './paging.ts';

function aRun(over: Parameters<typeof anAssessment>[0] = {}) {
  const assessment = anAssessment(over);
  const devices = assessment.devices.map((it) => it.device);
  return {
    assessment,
    inventory: { devices, sources: [], conflicts: [], doubtful: [], rejected: [], notices: [] },
  };
}

const SOON = { dueSoonDays: 7 };
const ALL = { limit: 100, sort: 'rank' } as const;

test('page() walks through every item once, whatever the page size', () => {
  fc.assert(
    fc.property(
      fc.array(fc.integer(), { maxLength: 60 }),
      fc.integer({ min: 1, max: 20 }),
      (items, limit) => {
        const seen: number[] = [];
        let cursor: string | undefined;
        for (;;) {
          const it = page('list', items, { limit, cursor }, (item) => item);
          seen.push(...it.items);
          assert.equal(it.total, items.length);
          if (it.next === null) break;
          cursor = it.next;
        }
        assert.deepEqual(seen, items);
      },
    ),
  );
});

test('page() refuses the cursor of another list', () => {
  const first = page('one', [1, 2, 3], { limit: 1 }, (it) => it);
  assert.throws(() => page('two', [1, 2, 3], { limit: 1, cursor: first.next ?? '' }, (it) => it), RangeError);
});

test('every order holds the same findings', () => {
  const desk = deskOf(aRun(), SOON);
  const ids = (sort: (typeof FINDING_SORTS)[number]) =>
    desk.findings({ ...ALL, sort }).items.map((it) => it.id);
  for (const sort of FINDING_SORTS) assert.deepEqual(ids(sort).toSorted(), ids('rank').toSorted(), sort);
  assert.deepEqual(ids('-rank'), ids('rank').toReversed());
});

test('filters narrow by what they name, and together by all of it', () => {
  const desk = deskOf(aRun(), SOON);
  const all = desk.findings(ALL).items;
  for (const tier of ['critical', 'high', 'unscored', 'medium', 'low'] as const)
    assert.deepEqual(
      desk.findings({ ...ALL, tier: [tier] }).items,
      all.filter((it) => it.tier === tier),
    );
  const undetermined = desk.findings({ ...ALL, verdict: ['undetermined'] });
  assert.deepEqual(
    undetermined.items.map((it) => it.vulnerability),
    ['VENDOR-2026-7'],
  );
  assert.equal(desk.findings({ ...ALL, q: 'volumetra 10001' }).total, 2);
  assert.equal(desk.findings({ ...ALL, q: 'volumetra', verdict: ['undetermined'] }).total, 0);
  assert.equal(desk.findings({ ...ALL, action: 'no such act' }).total, 0);
});

test('an act leads to exactly the findings it says it clears', () => {
  const run = aRun();
  const desk = deskOf(run, SOON);
  for (const it of run.assessment.actions)
    assert.equal(desk.findings({ ...ALL, action: it.id }).total, it.findings, it.title);
});

test('the risk of all places is the risk of all affected findings, and their shares add up to one', () => {
  const run = aRun();
  const desk = deskOf(run, SOON);
  const { riskPoints } = summaryOf(run, SOON);
  assert.equal(
    desk.places().items.reduce((sum, it) => sum + it.riskPoints, 0),
    riskPoints,
  );
  const shares = desk.actions({ limit: 100 }).items.reduce((sum, it) => sum + it.share, 0);
  assert.equal(Math.abs(shares - 1) < 1e-9, true);
});

test('an explanation adds up to the score and marks the one clock that rules', () => {
  const desk = deskOf(aRun(), SOON);
  for (const { id, score, due } of desk.findings(ALL).items) {
    const why = desk.explanation(id);
    assert.equal(
      why?.contributions.reduce((sum, it) => sum + it.points, 0),
      score,
    );
    assert.deepEqual(
      why?.clocks.filter((it) => it.rules).map((it) => it.due),
      due === null ? [] : [due],
    );
  }
  assert.equal(desk.explanation('nobody~nothing'), null);
});

test('devices are told apart by what is known of them', () => {
  const desk = deskOf(aRun(), SOON);
  const states = ['affected', 'undetermined', 'unrecognised', 'clear'] as const;
  const counted = states.map((state) => desk.devices({ limit: 100, state }).total);
  assert.deepEqual(counted, [3, 0, 0, 0]);
  assert.equal(desk.devices({ limit: 100, q: 'bio-2' }).total, 1);
  assert.deepEqual(
    desk.device('BIO-2')?.notAffected.map((it) => [it.vulnerability, it.why]),
    [['CVE-2019-20002', '4.1.7 is not before 2.0']],
  );
  assert.equal(desk.device('nobody'), null);
});
