import type {
  AssessedDevice,
  Assessment,
  FeedLedgerEntry,
  Finding,
  Judgement,
} from '#app/vulnerabilities/assessment';
import { TIERS } from '#engine/words';
import { actionLines } from './action-text.ts';
import { deviceLines } from './device-text.ts';
import { dueWords } from './due-words.ts';
import { counted, cut, grouped, printable, wrapped } from './layout.ts';
import type { Paint } from './paint.ts';

export interface TextOptions {
  readonly width: number;
  readonly paint: Paint;
  /** Acts, devices and groups of findings listed; the rest is counted. */
  readonly limit: number;
}

const MARGIN = '  ';

/** What to do first and why, in the order a person needs it: acts, devices, the findings behind them, the totals. */
export function* assessmentLines(assessment: Assessment, options: TextOptions): Generator<string> {
  yield* actionLines(assessment, options);
  yield '';
  yield* deviceLines(assessment, options);
  yield '';
  yield* findingsLines(assessment, options);
  yield '';
  yield* totalsLines(assessment, options);
}

/** One judgement and the devices that share it: same configuration, same place in care. */
interface LikeFindings {
  readonly judgement: Judgement;
  readonly devices: readonly AssessedDevice[];
}

function* findingsLines({ findings, asOf }: Assessment, options: TextOptions): Generator<string> {
  const { paint, limit } = options;
  const groups = likeFindings(findings);
  const shown = groups.slice(0, limit);
  const more = groups.length > shown.length ? `, the first ${shown.length} groups` : '';
  yield paint.heading(`Findings: ${grouped(findings.length)}, like devices together${more}`);
  if (findings.length === 0)
    yield `${MARGIN}Nothing that was read concerns these devices; see the totals for what could be judged`;
  const idWidth = Math.max(0, ...shown.map((it) => it.judgement.vulnerability.id.length));
  for (const it of shown) yield* groupLines(it, idWidth, asOf, options);
}

function likeFindings(findings: readonly Finding[]): LikeFindings[] {
  const byJudgement = Map.groupBy(findings, (it) => it.judgement);
  return [...byJudgement].map(([judgement, like]) => ({ judgement, devices: like.map((it) => it.device) }));
}

/** Two lines: which finding, how urgent and where; then what it stands on and why. */
function* groupLines(
  { judgement, devices }: LikeFindings,
  idWidth: number,
  asOf: string,
  { paint, width }: TextOptions,
): Generator<string> {
  const tier = judgement.tier.toUpperCase().padEnd(8);
  const facts = [
    String(judgement.score).padStart(3),
    judgement.vulnerability.id.padEnd(idWidth),
    verdictWords(judgement),
    deviceWords(devices),
    judgement.ruling === null ? '' : `due ${dueWords(judgement.ruling.dueBy, asOf)}`,
  ];
  const room = width - tier.length - MARGIN.length;
  const line = facts.filter((it) => it !== '').join(MARGIN);
  yield `${paint.tier(tier, judgement.tier)}${MARGIN}${cut(line, room)}`;
  const label = devices[0]?.label ?? '';
  const why = printable(`${label} · ${whyInFewWords(judgement)} · ${fixInFewWords(judgement)}`);
  for (const each of wrapped(why, room - 5)) yield `${' '.repeat(tier.length + 7)}${each}`;
}

function deviceWords(devices: readonly AssessedDevice[]): string {
  const first = printable(devices[0]?.device.id ?? '');
  return devices.length < 2 ? first : `${first} and ${grouped(devices.length - 1)} like it`;
}

function verdictWords({ verdict, confidence }: Judgement): string {
  return verdict === 'undetermined' ? 'cannot be told' : confidence;
}

function whyInFewWords({ why, vulnerability }: Judgement): string {
  const exploited = vulnerability.exploited === null ? [] : ['actively exploited'];
  return [...exploited, why].filter((it) => it !== '').join(', ');
}

function fixInFewWords({ fix }: Judgement): string {
  switch (fix.kind) {
    case 'vendor-fix':
      return fix.version === null ? 'the vendor has a fix' : `update${partWords(fix)} to ${fix.version}`;
    case 'mitigation':
      return 'mitigate: no fix yet';
    case 'none':
      return 'no fix known';
  }
}

/** The part that an update is for, where it is not the device itself. */
function partWords({ part }: Judgement['fix']): string {
  return part === null ? '' : ` ${part}`;
}

function* totalsLines(
  { counts, feeds, policy, asOf }: Assessment,
  { width, paint }: TextOptions,
): Generator<string> {
  yield paint.heading('Totals');
  const nothing = counts.devices - counts.devicesAffected - counts.devicesUndetermined;
  const tiers = TIERS.map((tier) => `${grouped(counts.byTier[tier])} ${tier}`).join(', ');
  const sentences = [
    `${counted(counts.devices, 'device')}: ${grouped(counts.devicesAffected)} affected, ${grouped(counts.devicesUndetermined)} undetermined, ${grouped(nothing)} with nothing found; ${grouped(counts.identified)} recognised, ${grouped(counts.devices - counts.identified)} not named by any feed that was read`,
    `${counted(counts.findingsAffected, 'finding')} (${tiers}), ${grouped(counts.overdue)} overdue; ${grouped(counts.findingsUndetermined)} more cannot be told`,
    `Feeds: ${feedWords(feeds)}`,
    `Policy ${policy.name} ${policy.version}, as of ${asOf}`,
  ];
  for (const sentence of sentences)
    for (const [i, line] of wrapped(sentence, width - 2 * MARGIN.length).entries())
      yield `${i === 0 ? MARGIN : MARGIN + MARGIN}${line}`;
}

/** What each feed brought and how fresh it is. */
export function feedWords(feeds: readonly FeedLedgerEntry[]): string {
  const words = feeds.map(
    ({ feed, records, newestOn }) =>
      `${feed} ${grouped(records)}${newestOn === null ? '' : `, newest ${newestOn}`}`,
  );
  return words.join(' · ') || 'none';
}
