import { askedAnswers, type Answers, rubricProblem, scoreRubric, type ScoringState } from '#engine/rubric';
import { lockMatching } from '#store/cohorts';
import { countDevicesOf } from '#store/identifications';
import {
  decideScoring,
  endScoring,
  insertScoring,
  listApprovedScorings,
  listScoringsOf,
  lockScoring,
  type RubricScoring,
} from '#store/rubric-scorings';
import type { Tx } from '#store/store';
import { act, see, seeWhole } from '../act.ts';
import type { Context } from '../context.ts';
import { Refused } from '../refusal.ts';
import { type Knowledge, readKnowledge } from './knowledge.ts';
import { configurationsOf, readPattern, rejudge } from './pattern-rules.ts';
import { sourcedScores } from './what-sources-say.ts';

export interface ScoringWish {
  readonly vulnerability: string;
  /** Which devices: a pattern of maker, model, version and the like. */
  readonly filter: string;
  readonly answers: Answers;
  readonly rationale: string;
}

/** Devices that a scoring would hold for now; nothing is changed. */
export async function previewScoring(ctx: Context, filter: string): Promise<number> {
  const pattern = readPattern(filter);
  return seeWhole(ctx, 'findings.triage', async (db) => {
    const devices = await countDevicesOf(db, await configurationsOf(db, pattern));
    return [...devices.values()].reduce((sum, it) => sum + it, 0);
  });
}

/** Of one vulnerability, newest first. */
export async function listScorings(ctx: Context, vulnerability: string): Promise<readonly RubricScoring[]> {
  return see(ctx, 'findings.read', (db) => listScoringsOf(db, vulnerability));
}

/** Scores a vulnerability on a model. It changes nothing until another person approves it, whichever way it goes. */
export async function requestScoring(ctx: Context, wish: ScoringWish): Promise<string> {
  readPattern(wish.filter);
  const problem = rubricProblem(wish.answers);
  if (problem !== null)
    throw new Refused({ code: 'invalid', because: `Cannot score this: ${problem}`, field: 'answers' });
  const { vulnerability, was } = await see(ctx, 'findings.triage', async () =>
    standingOf(await readKnowledge(ctx), wish.vulnerability),
  );
  const answers = askedAnswers(wish.answers);
  const { vector, baseScore, environmentalScore } = scoreRubric(answers);
  return act(ctx, { permission: 'findings.triage' }, async (tx) => {
    const id = ctx.newId();
    const { filter, rationale } = wish;
    const { actor } = ctx;
    await insertScoring(tx, {
      id,
      vulnerability,
      filter,
      answers,
      vector,
      baseScore,
      environmentalScore,
      rationale,
      was,
      requestedAt: ctx.now(),
      requestedBy: 'id' in actor ? actor.id : null,
      requestedByName: nameOf(ctx),
    });
    return {
      value: id,
      audit: {
        act: 'scoring.request',
        subject: { kind: 'rubric-scoring', id },
        detail: { vulnerability, filter, vector, baseScore, environmentalScore, was, rationale, answers },
      },
    };
  });
}

function standingOf(knowledge: Knowledge | null, id: string) {
  const index = knowledge?.catalogue.indexOf(id) ?? -1;
  if (knowledge === null || index === -1)
    throw new Refused({ code: 'not-found', what: `vulnerability ${id}` });
  const facts = knowledge.catalogue.vulnerability(index);
  const counts = sourcedScores(facts.cvss).find((it) => it.counts);
  return {
    vulnerability: facts.id,
    was: counts === undefined ? null : { vector: counts.vector, score: counts.baseScore, by: counts.by },
  };
}

/** Has a scoring count on its devices from now on. Two people: nobody approves what they scored. */
export async function approveScoring(ctx: Context, id: string): Promise<void> {
  await act(ctx, { permission: 'findings.approve' }, async (tx) => {
    await lockMatching(tx);
    const it = await standing(tx, id, ['requested']);
    if (ctx.actor.kind !== 'system' && 'id' in ctx.actor && ctx.actor.id === it.requestedBy)
      throw new Refused({
        code: 'conflict',
        because: 'Cannot approve this score: whoever scored it cannot approve it',
      });
    const replaced = (await listApprovedScorings(tx)).filter(
      (other) => other.vulnerability === it.vulnerability && other.filter === it.filter,
    );
    for (const other of replaced)
      await endScoring(tx, other.id, {
        state: 'replaced',
        at: ctx.now(),
        because: `Scored anew by ${it.requestedByName}`,
      });
    await decideScoring(tx, id, { state: 'approved', at: ctx.now(), byName: nameOf(ctx) });
    await rejudge(ctx, tx, readPattern(it.filter));
    return {
      value: undefined,
      audit: noteOf('scoring.approve', it, {
        requestedBy: it.requestedByName,
        replaces: replaced.map((other) => other.id),
      }),
    };
  });
}

export async function declineScoring(ctx: Context, id: string, because: string): Promise<void> {
  await act(ctx, { permission: 'findings.approve' }, async (tx) => {
    const it = await standing(tx, id, ['requested']);
    await decideScoring(tx, id, { state: 'declined', at: ctx.now(), byName: nameOf(ctx) });
    await endScoring(tx, id, { state: 'declined', at: ctx.now(), because });
    return { value: undefined, audit: noteOf('scoring.decline', it, { because }) };
  });
}

/** Takes a score, or the request for it, back: what sources say counts again. */
export async function withdrawScoring(ctx: Context, id: string, because: string): Promise<void> {
  await act(ctx, { permission: 'findings.triage' }, async (tx) => {
    await lockMatching(tx);
    const it = await standing(tx, id, ['requested', 'approved']);
    await endScoring(tx, id, { state: 'withdrawn', at: ctx.now(), because });
    if (it.state === 'approved') await rejudge(ctx, tx, readPattern(it.filter));
    return { value: undefined, audit: noteOf('scoring.withdraw', it, { because }) };
  });
}

async function standing(tx: Tx, id: string, states: readonly ScoringState[]): Promise<RubricScoring> {
  const it = await lockScoring(tx, id);
  if (it === null) throw new Refused({ code: 'not-found', what: `scoring ${id}` });
  if (!states.includes(it.state))
    throw new Refused({ code: 'conflict', because: `Cannot change this score: it is ${it.state} already` });
  return it;
}

function noteOf(
  name: string,
  { id, vulnerability, filter, vector }: RubricScoring,
  more: Readonly<Record<string, string | string[]>>,
) {
  return {
    act: name,
    subject: { kind: 'rubric-scoring', id },
    detail: { vulnerability, filter, vector, ...more },
  };
}

function nameOf({ actor }: Context): string {
  return actor.kind === 'nobody' ? 'Nobody signed in' : actor.name;
}
