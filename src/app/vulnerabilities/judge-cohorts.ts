import { setImmediate as nextTurn } from 'node:timers/promises';
import { confirmationKey } from '#engine/identify';
import { type Act, actsOf, type ActView } from '#engine/triage';
import { TIERS } from '#engine/words';
import { type Cohort, type CohortCounts, lockMatching, noteJudged, noteRecounted } from '#store/cohorts';
import { countCohorts, shiftCohorts } from '#store/cohort-counts';
import { numberActions } from '#store/finding-actions';
import { noteFindingsChanged } from '#store/finding-summary';
import { type Doubt, saveDoubts } from '#store/identifications';
import type { Tx } from '#store/store';
import { keepVulnerabilities, type VulnerabilityHead } from '#store/vulnerabilities';
import {
  closeVerdicts,
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
import type { Judgement } from './assessment.ts';
import { type CountedFinding, createShifts, type Shifts } from './count-shifts.ts';
import { readEdition } from './edition.ts';
import type { Judge } from './judge.ts';
import {
  areActsSame,
  becauseOf,
  CERTAIN,
  deviceOf,
  headOf,
  isAffected,
  isSame,
  keyOf,
  verdictOf,
  viewOf,
  type Weighed,
  weighedOf,
} from './kept-verdicts.ts';
import type { Knowledge } from './knowledge.ts';
import { isRecognised } from './recognised.ts';

interface Judged {
  readonly cohort: Cohort;
  /** Every vulnerability that holds, as it weighs here. */
  readonly weighed: readonly Weighed[];
  /** Null: only some vulnerabilities were worked out, so that what is kept is counted. */
  readonly counts: CohortCounts | null;
  /** In full; of the first cohort of each configuration only: what it says beside the weights is the same for the others. */
  readonly judgements: readonly Judgement[];
}

/** What of cohorts is worked out anew, where that is not everything. */
export interface Scope {
  /** By configuration, catalogue indices of the vulnerabilities that may hold of it or may have held. */
  readonly vulnerabilities: ReadonlyMap<number, readonly number[]>;
  /** Names of all vulnerabilities of which anything may have changed. */
  readonly names: ReadonlySet<string>;
  /** Configurations of which more hangs on it, so that they are judged as a whole afterwards. */
  readonly unsettled: ReadonlySet<number>;
}

/**
 * Works cohorts out anew and writes what differs from what is kept: verdicts that opened, changed and closed, and what
 * they come to for each cohort. All cohorts with devices of a configuration belong together.
 * @param scope null: everything
 * @returns how many findings of cohorts differed
 */
export async function judgeCohorts(
  ctx: Context,
  knowledge: Knowledge,
  cohorts: readonly Cohort[],
  scope: Scope | null = null,
): Promise<number> {
  return keepJudged(ctx, await weighCohorts(ctx, knowledge, cohorts, scope));
}

/** Cohorts that are worked out, and nothing of it written yet. */
export interface Writing {
  readonly judged: readonly Judged[];
  readonly judge: Judge;
  readonly knowledge: Pick<Knowledge, 'state' | 'edition'>;
  readonly now: Date;
  readonly scope: Scope | null;
}

/** The first half of it: others have their turn between any two cohorts. */
export async function weighCohorts(
  ctx: Context,
  knowledge: Knowledge,
  cohorts: readonly Cohort[],
  scope: Scope | null,
): Promise<Writing> {
  const now = ctx.now();
  const asOf = now.toISOString().slice(0, 10);
  const judge = knowledge.judge(asOf);
  const judged: Judged[] = [];
  const met = new Set<number>();
  for (const cohort of cohorts) {
    const device = deviceOf(cohort);
    const judgements =
      scope === null
        ? judge.found(device, asOf)
        : judge.among(device, scope.vulnerabilities.get(cohort.configurationId) ?? [], asOf);
    judged.push({
      cohort,
      weighed: judgements.map(weighedOf),
      counts: scope === null ? countsOf(judgements, isRecognised(device, judge.identified(device))) : null,
      judgements: met.has(cohort.configurationId) ? [] : judgements,
    });
    met.add(cohort.configurationId);
    await nextTurn();
  }
  return { judged, judge, knowledge, now, scope };
}

/** The second half. @returns how many findings of cohorts differed */
export async function keepJudged(ctx: Context, writing: Writing): Promise<number> {
  if (writing.judged.length === 0) return 0;
  const differing = await ctx.store.db.transaction().execute(async (tx) => {
    await lockMatching(tx);
    return writeJudged(tx, writing);
  });
  writing.judge.forget();
  return differing;
}

async function writeJudged(tx: Tx, writing: Writing): Promise<number> {
  const { judged, judge, knowledge, now, scope } = writing;
  const heads = new Map<string, VulnerabilityHead>();
  for (const { judgements } of judged)
    for (const it of judgements)
      if (!heads.has(it.vulnerability.id)) heads.set(it.vulnerability.id, headOf(it));
  const numbers = await keepVulnerabilities(tx, [...heads.values()], now);
  const written = await writeVerdicts(tx, writing, numbers);
  const { verdicts, unsettled } = written;
  const cohorts = judged.map(({ cohort }) => cohort.id);
  const shifts = scope === null ? null : createShifts();
  const standing = new Map<number, KeptJudgement>();
  for (const it of await listJudgements(tx, cohorts, scope === null ? null : numbersIn(verdicts, false)))
    standing.set(pairOf(it.cohortId, it.vulnerabilityNo), it);
  if (shifts !== null) await shiftAside(tx, { judged, verdicts, shifts });
  const changed: KeptJudgement[] = [];
  for (const { cohort, weighed } of judged)
    for (const { vulnerability, ...weights } of weighed) {
      const vulnerabilityNo = numbers.get(vulnerability) as number;
      const its = verdicts.get(pairOf(cohort.configurationId, vulnerabilityNo)) as WrittenVerdict;
      const openedOn = (its.openedAt as Date).toISOString().slice(0, 10);
      const key = pairOf(cohort.id, vulnerabilityNo);
      const before = standing.get(key);
      standing.delete(key);
      const it = { cohortId: cohort.id, vulnerabilityNo, openedOn, ...weights };
      const isOther = before === undefined || !isSame(before, it);
      if (isOther) changed.push(it);
      if (isOther || its.isCountedAnew) shifts?.note(countedOf(before, its.before), countedOf(it, its.after));
    }
  const configurationOf = configurationsIn(judged);
  for (const it of standing.values()) {
    const its = verdicts.get(pairOf(configurationOf.get(it.cohortId) as number, it.vulnerabilityNo));
    shifts?.note(countedOf(it, its?.before), null);
  }
  await deleteJudgements(
    tx,
    [...standing.values()].map(({ cohortId, vulnerabilityNo }) => ({ cohortId, vulnerabilityNo })),
  );
  await saveJudgements(tx, changed);
  // Somebody said meanwhile what some text is: this may have been worked out without it, so it is done again.
  const isCurrent = (await readEdition(tx)) === knowledge.edition;
  const judgedBy = isCurrent ? knowledge.state : null;
  const differing = changed.length + standing.size;
  let isPatchedAnew: boolean;
  if (scope === null || shifts === null) {
    isPatchedAnew = await noteWhole(tx, judged, { judge, state: judgedBy });
    if (written.isChanged || differing > 0) await countCohorts(tx, cohorts);
  } else {
    const sum = shifts.sum();
    await shiftCohorts(tx, sum);
    const settling = { judgedBy, unsettled: [...unsettled, ...scope.unsettled] };
    isPatchedAnew = await noteRecounted(tx, cohorts, { ...settling, fixable: sum.fixable });
  }
  if (differing > 0 || isPatchedAnew) await noteFindingsChanged(tx);
  return differing;
}

/** @returns whether what can be patched, or what a feed names, is another than before */
async function noteWhole(
  tx: Tx,
  judged: readonly Judged[],
  { judge, state }: { readonly judge: Judge; readonly state: string | null },
): Promise<boolean> {
  const cohorts = judged.map(({ cohort }) => cohort);
  await saveDoubts(
    tx,
    cohorts.map((it) => it.id),
    doubtsOf(cohorts, judge),
  );
  return noteJudged(
    tx,
    state,
    judged.map(({ cohort, counts }) => ({ id: cohort.id, ...(counts as CohortCounts) })),
  );
}

function doubtsOf(cohorts: readonly Cohort[], judge: Judge): Doubt[] {
  return cohorts.flatMap((cohort) =>
    judge.doubts(deviceOf(cohort)).map(({ text, ...it }) => ({
      ...it,
      cohortId: cohort.id,
      key: confirmationKey(text.manufacturer ?? '', text.model),
      kind: text.kind === 'os' ? ('os' as const) : ('device' as const),
      manufacturer: text.manufacturer ?? '',
      model: text.model,
    })),
  );
}

/** What became of a verdict. */
interface WrittenVerdict {
  readonly before: CountedVerdict | null;
  /** Null: it holds no more. */
  readonly after: CountedVerdict | null;
  /** Since when it holds. */
  readonly openedAt: Date | null;
  /** Whether its findings are counted among others than before, whatever they weigh. */
  readonly isCountedAnew: boolean;
  /** It was not worked out anew: only the act that settles it is another. */
  readonly isAside: boolean;
}

type CountedVerdict = CountedFinding['verdict'];

/** What became of verdicts. */
interface WrittenVerdicts {
  /** By configuration and vulnerability. */
  readonly verdicts: ReadonlyMap<number, WrittenVerdict>;
  /** Configurations of which the acts that settle other findings must be worked out with all there is about those. */
  readonly unsettled: ReadonlySet<number>;
  /** Whether any verdict differs from what was kept. */
  readonly isChanged: boolean;
}

async function writeVerdicts(
  tx: Tx,
  { judged, judge, now, scope }: Writing,
  numbers: ReadonlyMap<string, number>,
): Promise<WrittenVerdicts> {
  const first = new Map<number, Judged>();
  for (const it of judged)
    if (!first.has(it.cohort.configurationId)) first.set(it.cohort.configurationId, it);
  const standing = new Map<number, StandingVerdict>();
  const standingOf = new Map<number, StandingVerdict[]>();
  for (const it of await listVerdicts(tx, [...first.keys()], scope === null ? null : [...scope.names])) {
    standing.set(pairOf(it.configurationId, it.vulnerabilityNo), it);
    const known = standingOf.get(it.configurationId);
    if (known === undefined) standingOf.set(it.configurationId, [it]);
    else known.push(it);
  }
  // Acts follow from the fixes of all that holds: where these are what they were, so are the acts.
  const anew = [...first.values()].filter(
    ({ cohort, judgements }) =>
      scope === null || !areActsSame(standingOf.get(cohort.configurationId) ?? [], judgements),
  );
  const others = scope === null ? [] : await listOthers(tx, anew, scope);
  const acts = actsBy(anew, judge, others);
  const actionNumbers = await numberActions(
    tx,
    [...acts.values()].flatMap((it) => [...it.values()].map(({ act }) => act)),
  );
  const verdicts = new Map<number, WrittenVerdict>();
  const opened: Verdict[] = [];
  const updated: Verdict[] = [];
  const closed: { configurationId: number; vulnerabilityNo: number; because: string }[] = [];
  const unsettled = new Set<number>();
  for (const it of others) {
    const settling = acts.get(it.configurationId)?.get(it.vulnerabilityId) as SettlingAct;
    const actionNo = actionNumbers.get(settling.act.id) as number;
    if (actionNo === it.actionNo) continue;
    const after = { ...it, actionNo };
    updated.push(after);
    if (!settling.isInFull) unsettled.add(it.configurationId);
    const { openedAt } = it;
    const key = pairOf(it.configurationId, it.vulnerabilityNo);
    verdicts.set(key, { before: it, after, openedAt, isCountedAnew: true, isAside: true });
  }
  for (const { cohort, judgements } of first.values()) {
    const settled = acts.get(cohort.configurationId);
    for (const it of judgements) {
      const { id } = it.vulnerability;
      const vulnerabilityNo = numbers.get(id) as number;
      const key = pairOf(cohort.configurationId, vulnerabilityNo);
      const before = standing.get(key) ?? null;
      standing.delete(key);
      const settling = settled?.get(id);
      const verdict = verdictOf(it, {
        configurationId: cohort.configurationId,
        vulnerabilityNo,
        actionNo:
          settling === undefined
            ? (before as StandingVerdict).actionNo
            : (actionNumbers.get(settling.act.id) as number),
      });
      const isOpened = before === null || isAffected(before) !== isAffected(verdict);
      if (isOpened) {
        if (before !== null) closed.push({ ...keyOf(before), because: becauseOf(it) });
        opened.push(verdict);
      } else if (!isSame(before, verdict)) updated.push(verdict);
      verdicts.set(key, {
        before,
        after: verdict,
        openedAt: isOpened ? now : before.openedAt,
        isCountedAnew: isOpened || !isCountedAlike(before, verdict),
        isAside: false,
      });
    }
  }
  for (const [key, it] of standing) {
    const { cohort } = first.get(it.configurationId) as Judged;
    const after = judge.one(deviceOf(cohort), it.vulnerabilityId, null);
    closed.push({
      ...keyOf(it),
      because: after === null ? 'No source says so of this configuration any more' : becauseOf(after),
    });
    verdicts.set(key, { before: it, after: null, openedAt: null, isCountedAnew: true, isAside: false });
  }
  await closeVerdicts(tx, closed, now);
  await openVerdicts(tx, opened, now);
  await updateVerdicts(tx, updated);
  return {
    verdicts,
    unsettled,
    isChanged: closed.length + opened.length + updated.length > 0,
  };
}

/** Numbers of vulnerabilities stay below it, and those of what they are paired with below 2^28. */
const VULNERABILITIES_MAX = 2 ** 25;

/** One number for a configuration or cohort and a vulnerability: millions of these are looked up, and texts would have to be made. */
function pairOf(of: number, vulnerabilityNo: number): number {
  return of * VULNERABILITIES_MAX + vulnerabilityNo;
}

/** Numbers of the vulnerabilities that verdicts are of, those that were worked out anew or the others. */
function numbersIn(verdicts: WrittenVerdicts['verdicts'], areAside: boolean): number[] {
  const found = new Set<number>();
  for (const [key, { isAside }] of verdicts) if (isAside === areAside) found.add(key % VULNERABILITIES_MAX);
  return [...found];
}

function configurationsIn(judged: readonly Judged[]): ReadonlyMap<number, number> {
  return new Map(judged.map(({ cohort }) => [cohort.id, cohort.configurationId]));
}

/** Counts findings among those of another act that were not worked out anew. */
async function shiftAside(
  tx: Tx,
  {
    judged,
    verdicts,
    shifts,
  }: {
    readonly judged: readonly Judged[];
    readonly verdicts: WrittenVerdicts['verdicts'];
    readonly shifts: Shifts;
  },
): Promise<void> {
  const aside = numbersIn(verdicts, true);
  if (aside.length === 0) return;
  const configurationOf = configurationsIn(judged);
  for (const it of await listJudgements(tx, [...configurationOf.keys()], aside)) {
    const its = verdicts.get(pairOf(configurationOf.get(it.cohortId) as number, it.vulnerabilityNo));
    if (its?.isAside === true) shifts.note(countedOf(it, its.before), countedOf(it, its.after));
  }
}

function isCountedAlike(a: CountedVerdict, b: CountedVerdict): boolean {
  return a.fixKind === b.fixKind && a.actionNo === b.actionNo && a.advisories === b.advisories;
}

function countedOf(
  judgement: KeptJudgement | undefined,
  verdict: CountedVerdict | null | undefined,
): CountedFinding | null {
  return judgement === undefined || verdict === null || verdict === undefined ? null : { judgement, verdict };
}

/** Verdicts that hold of what was not worked out anew. */
async function listOthers(tx: Tx, judged: readonly Judged[], { names }: Scope): Promise<StandingVerdict[]> {
  if (judged.length === 0) return [];
  const configurations = judged.map(({ cohort }) => cohort.configurationId);
  return (await listVerdicts(tx, configurations, null)).filter((it) => !names.has(it.vulnerabilityId));
}

/** An act, and whether all that is said of it is known here. */
interface SettlingAct {
  readonly act: Act;
  readonly isInFull: boolean;
}

/**
 * Which act settles each vulnerability of each configuration. Acts do not depend on the clinical context.
 * @param others verdicts that stand as they are: one update settles them along with what was worked out anew
 */
function actsBy(
  judged: Iterable<Judged>,
  judge: Judge,
  others: readonly StandingVerdict[],
): ReadonlyMap<number, ReadonlyMap<string, SettlingAct>> {
  const othersOf = Map.groupBy(others, (it) => it.configurationId);
  return new Map(
    [...judged].map(({ cohort, judgements }) => {
      const device = { device: deviceOf(cohort), identified: judge.identified(deviceOf(cohort)) };
      const views: ActView[] = [
        ...judgements.map((judgement) => ({ device, judgement })),
        ...(othersOf.get(cohort.configurationId) ?? []).map((it) => ({ device, judgement: viewOf(it) })),
      ];
      const fresh = new Set(views.slice(0, judgements.length));
      const pairs = actsOf(views).flatMap(({ act, settles }) => {
        const isInFull = settles.some((it) => fresh.has(it) && it.judgement.fix.version === act.version);
        return settles.map((it) => [it.judgement.vulnerability.id, { act, isInFull }] as const);
      });
      return [cohort.configurationId, new Map(pairs)];
    }),
  );
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
