import type { Assessment, FeedLedgerEntry, Finding } from '#app/vulnerabilities/assessment';
import { TIERS } from '#engine/words';
import { actionLines } from './action-text.ts';
import { dueWords } from './due-words.ts';
import { counted, cut, grouped, printable, wrapped } from './layout.ts';
import type { Paint } from './paint.ts';

export interface TextOptions {
  readonly width: number;
  readonly paint: Paint;
  /** Findings listed; half as many actions. The rest is counted. */
  readonly limit: number;
}

const MARGIN = '  ';

/** What to do first and why, in the order a person needs it: actions, the findings behind them, the totals. */
export function* assessmentLines(assessment: Assessment, options: TextOptions): Generator<string> {
  yield* actionLines(assessment, options);
  yield '';
  yield* findingsLines(assessment, options);
  yield '';
  yield* totalsLines(assessment, options);
}

function* findingsLines({ findings, asOf }: Assessment, options: TextOptions): Generator<string> {
  const { paint, limit, width } = options;
  const shown = findings.slice(0, limit);
  const title =
    shown.length < findings.length
      ? `Top ${shown.length} of ${counted(findings.length, 'finding')}`
      : counted(findings.length, 'finding');
  yield paint.heading(title);
  if (findings.length === 0)
    yield `${MARGIN}Nothing that was read concerns these devices; see the totals for what could be judged`;
  const widths = {
    device: Math.min(24, Math.max(0, ...shown.map((it) => it.device.device.id.length))),
    vulnerability: Math.max(0, ...shown.map((it) => it.judgement.vulnerability.id.length)),
  };
  for (const it of shown) yield* findingLines(it, widths, { asOf, paint, width });
}

/** Two lines: which finding and how urgent, then what it stands on and why. */
function* findingLines(
  { device, judgement }: Finding,
  widths: { readonly device: number; readonly vulnerability: number },
  { asOf, paint, width }: { readonly asOf: string; readonly paint: Paint; readonly width: number },
): Generator<string> {
  const tier = judgement.tier.toUpperCase().padEnd(8);
  const facts = [
    String(judgement.score).padStart(3),
    cut(printable(device.device.id), widths.device).padEnd(widths.device),
    judgement.vulnerability.id.padEnd(widths.vulnerability),
    verdictWords(judgement),
    judgement.ruling === null ? '' : `due ${dueWords(judgement.ruling.dueBy, asOf)}`,
  ];
  const room = width - tier.length - MARGIN.length;
  yield `${paint.tier(tier, judgement.tier)}${MARGIN}${cut(
    facts
      .filter((it) => it !== '')
      .join(MARGIN)
      .trimEnd(),
    room,
  )}`;
  const why = printable(`${device.label} · ${whyInFewWords(judgement)} · ${fixInFewWords(judgement)}`);
  for (const line of wrapped(why, room - 5)) yield `${' '.repeat(tier.length + 7)}${line}`;
}

function verdictWords({ verdict, confidence }: Finding['judgement']): string {
  return verdict === 'undetermined' ? 'cannot be told' : confidence;
}

function whyInFewWords({ why, vulnerability }: Finding['judgement']): string {
  const exploited = vulnerability.exploited === null ? [] : ['actively exploited'];
  return [...exploited, why].filter((it) => it !== '').join(', ');
}

function fixInFewWords({ fix }: Finding['judgement']): string {
  switch (fix.kind) {
    case 'vendor-fix':
      return fix.version === null ? 'the vendor has a fix' : `update to ${fix.version}`;
    case 'mitigation':
      return 'mitigate: no fix yet';
    case 'none':
      return 'no fix known';
  }
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
