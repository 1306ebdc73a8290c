import type { Tier } from '#engine/words';
import { type BodTimeline, bodTimeline } from './bod-26-04.ts';
import { addDays, type CivilDate, daysBetween } from './civil-date.ts';
import {
  automatableOf,
  type DecisionInput,
  inKevOf,
  publiclyExposedOf,
  technicalImpactOf,
} from './decision-inputs.ts';
import type { RiskFactors } from './factors.ts';
import type { Anchor, ClockKind, ClockProfile, Policy } from './policy.ts';
import { strongControl } from './tier.ts';

/** One deadline of one regime for one finding. */
export interface Clock {
  readonly kind: ClockKind;
  /** "House policy" */
  readonly name: string;
  /** The rule that set it: "Critical: patch or mitigate within 7 days …" */
  readonly rule: string;
  /** Regulation or decision behind the rule. */
  readonly source: string;
  /** Name and version of the policy in force: "graded 1". */
  readonly policy: string;
  /** Off: shown for comparison, never rules. */
  readonly switchedOn: boolean;
  /** The vendor's clock is shown and never rules: the hospital cannot keep it. */
  readonly governs: 'hospital' | 'vendor';
  /** What started it and when; null: nothing has yet. */
  readonly anchor: { readonly what: Anchor; readonly on: CivilDate } | null;
  /** `waits`: for a patch · `met`: what it asks for is done · `routine`: with routine updates, no date. */
  readonly state: 'runs' | 'waits' | 'met' | 'routine';
  /** End of this UTC day; null unless it runs or is met. */
  readonly dueBy: CivilDate | null;
  /** Look for signs of a break-in as well. */
  readonly forensic: boolean;
  /** Why it waits, what met it, which inputs were derived; null: nothing to add. */
  readonly note: string | null;
}

export interface ClockFacts {
  /** When the vulnerability became public. */
  readonly publishedOn: CivilDate | null;
  /** When this hospital first saw it on this device; null: never before, so the day of the assessment counts. */
  readonly detectedOn: CivilDate | null;
  /** When a fix for this product was published; null with a patch existing: the date is not known. */
  readonly patchAvailableOn: CivilDate | null;
  readonly patchExists: boolean;
}

const NAMES: Readonly<Record<ClockKind, string>> = {
  house: 'House policy',
  mitigation: 'Mitigation clock',
  'bod-26-04': 'CISA BOD 26-04',
  kev: 'KEV due date',
  'hipaa-proposal': 'HIPAA proposal',
  vendor: 'Vendor, FDA guidance',
};

/**
 * All clocks of one finding, side by side, switched on or not. Start them only for what is affected with confirmed
 * or probable confidence: a mere candidate waits for a person, not for a deadline.
 */
export function clocksOf(factors: RiskFactors, tier: Tier, facts: ClockFacts, policy: Policy): Clock[] {
  const run: Run = { factors, tier, facts, policy };
  return [
    houseClock(run),
    mitigationClock(run),
    bodClock(run),
    kevClock(run),
    hipaaClock(run),
    vendorClock(run),
  ].filter((it) => it !== null);
}

/** The strictest running clock that is switched on and the hospital's to keep; null: none. */
export function rulingClock(clocks: readonly Clock[]): Clock | null {
  let ruling: Clock | null = null;
  for (const it of clocks.filter(mayRule))
    if (ruling?.dueBy == null || (it.dueBy !== null && it.dueBy < ruling.dueBy)) ruling = it;
  return ruling;
}

/** It runs to a date, is switched on, and is the hospital's to keep. */
export function mayRule(it: Clock): boolean {
  return it.state === 'runs' && it.dueBy !== null && it.switchedOn && it.governs === 'hospital';
}

export type Standing =
  | { readonly kind: 'overdue'; readonly days: number }
  | { readonly kind: 'due-soon'; readonly days: number }
  | { readonly kind: 'in-time'; readonly days: number }
  | { readonly kind: 'waits' | 'met' | 'routine' };

/** How a clock stands on a day. Due today is due soon with 0 days, overdue begins the day after. */
export function standingOf(
  clock: Pick<Clock, 'state' | 'dueBy'>,
  asOf: CivilDate,
  policy: Pick<Policy, 'dueSoonDays'>,
): Standing {
  if (clock.state !== 'runs' || clock.dueBy === null)
    return { kind: clock.state === 'runs' ? 'routine' : clock.state };
  const days = daysBetween(asOf, clock.dueBy);
  if (days < 0) return { kind: 'overdue', days: -days };
  return { kind: days <= policy.dueSoonDays ? 'due-soon' : 'in-time', days };
}

interface Run {
  readonly factors: RiskFactors;
  readonly tier: Tier;
  readonly facts: ClockFacts;
  readonly policy: Policy;
}

function houseClock(run: Run): Clock {
  const { days, words } = run.policy.deadlines[run.tier];
  if (days === null) return clock(run, 'house', { rule: words, state: 'routine' });
  if (run.facts.patchExists) return clock(run, 'house', { rule: words, days });
  // A deadline nobody can keep teaches people to ignore deadlines: it waits, and the mitigation clock runs instead.
  return clock(run, 'house', {
    rule: words,
    state: 'waits',
    note: 'No patch is known: the mitigation clock runs',
  });
}

