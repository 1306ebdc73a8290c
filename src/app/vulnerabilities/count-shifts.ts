import type { CohortShifts, DueShift, GroupShift } from '#store/cohort-counts';
import type { KeptJudgement, Verdict } from '#store/verdicts';
import { isAffected } from './kept-verdicts.ts';

/** A finding of each device of a cohort, as it is counted. */
export interface CountedFinding {
  readonly judgement: KeptJudgement;
  readonly verdict: Pick<Verdict, 'degree' | 'fixKind' | 'advisories'> & { readonly actionNo: number | null };
}

interface OpenGroup extends Record<Count, number> {
  readonly of: Pick<GroupShift, 'cohortId' | 'kind' | 'tier' | 'key'>;
  /** By vulnerability: above zero, it came; below, it went. */
  readonly vulnerabilities: Map<number, number>;
}

type Count = 'findings' | 'affected' | 'points' | 'ready' | 'fixable';
const COUNTS: readonly Count[] = ['findings', 'affected', 'points', 'ready', 'fixable'];

export type Shifts = ReturnType<typeof createShifts>;

/** Adds up what findings that come, change and go add to the counts of their cohorts and take from them. */
export function createShifts() {
  const groups = new Map<string, OpenGroup>();
  const due = new Map<string, DueShift & { findings: number }>();
  const fixable = new Map<number, number>();

  function add({ judgement, verdict }: CountedFinding, by: 1 | -1): void {
    const { cohortId, tier } = judgement;
    const isReady = judgement.readiness === 0;
    const hasFix = verdict.fixKind === 0;
    const affected = isAffected(verdict);
    const counts = {
      findings: by,
      affected: affected ? by : 0,
      points: affected ? by * judgement.score : 0,
      ready: isReady ? by : 0,
      fixable: isReady || hasFix ? by : 0,
    };
    const addTo = (kind: GroupShift['kind'], key: string) => {
      const name = `${cohortId}\u0001${kind}\u0001${tier}\u0001${key}`;
      let group = groups.get(name);
      if (group === undefined) {
        group = { of: { cohortId, kind, tier, key }, ...NOTHING, vulnerabilities: new Map() };
        groups.set(name, group);
      }
      for (const it of COUNTS) group[it] += counts[it];
      if (kind === 'device') return;
      const { vulnerabilities } = group;
      const no = judgement.vulnerabilityNo;
      vulnerabilities.set(no, (vulnerabilities.get(no) ?? 0) + by);
    };
    addTo('device', '');
    if (verdict.actionNo !== null) addTo('action', String(verdict.actionNo));
    for (const it of verdict.advisories?.split('\n') ?? []) addTo('advisory', it);
    if (!affected) return;
    if (hasFix) fixable.set(cohortId, (fixable.get(cohortId) ?? 0) + by);
    addDue(judgement, by);
  }

  function addDue({ cohortId, tier, openedOn, afterDays, byOn }: KeptJudgement, by: 1 | -1): void {
    const name = [cohortId, tier, openedOn, afterDays, byOn].join('\u0001');
    const known = due.get(name);
    if (known === undefined) due.set(name, { cohortId, tier, openedOn, afterDays, byOn, findings: by });
    else known.findings += by;
  }

  return {
    /** Null: it was not, or is no more. */
    note(before: CountedFinding | null, after: CountedFinding | null): void {
      if (before !== null) add(before, -1);
      if (after !== null) add(after, 1);
    },
    /** All there is to add and to take. */
    sum(): CohortShifts {
      return {
        groups: [...groups.values()].flatMap(shiftOf),
        due: [...due.values()].filter((it) => it.findings !== 0),
        fixable: [...fixable].flatMap(([cohortId, by]) => (by === 0 ? [] : [{ cohortId, by }])),
      };
    },
  };
}

const NOTHING: Readonly<Record<Count, number>> = {
  findings: 0,
  affected: 0,
  points: 0,
  ready: 0,
  fixable: 0,
};

/** Empty: nothing of it differs. */
function shiftOf({ of, vulnerabilities, ...counts }: OpenGroup): GroupShift[] {
  const having = (by: number) => {
    const found = [...vulnerabilities].flatMap(([no, its]) => (Math.sign(its) === by ? [no] : []));
    return found.length === 0 ? null : found;
  };
  const shift = { ...of, ...counts, came: having(1), went: having(-1) };
  const isNone = COUNTS.every((it) => counts[it] === 0) && shift.came === null && shift.went === null;
  return isNone ? [] : [shift];
}
