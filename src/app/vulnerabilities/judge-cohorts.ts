import { setImmediate as nextTurn } from 'node:timers/promises';
import { confirmationKey } from '#engine/identify';
import { dueRuleOf } from '#engine/risk';
import {
  type Action,
  actionsOf,
  FIX_KINDS,
  READINESS_KINDS,
  READINESS_REASONS,
  reasonOf,
} from '#engine/triage';
import { type Device, TIERS } from '#engine/words';
import { type Cohort, type CohortCounts, lockMatching, noteJudged } from '#store/cohorts';
import { numberActions } from '#store/finding-actions';
import { noteFindingsChanged } from '#store/finding-summary';
import { type Doubt, saveDoubts } from '#store/identifications';
import type { Tx } from '#store/store';
import { keepVulnerabilities, type VulnerabilityHead } from '#store/vulnerabilities';
import {
  closeVerdicts,
  countCohorts,
  deleteJudgements,
  type KeptJudgement,
  listJudgements,
  listVerdicts,
  openVerdicts,
  saveJudgements,
  type StandingVerdict,
  updateVerdicts,
  type Verdict,
} from '#store/verdicts';
import type { Context } from '../context.ts';
import type { IdentifiedProduct, Judgement } from './assessment.ts';
import { readEdition } from './edition.ts';
import type { Judge } from './judge.ts';
import type { Knowledge } from './knowledge.ts';

/** Rank of what is certain: it comes before what cannot be told, whatever the score. */
const CERTAIN = 1000;

interface Judged {
  readonly cohort: Cohort;
  readonly judgements: readonly Judgement[];
}

/**
 * Works cohorts out anew and writes what differs from what is kept: verdicts that opened, changed and closed, and what
 * they come to for each cohort. All cohorts with devices of a configuration belong together.
 */
export async function judgeCohorts(
  ctx: Context,
  knowledge: Knowledge,
  cohorts: readonly Cohort[],
): Promise<number> {
  if (cohorts.length === 0) return 0;
  const now = ctx.now();
  const asOf = now.toISOString().slice(0, 10);
  const judge = knowledge.judge(asOf);
  const judged: Judged[] = [];
  for (const cohort of cohorts) {
    judged.push({ cohort, judgements: judge.found(deviceOf(cohort), asOf) });
    await nextTurn();
  }
  const differing = await ctx.store.db.transaction().execute(async (tx) => {
    await lockMatching(tx);
    return writeJudged(tx, { judged, judge, knowledge, now });
  });
  judge.forget();
  return differing;
}

/** Stands for every device of the cohort: judging looks at nothing else. */
function deviceOf({ configuration, context }: Cohort): Device {
  return { ...configuration, ...context, id: '' };
}

async function writeJudged(
  tx: Tx,
  {
    judged,
    judge,
    knowledge,
    now,
  }: {
    readonly judged: readonly Judged[];
    readonly judge: Judge;
    readonly knowledge: Pick<Knowledge, 'state' | 'edition'>;
    readonly now: Date;
  },
): Promise<number> {
  const heads = new Map<string, VulnerabilityHead>();
  for (const { judgements } of judged)
    for (const it of judgements)
      if (!heads.has(it.vulnerability.id)) heads.set(it.vulnerability.id, headOf(it));
  const numbers = await keepVulnerabilities(tx, [...heads.values()], now);
  const { openedAt, isChanged } = await writeVerdicts(tx, { judged, judge, numbers, now });
  const wanted = judged.flatMap(({ cohort, judgements }) =>
    judgements.map((it) => {
      const vulnerabilityNo = numbers.get(it.vulnerability.id) as number;
      const opened = openedAt.get(`${cohort.configurationId}:${vulnerabilityNo}`) as Date;
      return keptOf(it, cohort.id, vulnerabilityNo, opened.toISOString().slice(0, 10));
    }),
  );
  const standing = new Map<string, KeptJudgement>();
  for (const it of await listJudgements(
    tx,
    judged.map(({ cohort }) => cohort.id),
  ))
    standing.set(`${it.cohortId}:${it.vulnerabilityNo}`, it);
  const changed: KeptJudgement[] = [];
  for (const it of wanted) {
    const key = `${it.cohortId}:${it.vulnerabilityNo}`;
    const before = standing.get(key);
    standing.delete(key);
    if (before === undefined || !isSame(before, it)) changed.push(it);
  }
  await deleteJudgements(
    tx,
    [...standing.values()].map(({ cohortId, vulnerabilityNo }) => ({ cohortId, vulnerabilityNo })),
  );
  await saveJudgements(tx, changed);
  await saveDoubts(
    tx,
    [...new Set(judged.map(({ cohort }) => cohort.configurationId))],
    doubtsOf(judged, judge),
  );
  // Somebody said meanwhile what some text is: this may have been worked out without it, so it is done again.
  const isCurrent = (await readEdition(tx)) === knowledge.edition;
  const isPatchedAnew = await noteJudged(
    tx,
    isCurrent ? knowledge.state : null,
    judged.map(({ cohort, judgements }) => ({
      id: cohort.id,
      ...countsOf(judgements, judge.identified(deviceOf(cohort)).some(isSure)),
    })),
  );
  if (isChanged || changed.length + standing.size > 0) {
    await countCohorts(
      tx,
      judged.map(({ cohort }) => cohort.id),
    );
  }
  if (changed.length + standing.size > 0 || isPatchedAnew) await noteFindingsChanged(tx);
  return changed.length + standing.size;
}

