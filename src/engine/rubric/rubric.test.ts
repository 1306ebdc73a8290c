import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { type Answers, askedAnswers, QUESTIONS, rubricProblem, scoreRubric } from './mod.ts';

const HARMS = QUESTIONS.filter((it) => /^X[CIA][PDTWSO]$/.test(it.id)).map((it) => it.id);
const NO_HARM: Answers = Object.fromEntries(HARMS.map((it) => [it, 'none']));
const EASY: Answers = {
  XAVN: 'yes',
  XAVT: 'yes',
  XACL: 'yes',
  XPRL: 'no',
  XUI: 'no',
  XS: 'no',
  ...NO_HARM,
  CR: 'X',
  IR: 'X',
  AR: 'X',
};
const score = (over: Answers) => scoreRubric({ ...EASY, ...over });
const valueOf = (over: Answers, metric: string) =>
  score(over).metrics.find((it) => it.metric === metric)?.value;

test('scoreRubric() sets each metric by its questions', () => {
  const cases: [Answers, string, string][] = [
    [{}, 'AV', 'N'],
    [{ XAVT: 'no' }, 'AV', 'A'],
    [{ XAVT: 'unknown' }, 'AV', 'N'],
    [{ XAVN: 'no', XAVW: 'yes', XAVR: 'far' }, 'AV', 'A'],
    [{ XAVN: 'no', XAVW: 'yes', XAVR: 'near' }, 'AV', 'L'],
    [{ XAVN: 'no', XAVW: 'no', XAVP: 'no' }, 'AV', 'L'],
    [{ XAVN: 'no', XAVW: 'no', XAVP: 'yes' }, 'AV', 'P'],
    [{ XACL: 'no' }, 'AC', 'H'],
    [{ XPRL: 'no' }, 'PR', 'N'],
    [{ XPRL: 'yes', XPRZ: 'no' }, 'PR', 'L'],
    [{ XPRL: 'yes', XPRZ: 'yes', XPRS: 'no' }, 'PR', 'L'],
    [{ XPRL: 'yes', XPRZ: 'yes', XPRS: 'yes' }, 'PR', 'H'],
    [{ XUI: 'yes' }, 'UI', 'R'],
    [{ XS: 'yes' }, 'S', 'C'],
    [{}, 'C', 'N'],
    [{ XCD: 'limited' }, 'C', 'L'],
    [{ XCP: 'limited', XCPM: 'no' }, 'C', 'L'],
    [{ XCP: 'limited', XCPM: 'yes' }, 'C', 'H'],
    [{ XIT: 'serious' }, 'I', 'H'],
    [{ XAW: 'limited', XAT: 'serious' }, 'A', 'H'],
    [{ XAO: 'unknown' }, 'A', 'H'],
  ];
  for (const [over, metric, value] of cases) assert.equal(valueOf(over, metric), value, JSON.stringify(over));
});

test('scoreRubric() comes to the score of its vector, with requirements where some are set', () => {
  const therapy = score({ XIT: 'serious', XAT: 'serious' });
  assert.equal(therapy.vector, 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:N/I:H/A:H');
  assert.deepEqual([therapy.baseScore, therapy.environmentalScore, therapy.score], [9.1, null, 9.1]);
  const needed = score({ XAT: 'limited', AR: 'H' });
  assert.equal(needed.vector, 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:N/I:N/A:L/AR:H');
  assert.deepEqual([needed.baseScore, needed.environmentalScore, needed.score], [5.3, 6.1, 6.1]);
  assert.equal(score({}).score, 0);
});

test('scoreRubric() says which answer set a metric, and which nobody could give', () => {
  const { metrics } = score({ XPRL: 'unknown', XIT: 'serious' });
  const by = Object.fromEntries(metrics.map((it) => [it.metric, it]));
  assert.deepEqual(
    [by['PR']?.isAssumed, by['I']?.because, by['I']?.isAssumed],
    [true, 'XIT: serious', false],
  );
});

const anyAnswers = fc.record(
  Object.fromEntries(
    QUESTIONS.map((it) => [it.id, fc.constantFrom(...it.choices.map(({ value }) => value))]),
  ),
  { requiredKeys: [] },
) as fc.Arbitrary<Answers>;

test('what nobody answers or can tell is never milder than any answer', () => {
  fc.assert(
    fc.property(
      anyAnswers,
      fc.constantFrom(...QUESTIONS.filter((it) => it.id.startsWith('X'))),
      (answers, question) => {
        const { [question.id]: _, ...without } = answers;
        const open = scoreRubric({ ...without }).score;
        for (const { value } of question.choices)
          assert(scoreRubric({ ...without, [question.id]: value }).score <= open, `${question.id} ${value}`);
      },
    ),
  );
});

test('answers that are whole have no problem, and those not asked for do not count', () => {
  assert.equal(rubricProblem(EASY), null);
  assert.match(rubricProblem({ ...EASY, XAVX: 'yes' }) ?? '', /no question "XAVX"/);
  assert.match(rubricProblem({ ...EASY, XUI: 'maybe' }) ?? '', /"maybe" is no answer to XUI/);
  const { XUI: _, ...rest } = EASY;
  assert.match(rubricProblem(rest) ?? '', /XUI is not answered/);
  assert(!('XAVW' in askedAnswers({ ...EASY, XAVW: 'yes' })));
  fc.assert(
    fc.property(anyAnswers, (answers) => {
      assert.deepEqual(scoreRubric(askedAnswers(answers)), scoreRubric(answers));
    }),
  );
});
