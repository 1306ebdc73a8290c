import type { Catalogue } from '#engine/catalogue';
import { type AliasBook, type Confirmation, createIdentifier } from '#engine/identify';
import type { Policy } from '#engine/risk';
import { actionsOf } from '#engine/triage';
import type { Confidence, Device, Reject } from '#engine/words';
import type { AssessedDevice, Assessment, AssessmentCounts, FeedLedgerEntry, Finding } from './assessment.ts';
import { createJudge } from './judge.ts';
import { isRecognised } from './recognised.ts';

export interface AssessInput {
  readonly devices: readonly Device[];
  readonly catalogue: Catalogue;
  readonly feeds: readonly FeedLedgerEntry[];
  readonly aliases: AliasBook;
  readonly confirmations: readonly Confirmation[];
  readonly policy: Policy;
  /** ISO date */
  readonly asOf: string;
  readonly minConfidence: Confidence;
  readonly rejected: readonly Reject[];
  readonly notices: readonly string[];
}

export interface AssessProgress {
  readonly devicesDone: number;
  readonly devicesTotal: number;
}

const DEVICES_PER_STEP = 500;

/**
 * Assesses a fleet: who is affected by what, how urgent it is, what to do first.
 * A generator, so that its caller can show progress, stay responsive and stop between two steps.
 */
export function* assess(input: AssessInput): Generator<AssessProgress, Assessment> {
  const { devices, asOf, minConfidence, policy } = input;
  const identifier = createIdentifier(input.catalogue.directory, input.aliases, input.confirmations);
  const judge = createJudge(input.catalogue, identifier, { policy, asOf, minConfidence });
  const assessed: AssessedDevice[] = [];
  for (const device of devices) {
    assessed.push(judge.judge(device));
    if (assessed.length % DEVICES_PER_STEP === 0)
      yield { devicesDone: assessed.length, devicesTotal: devices.length };
  }
  const findings = rank(assessed);
  const leftOut = judge.leftOut();
  return {
    asOf,
    policy: { name: policy.name, version: policy.version },
    minConfidence,
    counts: countsOf(assessed, findings, judge.configurations(), asOf),
    feeds: input.feeds,
    devices: assessed,
    findings,
    actions: actionsOf(findings, asOf),
    rejected: input.rejected,
    notices: leftOut === 0 ? input.notices : [...input.notices, leftOutWords(leftOut, minConfidence)],
  };
}

/** Highest score first; then what is due first; then by id, so that the order is the same every time. */
function rank(devices: readonly AssessedDevice[]): Finding[] {
  const findings = devices.flatMap((device) =>
    device.judgements.map((judgement) => ({
      id: `${device.device.id}~${judgement.vulnerability.id}`,
      device,
      judgement,
    })),
  );
  return findings.sort(
    (a, b) =>
      urgency(b) - urgency(a) ||
      compare(a.judgement.ruling?.dueBy ?? '9999', b.judgement.ruling?.dueBy ?? '9999') ||
      compare(a.id, b.id),
  );
}

/** What is certain comes before what cannot be told, at the same score and below it. */
function urgency({ judgement }: Finding): number {
  return judgement.verdict === 'affected' ? judgement.score + 1000 : judgement.score;
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function countsOf(
  devices: readonly AssessedDevice[],
  findings: readonly Finding[],
  configurations: number,
  asOf: string,
): AssessmentCounts {
  const affected = findings.filter((it) => it.judgement.verdict === 'affected');
  const has = (it: AssessedDevice, verdict: string) =>
    it.judgements.some((judgement) => judgement.verdict === verdict);
  const byTier = { critical: 0, high: 0, unscored: 0, medium: 0, low: 0 };
  for (const it of affected) byTier[it.judgement.tier]++;
  return {
    devices: devices.length,
    identified: devices.filter((it) => isRecognised(it.device, it.identified)).length,
    configurations,
    devicesAffected: devices.filter((it) => has(it, 'affected')).length,
    devicesUndetermined: devices.filter((it) => !has(it, 'affected') && has(it, 'undetermined')).length,
    findingsAffected: affected.length,
    findingsUndetermined: findings.length - affected.length,
    vulnerabilities: new Set(affected.map((it) => it.judgement.vulnerability.id)).size,
    byTier,
    overdue: affected.filter((it) => (it.judgement.ruling?.dueBy ?? '9999') < asOf).length,
  };
}

function leftOutWords(count: number, minConfidence: Confidence): string {
  return `${count} possible findings rest on an identification weaker than "${minConfidence}" and wait for a person: run with --min-confidence candidate to see them`;
}