function doubtsOf(judged: readonly Judged[], judge: Judge): Doubt[] {
  const seen = new Map<number, Judged>();
  for (const it of judged) if (!seen.has(it.cohort.configurationId)) seen.set(it.cohort.configurationId, it);
  return [...seen].flatMap(([configurationId, { cohort }]) =>
    judge.doubts(deviceOf(cohort)).map(({ text, ...it }) => ({
      ...it,
      configurationId,
      key: confirmationKey(text.manufacturer ?? '', text.model),
      kind: text.kind === 'os' ? ('os' as const) : ('device' as const),
      manufacturer: text.manufacturer ?? '',
      model: text.model,
    })),
  );
}

/** @returns since when each verdict holds, by `configuration:vulnerability`, and whether any differs from what was kept */
async function writeVerdicts(
  tx: Tx,
  {
    judged,
    judge,
    numbers,
    now,
  }: {
    readonly judged: readonly Judged[];
    readonly judge: Judge;
    readonly numbers: ReadonlyMap<string, number>;
    readonly now: Date;
  },
): Promise<{ readonly openedAt: ReadonlyMap<string, Date>; readonly isChanged: boolean }> {
  const first = new Map<number, Judged>();
  for (const it of judged)
    if (!first.has(it.cohort.configurationId)) first.set(it.cohort.configurationId, it);
  const standing = new Map<string, StandingVerdict>();
  for (const it of await listVerdicts(tx, [...first.keys()]))
    standing.set(`${it.configurationId}:${it.vulnerabilityNo}`, it);
  const openedAt = new Map<string, Date>();
  const opened: Verdict[] = [];
  const updated: Verdict[] = [];
  const closed: { configurationId: number; vulnerabilityNo: number; because: string }[] = [];
  const acts = actsOf([...first.values()], judge, now);
  const actionNumbers = await numberActions(tx, [...acts.values()].flat());
  for (const { cohort, judgements } of first.values()) {
    const settled = actBy(acts.get(cohort.configurationId) ?? []);
    for (const it of judgements) {
      const { id } = it.vulnerability;
      const verdict = verdictOf(it, {
        configurationId: cohort.configurationId,
        vulnerabilityNo: numbers.get(id) as number,
        actionNo: actionNumbers.get(settled.get(id) as string) as number,
      });
      const key = `${verdict.configurationId}:${verdict.vulnerabilityNo}`;
      const before = standing.get(key);
      standing.delete(key);
      if (before === undefined || isAffected(before) !== isAffected(verdict)) {
        if (before !== undefined) closed.push({ ...keyOf(before), because: becauseOf(it) });
        opened.push(verdict);
        openedAt.set(key, now);
      } else {
        openedAt.set(key, before.openedAt);
        if (!isSame(before, verdict)) updated.push(verdict);
      }
    }
  }
  for (const it of standing.values()) {
    const { cohort } = first.get(it.configurationId) as Judged;
    const after = judge.one(deviceOf(cohort), it.vulnerabilityId, null);
    closed.push({
      ...keyOf(it),
      because: after === null ? 'No source says so of this configuration any more' : becauseOf(after),
    });
  }
  await closeVerdicts(tx, closed, now);
  await openVerdicts(tx, opened, now);
  await updateVerdicts(tx, updated);
  return { openedAt, isChanged: closed.length + opened.length + updated.length > 0 };
}

function keyOf({ configurationId, vulnerabilityNo }: Verdict) {
  return { configurationId, vulnerabilityNo };
}