/** Runs only where no patch is known. A verified control that blocks the attack meets it. */
function mitigationClock(run: Run): Clock | null {
  const { days } = run.policy.deadlines[run.tier];
  if (run.facts.patchExists || days === null) return null;
  const rule = `No patch is known: put a verified control in place within ${days} days`;
  const control = strongControl(run.factors, run.policy);
  if (control === null) return clock(run, 'mitigation', { rule, days });
  const note = `Met on ${control.verifiedOn ?? ''}: ${control.name}`;
  return clock(run, 'mitigation', { rule, days, state: 'met', note });
}

function bodClock(run: Run): Clock {
  const { factors } = run;
  const inputs = [
    inKevOf(factors),
    publiclyExposedOf(factors.device),
    automatableOf(factors),
    technicalImpactOf(factors),
  ] as const;
  const [inKev, exposed, automatable, impact] = inputs;
  const timeline = bodTimeline({
    inKev: inKev.value === 'yes',
    publiclyExposed: exposed.value === 'yes',
    automatable: automatable.value === 'yes',
    totalImpact: impact.value === 'total',
  });
  const given = inputs.map((it) => `${it.name}: ${it.value}`).join(', ');
  const rule = `${bodWords(timeline)} (${given})`;
  const note = originsOf(inputs);
  if (timeline.days === null) return clock(run, 'bod-26-04', { rule, state: 'routine', note });
  return clock(run, 'bod-26-04', { rule, days: timeline.days, forensic: timeline.forensic, note });
}

function bodWords({ days, forensic }: BodTimeline): string {
  if (days === null) return 'Fix on system upgrade';
  return forensic ? `${days} days and forensic triage` : `${days} days`;
}

/** "Automatable derived, technical impact derived"; null when a source states them all. */
function originsOf(inputs: readonly DecisionInput[]): string | null {
  const unstated = inputs.filter((it) => it.origin !== 'stated');
  return unstated.map((it) => `${it.name} ${it.origin}`).join(', ') || null;
}

function kevClock(run: Run): Clock | null {
  const { exploited } = run.factors;
  if (exploited === null || exploited.dueOn === null) return null;
  return clock(run, 'kev', { rule: `Due date of the KEV entry: ${exploited.dueOn}`, dueBy: exploited.dueOn });
}

/** Counted from the day a patch can be had, so it waits as long as there is none. */
function hipaaClock(run: Run): Clock | null {
  const days = profileOf(run, 'hipaa-proposal').days[run.tier];
  if (days === undefined) return null;
  const rule = `${days} days from availability of the patch`;
  if (!run.facts.patchExists)
    return clock(run, 'hipaa-proposal', { rule, state: 'waits', note: 'No patch is known' });
  return clock(run, 'hipaa-proposal', { rule, days });
}

/** Shows how long the maker has had; gone once a fix is out. */
function vendorClock(run: Run): Clock | null {
  const days = profileOf(run, 'vendor').days[run.tier];
  if (days === undefined || run.facts.patchExists) return null;
  return clock(run, 'vendor', { rule: `Fix within ${days} days of disclosure`, days });
}

interface Setting {
  readonly rule: string;
  readonly days?: number;
  readonly dueBy?: CivilDate;
  readonly state?: Clock['state'];
  readonly forensic?: boolean;
  readonly note?: string | null;
}

function clock(run: Run, kind: ClockKind, setting: Setting): Clock {
  const { policy } = run;
  const { switchedOn, source } = profileOf(run, kind);
  const anchor = anchorOf(run, kind);
  const dueBy =
    setting.dueBy ??
    (setting.days === undefined || anchor === null ? null : addDays(anchor.on, setting.days));
  const state = setting.state ?? (dueBy === null ? 'waits' : 'runs');
  const unanchored = anchor === null && state === 'waits' ? 'The date that starts it is not known' : null;
  return {
    kind,
    name: NAMES[kind],
    rule: setting.rule,
    source,
    policy: `${policy.name} ${policy.version}`,
    switchedOn,
    governs: kind === 'vendor' ? 'vendor' : 'hospital',
    anchor,
    state,
    dueBy,
    forensic: setting.forensic ?? false,
    note: setting.note ?? unanchored,
  };
}

function profileOf({ policy }: Run, kind: ClockKind): ClockProfile {
  return policy.clocks[kind];
}

function anchorOf(run: Run, kind: ClockKind): Clock['anchor'] {
  const { facts, factors } = run;
  const dates: Record<Anchor, CivilDate | null> = {
    published: facts.publishedOn,
    detected: facts.detectedOn ?? factors.asOf,
    // An advisory that offers a mitigation alone has a date too, and starts nothing.
    'patch-available': facts.patchExists ? facts.patchAvailableOn : null,
    'kev-added': factors.exploited?.addedOn ?? null,
  };
  for (const what of profileOf(run, kind).anchors) {
    const on = dates[what];
    if (on !== null) return { what, on };
  }
  return null;
}
