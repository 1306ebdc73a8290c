import { setImmediate as nextTurn } from 'node:timers/promises';
import { confirmationKey } from '#engine/identify';
import { type Act, actsOf, type ActView } from '#engine/triage';
import { TIERS } from '#engine/words';
import { type Cohort, type CohortCounts, lockMatching, noteJudged, noteRecounted } from '#store/cohorts';
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
import type { Judgement } from './assessment.ts';
import { readEdition } from './edition.ts';
import type { Judge } from './judge.ts';
import {
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
  /** Whether anything about a vulnerability of this id or name may have changed. */
  has(name: string): boolean;
  /** Configurations of which more hangs on it, so that they are judged as a whole afterwards. */
  readonly unsettled: ReadonlySet<number>;
}

/**
 * Works cohorts out anew and writes what differs from what is kept: verdicts that opened, changed and closed, and what
 * they come to for each cohort. All cohorts with devices of a configuration belong together.
 * @param scope null: everything
 */
export async function judgeCohorts(
  ctx: Context,
  knowledge: Knowledge,
  cohorts: readonly Cohort[],
  scope: Scope | null = null,
): Promise<number> {
  if (cohorts.length === 0) return 0;
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
  const differing = await ctx.store.db.transaction().execute(async (tx) => {
    await lockMatching(tx);
    return writeJudged(tx, { judged, judge, knowledge, now, scope });
  });
  judge.forget();
  return differing;
}

interface Writing {
  readonly judged: readonly Judged[];
  readonly judge: Judge;
  readonly knowledge: Pick<Knowledge, 'state' | 'edition'>;
  readonly now: Date;
  readonly scope: Scope | null;
}

async function writeJudged(tx: Tx, writing: Writing): Promise<number> {
  const { judged, judge, knowledge, now, scope } = writing;
  const heads = new Map<string, VulnerabilityHead>();
  for (const { judgements } of judged)
    for (const it of judgements)
      if (!heads.has(it.vulnerability.id)) heads.set(it.vulnerability.id, headOf(it));
  const numbers = await keepVulnerabilities(tx, [...heads.values()], now);
  const { openedAt, concerned, unsettled, isChanged } = await writeVerdicts(tx, writing, numbers);
  const cohorts = judged.map(({ cohort }) => cohort.id);
  const standing = new Map<string, KeptJudgement>();
  for (const it of await listJudgements(tx, cohorts, concerned))
    standing.set(`${it.cohortId}:${it.vulnerabilityNo}`, it);
  const changed: KeptJudgement[] = [];
  for (const { cohort, weighed } of judged)
    for (const { vulnerability, ...weights } of weighed) {
      const vulnerabilityNo = numbers.get(vulnerability) as number;
      const opened = openedAt.get(`${cohort.configurationId}:${vulnerabilityNo}`) as Date;
      const openedOn = opened.toISOString().slice(0, 10);
      const key = `${cohort.id}:${vulnerabilityNo}`;
      const before = standing.get(key);
      standing.delete(key);
      const it = { cohortId: cohort.id, vulnerabilityNo, openedOn, ...weights };
      if (before === undefined || !isSame(before, it)) changed.push(it);
    }
  await deleteJudgements(
    tx,
    [...standing.values()].map(({ cohortId, vulnerabilityNo }) => ({ cohortId, vulnerabilityNo })),
  );
  await saveJudgements(tx, changed);
  // Somebody said meanwhile what some text is: this may have been worked out without it, so it is done again.
  const isCurrent = (await readEdition(tx)) === knowledge.edition;
  const isPatchedAnew =
    scope === null
      ? await noteWhole(tx, judged, { judge, state: isCurrent ? knowledge.state : null })
      : await noteRecounted(tx, cohorts, {
          judgedBy: isCurrent ? knowledge.state : null,
          unsettled: [...unsettled, ...scope.unsettled],
        });
  if (isChanged || changed.length + standing.size > 0) await countCohorts(tx, cohorts);
  if (changed.length + standing.size > 0 || isPatchedAnew) await noteFindingsChanged(tx);
  return changed.length + standing.size;
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

/** What became of verdicts. */
interface WrittenVerdicts {
  /** Since when each holds, by `configuration:vulnerability`. */
  readonly openedAt: ReadonlyMap<string, Date>;
  /** Numbers of the vulnerabilities that were worked out anew; null: all. */
  readonly concerned: readonly number[] | null;
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
  const standing = new Map<string, StandingVerdict>();
  const others: StandingVerdict[] = [];
  const concernedNos = new Set(numbers.values());
  for (const it of await listVerdicts(tx, [...first.keys()]))
    if (scope === null || scope.has(it.vulnerabilityId)) {
      standing.set(`${it.configurationId}:${it.vulnerabilityNo}`, it);
      concernedNos.add(it.vulnerabilityNo);
    } else others.push(it);
  const openedAt = new Map<string, Date>();
  const opened: Verdict[] = [];
  const updated: Verdict[] = [];
  const closed: { configurationId: number; vulnerabilityNo: number; because: string }[] = [];
  const acts = actsBy(first.values(), judge, others);
  const actionNumbers = await numberActions(
    tx,
    [...acts.values()].flatMap((it) => [...it.values()].map(({ act }) => act)),
  );
  const unsettled = new Set<number>();
  for (const it of others) {
    const settling = acts.get(it.configurationId)?.get(it.vulnerabilityId) as SettlingAct;
    const actionNo = actionNumbers.get(settling.act.id) as number;
    if (actionNo === it.actionNo) continue;
    updated.push({ ...it, actionNo });
    if (!settling.isInFull) unsettled.add(it.configurationId);
  }
  for (const { cohort, judgements } of first.values()) {
    const settled = acts.get(cohort.configurationId) as ReadonlyMap<string, SettlingAct>;
    for (const it of judgements) {
      const { id } = it.vulnerability;
      const verdict = verdictOf(it, {
        configurationId: cohort.configurationId,
        vulnerabilityNo: numbers.get(id) as number,
        actionNo: actionNumbers.get((settled.get(id) as SettlingAct).act.id) as number,
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
  return {
    openedAt,
    unsettled,
    concerned: scope === null ? null : [...concernedNos],
    isChanged: closed.length + opened.length + updated.length > 0,
  };
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
