import { dueRuleOf } from '#engine/risk';
import { type ActView, FIX_KINDS, READINESS_KINDS, READINESS_REASONS, reasonOf } from '#engine/triage';
import { type Device, TIERS } from '#engine/words';
import type { Cohort } from '#store/cohorts';
import type { KeptJudgement, StandingVerdict, Verdict } from '#store/verdicts';
import type { VulnerabilityHead } from '#store/vulnerabilities';
import type { Judgement } from './assessment.ts';

/** Rank of what is certain: it comes before what cannot be told, whatever the score. */
export const CERTAIN = 1000;

/** Stands for every device of the cohort: judging looks at nothing else. */
export function deviceOf({ configuration, context }: Cohort): Device {
  return { ...configuration, ...context, id: '' };
}

export function keyOf({ configurationId, vulnerabilityNo }: Verdict) {
  return { configurationId, vulnerabilityNo };
}

const VERDICT_WORDS = {
  affected: 'Affected',
  'not-affected': 'Not affected',
  undetermined: 'Cannot be told',
} as const;

/** "Not affected, says ICSMA-24-319-01: fixed: 3.2 is among the versions named". */
export function becauseOf({
  verdict,
  why,
  grounds,
}: Pick<Judgement, 'verdict' | 'why'> & { readonly grounds: () => readonly Ground[] }): string {
  const word = VERDICT_WORDS[verdict];
  if (why === '') return word;
  const ground = grounds().find((it) => it.says === verdict && it.because === why);
  const by = ground === undefined ? null : sayerOf(ground);
  return `${word}${by === null ? '' : `, says ${by}`}: ${why}`;
}

type Ground = Pick<ReturnType<Judgement['grounds']>[number], 'source' | 'reference' | 'says' | 'because'>;

/** Null: it was not a feed. */
function sayerOf({ source, reference }: Ground): string | null {
  if (source === 'person' || source === 'policy') return null;
  return source === 'nvd' ? 'NVD' : reference;
}

export function isAffected({ degree }: Pick<Verdict, 'degree'>): boolean {
  return degree >= AFFECTED_DEGREE;
}

const AFFECTED_DEGREE = 4;

export function verdictOf(
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

/** What telling acts apart needs of a verdict that stands: all but the words of its fix, which its act has. */
export function viewOf(it: StandingVerdict): ActView['judgement'] {
  return {
    vulnerability: { id: it.vulnerabilityId },
    verdict: isAffected(it) ? 'affected' : 'undetermined',
    fix: {
      kind: FIX_KINDS[it.fixKind] as (typeof FIX_KINDS)[number],
      version: it.fixVersion,
      part: it.fixPart,
      advisory: it.fixAdvisory,
      details: null,
      url: null,
    },
  };
}

/** Whether what was worked out anew of a configuration asks for the same acts as what holds of it. */
export function areActsSame(standing: readonly StandingVerdict[], judged: readonly Judgement[]): boolean {
  if (standing.length !== judged.length) return false;
  const byId = new Map(standing.map((it) => [it.vulnerabilityId, it]));
  return judged.every(({ vulnerability, verdict, fix }) => {
    const before = byId.get(vulnerability.id);
    return (
      before !== undefined &&
      before.actionNo !== null &&
      isAffected(before) === (verdict === 'affected') &&
      before.fixKind === FIX_KINDS.indexOf(fix.kind) &&
      before.fixVersion === fix.version &&
      before.fixPart === fix.part &&
      before.fixAdvisory === fix.advisory
    );
  });
}

function advisoriesIn({ grounds }: Judgement): string | null {
  // What speaks of criteria has many grounds, and their words are put together only for whoever reads them.
  const ids = grounds().flatMap((it) =>
    ['nvd', 'cve', 'person', 'policy'].includes(it.source) ? [] : [it.reference],
  );
  return [...new Set(ids)].toSorted().join('\n') || null;
}

/** What is kept of a judgement, apart from the numbers it is kept under and the day since which it holds. */
export interface Weighed extends Omit<KeptJudgement, 'cohortId' | 'vulnerabilityNo' | 'openedOn'> {
  readonly vulnerability: string;
}

export function weighedOf(it: Judgement): Weighed {
  return {
    vulnerability: it.vulnerability.id,
    rank: it.score + (it.verdict === 'affected' ? CERTAIN : 0),
    score: it.score,
    tier: TIERS.indexOf(it.tier),
    readiness: READINESS_KINDS.indexOf(it.readiness.kind),
    readinessReason: READINESS_REASONS.indexOf(reasonOf(it.readiness)),
    ...dueRuleOf(it.clocks),
  };
}

export function headOf({ vulnerability: it }: Judgement): VulnerabilityHead {
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

/** Whether nothing that `after` says differs. */
export function isSame<T extends object>(before: T, after: T): boolean {
  return Object.entries(after).every(([key, value]) => before[key as keyof T] === value);
}
