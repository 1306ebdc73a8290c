import { baseScore3, environmentalScore3 } from '#engine/cvss';
import { type Answers, DATA_KINDS, type Metric, METRICS, QUESTIONS, UNKNOWN } from './questions.ts';

/** One metric of the vector, and the answer that set it. */
export interface MetricReading {
  readonly metric: Metric;
  readonly value: string;
  /** "XAVT: can be routed" */
  readonly because: string;
  /** Nobody could tell, or nobody has answered: it counts as the graver value. */
  readonly isAssumed: boolean;
}

export interface RubricScore {
  readonly vector: string;
  readonly baseScore: number;
  /** With the security requirements; null: none is set. */
  readonly environmentalScore: number | null;
  /** What counts: with the requirements, where there are any. */
  readonly score: number;
  readonly metrics: readonly MetricReading[];
  /** Questions that wait for an answer, in their order. */
  readonly open: readonly string[];
}

/** What the answers come to. What is not answered yet counts as the graver value, so that a score only falls as one answers. */
export function scoreRubric(given: Answers): RubricScore {
  const answers = askedAnswers(given);
  const asked = QUESTIONS.filter((it) => it.isAsked(answers));
  const open = asked.filter((it) => answers[it.id] === undefined).map((it) => it.id);
  const metrics = METRICS.map((metric) => ({ metric, ...READERS[metric](answers) }));
  const needs = ['CR', 'IR', 'AR'].map((it) => [it, answers[it] ?? 'X'] as const);
  const set = needs.filter(([, value]) => value !== 'X');
  const values = new Map<string, string>([...metrics.map((it) => [it.metric, it.value] as const), ...needs]);
  const value = (name: string) => values.get(name) ?? '';
  const baseScore = baseScore3(value, '3.1');
  const environmentalScore = set.length === 0 ? null : environmentalScore3(value);
  return {
    vector: `CVSS:3.1/${[...metrics.map((it) => `${it.metric}:${it.value}`), ...set.map(([name, it]) => `${name}:${it}`)].join('/')}`,
    baseScore,
    environmentalScore,
    score: environmentalScore ?? baseScore,
    metrics,
    open,
  };
}

/** What is wrong with answers as they arrive; null: nothing. Answers to questions that are not asked do not count. */
export function rubricProblem(answers: Answers): string | null {
  for (const [id, value] of Object.entries(answers)) {
    const question = QUESTIONS.find((it) => it.id === id);
    if (question === undefined) return `there is no question "${id}"`;
    if (!question.choices.some((it) => it.value === value)) return `"${value}" is no answer to ${id}`;
  }
  const [first] = scoreRubric(answers).open;
  return first === undefined ? null : `${first} is not answered`;
}

/** Those answers that are asked for, in the order of the questions. */
export function askedAnswers(answers: Answers): Answers {
  return Object.fromEntries(
    QUESTIONS.flatMap((it) => {
      const answer = answers[it.id];
      return answer !== undefined && it.isAsked(answers) ? [[it.id, answer] as const] : [];
    }),
  );
}

type Reading = Omit<MetricReading, 'metric'>;

const READERS: Readonly<Record<Metric, (answers: Answers) => Reading>> = {
  AV: attackVector,
  AC: (it) => yesNo(it, 'XACL', { yes: ['L', 'works at any time'], no: ['H', 'needs luck'] }, 'yes'),
  PR: privileges,
  UI: (it) =>
    yesNo(it, 'XUI', { no: ['N', 'nobody else is needed'], yes: ['R', 'somebody takes part'] }, 'no'),
  S: (it) => yesNo(it, 'XS', { yes: ['C', 'reaches beyond'], no: ['U', 'stays where it is'] }, 'yes'),
  C: (it) => harm(it, 'C'),
  I: (it) => harm(it, 'I'),
  A: (it) => harm(it, 'A'),
};

type Pair = readonly [value: string, words: string];

/** @param graver the answer that counts where nobody can tell */
function yesNo(
  answers: Answers,
  id: string,
  pairs: { readonly yes: Pair; readonly no: Pair },
  graver: 'yes' | 'no',
): Reading {
  const answer = answers[id];
  const isAssumed = answer !== 'yes' && answer !== 'no';
  const [value, words] = pairs[isAssumed ? graver : answer];
  return { value, because: `${id}: ${words}`, isAssumed };
}

function attackVector(it: Answers): Reading {
  if (it['XAVN'] === 'no') {
    if (it['XAVW'] === 'no')
      return yesNo(it, 'XAVP', { yes: ['P', 'has to touch it'], no: ['L', 'from the device itself'] }, 'no');
    const isAssumed = it['XAVW'] !== 'yes' || (it['XAVR'] !== 'far' && it['XAVR'] !== 'near');
    return it['XAVR'] === 'near'
      ? { value: 'L', because: 'XAVR: by radio, at arm’s length', isAssumed }
      : { value: 'A', because: 'XAVR: by radio, from afar', isAssumed };
  }
  const routed = yesNo(
    it,
    'XAVT',
    { yes: ['N', 'over any network'], no: ['A', 'from the same network'] },
    'yes',
  );
  return { ...routed, isAssumed: routed.isAssumed || it['XAVN'] !== 'yes' };
}

function privileges(it: Answers): Reading {
  if (it['XPRL'] !== 'yes')
    return { value: 'N', because: 'XPRL: no sign-in', isAssumed: it['XPRL'] !== 'no' };
  if (it['XPRZ'] !== 'yes')
    return { value: 'L', because: 'XPRZ: every user may do it', isAssumed: it['XPRZ'] !== 'no' };
  return yesNo(it, 'XPRS', { yes: ['H', 'administrator or service'], no: ['L', 'an ordinary user'] }, 'no');
}

const GRAVITY = ['none', 'limited', 'serious'] as const;

/** The gravest of all kinds of data and function decides. */
function harm(answers: Answers, aspect: 'C' | 'I' | 'A'): Reading {
  let worst: { readonly at: number; readonly id: string; readonly isAssumed: boolean } | null = null;
  for (const [letter] of DATA_KINDS) {
    const it = harmOf(answers, `X${aspect}${letter}`);
    // What was answered explains more than what nobody could tell.
    if (worst === null || it.at > worst.at || (it.at === worst.at && worst.isAssumed && !it.isAssumed))
      worst = it;
  }
  const { at, id, isAssumed } = worst ?? { at: 2, id: '', isAssumed: true };
  return { value: 'NLH'[at] as string, because: `${id}: ${GRAVITY[at] as string}`, isAssumed };
}

function harmOf(answers: Answers, id: string) {
  const answer = answers[id] ?? UNKNOWN;
  const at = GRAVITY.findIndex((it) => it === answer);
  if (id === 'XCP' && at === 1 && answers['XCPM'] !== 'no')
    return { at: 2, id: 'XCPM', isAssumed: answers['XCPM'] !== 'yes' };
  return at === -1 ? { at: 2, id, isAssumed: true } : { at, id, isAssumed: false };
}