const VERDICT_WORDS = {
  affected: 'Affected',
  'not-affected': 'Not affected',
  undetermined: 'Cannot be told',
} as const;

function becauseOf({ verdict, why }: Judgement): string {
  return why === '' ? VERDICT_WORDS[verdict] : `${VERDICT_WORDS[verdict]}: ${why}`;
}

function isAffected({ degree }: Pick<Verdict, 'degree'>): boolean {
  return degree >= AFFECTED_DEGREE;
}

const AFFECTED_DEGREE = 4;

/** The acts that settle what each configuration has. They do not depend on the clinical context. */
function actsOf(judged: readonly Judged[], judge: Judge, now: Date): ReadonlyMap<number, readonly Action[]> {
  const asOf = now.toISOString().slice(0, 10);
  return new Map(
    judged.map(({ cohort, judgements }) => {
      const device = { device: deviceOf(cohort), identified: judge.identified(deviceOf(cohort)) };
      const findings = judgements.map((judgement) => ({ device, judgement }));
      return [cohort.configurationId, actionsOf(findings, asOf)];
    }),
  );
}

/** Which act settles a vulnerability. */
function actBy(acts: readonly Action[]): ReadonlyMap<string, string> {
  return new Map(acts.flatMap((act) => act.vulnerabilities.map((id) => [id, act.id])));
}

function verdictOf(
  it: Judgement,
  numbers: Pick<Verdict, 'configurationId' | 'vulnerabilityNo' | 'actionNo'>,
): Verdict {
  return {
    ...numbers,
    degree: (it.verdict === 'affected' ? AFFECTED_DEGREE : 2) + (it.confidence === 'confirmed' ? 1 : 0),
    why: it.why,
    fixKind: FIX_KINDS.indexOf(it.fix.kind),
    fixVersion: it.fix.version,
    fixPart: it.fix.part,
    fixAdvisory: it.fix.advisory,
    isContradicted: it.contradiction !== null,
    advisories: advisoriesIn(it),
  };
}

function advisoriesIn({ grounds }: Judgement): string | null {
  const ids = grounds().flatMap(({ source, reference }) =>
    ['nvd', 'cve', 'person', 'policy'].includes(source) ? [] : [reference],
  );
  return [...new Set(ids)].toSorted().join('\n') || null;
}

function keptOf(it: Judgement, cohortId: number, vulnerabilityNo: number, openedOn: string): KeptJudgement {
  return {
    cohortId,
    vulnerabilityNo,
    rank: it.score + (it.verdict === 'affected' ? CERTAIN : 0),
    score: it.score,
    tier: TIERS.indexOf(it.tier),
    readiness: READINESS_KINDS.indexOf(it.readiness.kind),
    readinessReason: READINESS_REASONS.indexOf(reasonOf(it.readiness)),
    openedOn,
    ...dueRuleOf(it.clocks),
  };
}

function headOf({ vulnerability: it }: Judgement): VulnerabilityHead {
  return {
    id: it.id,
    summary: it.summary,
    cvss: it.cvss?.baseScore ?? null,
    epss: it.epss,
    isExploited: it.exploited !== null,
    publishedOn: it.publishedAt?.slice(0, 10) ?? null,
    terms: [it.id, ...it.aliases, ...it.advisories, it.summary ?? ''].join('\n').toLowerCase(),
  };
}

function isSure({ confidence }: IdentifiedProduct): boolean {
  return confidence !== 'candidate';
}

function countsOf(judgements: readonly Judgement[], isKnown: boolean): CohortCounts {
  const affected = judgements.filter((it) => it.verdict === 'affected');
  const tier = Object.fromEntries(
    TIERS.map((name) => [name, affected.filter((it) => it.tier === name).length]),
  ) as Record<(typeof TIERS)[number], number>;
  return {
    affected: affected.length,
    undetermined: judgements.length - affected.length,
    ...tier,
    exploited: affected.filter((it) => it.vulnerability.exploited !== null).length,
    points: affected.reduce((sum, it) => sum + it.score, 0),
    fixable: affected.filter((it) => it.fix.kind === 'vendor-fix').length,
    isKnown,
    rankMax: judgements.reduce(
      (max, it) => Math.max(max, it.score + (it.verdict === 'affected' ? CERTAIN : 0)),
      -1,
    ),
  };
}

/** Whether nothing that `after` says differs. */
function isSame<T extends object>(before: T, after: T): boolean {
  return Object.entries(after).every(([key, value]) => before[key as keyof T] === value);
}
