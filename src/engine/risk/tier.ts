import type { Tier } from '#engine/words';
import { type Control, countsAgainst } from './control.ts';
import { type DeviceContext, isExploited, type RiskFactors } from './factors.ts';
import type { Aggravators, Policy, TierRule } from './policy.ts';
import { type Contribution, contributionsOf } from './score.ts';
import { traitsOf } from './vector-traits.ts';

export interface RiskScore {
  /** 0–100, whole. */
  readonly score: number;
  readonly contributions: readonly Contribution[];
  readonly tier: Tier;
  /** The rules that set the tier, in order of application, for people. */
  readonly because: readonly string[];
}

/** Scores one finding, places it in a tier and says why. */
export function scoreRisk(factors: RiskFactors, policy: Policy): RiskScore {
  const contributions = contributionsOf(factors, policy);
  const score = contributions.reduce((sum, it) => sum + it.points, 0);
  return { score, contributions, ...tierOf(factors, policy) };
}

/** Strongest first: a smaller number is more urgent. */
const STRENGTH: Readonly<Record<TierRule['tier'], number>> = { critical: 0, high: 1, medium: 2, low: 3 };
const BY_STRENGTH = ['critical', 'high', 'medium', 'low'] as const;

const TIER_WORDS: Readonly<Record<Tier, string>> = {
  critical: 'Critical',
  high: 'High',
  unscored: 'Unscored',
  medium: 'Medium',
  low: 'Low',
};

function tierOf(factors: RiskFactors, policy: Policy): Pick<RiskScore, 'tier' | 'because'> {
  const situation = situationOf(factors, policy);
  const holding = policy.tiers.filter((rule) => holds(rule, situation));
  const rule = holding.reduce<TierRule | null>(
    (best, it) => (best === null || STRENGTH[it.tier] < STRENGTH[best.tier] ? it : best),
    null,
  );
  if (rule === null)
    throw new Error(`Cannot place finding in a tier: policy "${policy.name}" has no rule for it`);

  // Severity is only assumed: unless something known makes it Critical or exploited, say so instead of guessing a tier.
  if (factors.cvss === null && rule.tier !== 'critical' && !situation.exploited)
    return {
      tier: 'unscored',
      because: ['Unscored: nobody has rated its severity yet, so it ranks as High until scored'],
    };
  const because = [`${TIER_WORDS[rule.tier]}: ${rule.words} (${factsOf(factors, situation)})`];
  return lowered(rule.tier, because, factors, policy);
}

interface Situation {
  readonly severity: number;
  readonly exploited: boolean;
  readonly criticalDevice: boolean;
  readonly exposedSegment: boolean;
  readonly lifeSustaining: boolean;
  readonly aggravators: number;
}

function situationOf(factors: RiskFactors, policy: Policy): Situation {
  const { device } = factors;
  const exploited = isExploited(factors);
  const criticalDevice = isCriticalDevice(device, policy.aggravators);
  const exposedSegment =
    device.exposure !== undefined && policy.aggravators.exposures.includes(device.exposure);
  return {
    severity: factors.cvss?.baseScore ?? policy.weights.assumedSeverity,
    exploited,
    criticalDevice,
    exposedSegment,
    lifeSustaining: device.criticality === 'life-sustaining',
    aggravators: Number(exploited) + Number(criticalDevice) + Number(exposedSegment),
  };
}

function isCriticalDevice(device: DeviceContext, aggravators: Aggravators): boolean {
  const phiRich =
    device.storesPhi === true || (aggravators.phi === 'handles' && device.transmitsPhi === true);
  return (
    phiRich || (device.criticality !== undefined && aggravators.criticalities.includes(device.criticality))
  );
}

function holds({ when }: TierRule, it: Situation): boolean {
  return (
    it.severity >= (when.severityMin ?? 0) &&
    it.aggravators >= (when.aggravatorsMin ?? 0) &&
    (when.exploited === undefined || it.exploited) &&
    (when.criticalDevice === undefined || it.criticalDevice) &&
    (when.exposedSegment === undefined || it.exposedSegment) &&
    (when.lifeSustaining === undefined || it.lifeSustaining)
  );
}

/** "CVSS 9.8, exploited, life-sustaining device, exposure flat" */
function factsOf({ cvss, device }: RiskFactors, situation: Situation): string {
  return [
    cvss === null
      ? `not scored yet, counts as ${situation.severity.toFixed(1)}`
      : `CVSS ${cvss.baseScore.toFixed(1)}`,
    situation.exploited && 'exploited',
    situation.lifeSustaining && 'life-sustaining device',
    device.storesPhi === true && 'stores patient data',
    situation.exposedSegment && `exposure ${device.exposure ?? ''}`,
  ]
    .filter((it) => it !== false)
    .join(', ');
}

function lowered(
  tier: TierRule['tier'],
  because: readonly string[],
  factors: RiskFactors,
  policy: Policy,
): Pick<RiskScore, 'tier' | 'because'> {
  let level = STRENGTH[tier];
  const reasons = [...because];
  const lowerTo = (target: number, why: string) => {
    const floor = isExploited(factors) ? STRENGTH.high : STRENGTH.low;
    const reached = Math.min(target, Math.max(floor, level));
    if (reached > level) reasons.push(`Lowered to ${TIER_WORDS[BY_STRENGTH[reached] ?? 'low']}: ${why}`);
    if (reached < target) reasons.push(`Not lowered below High although ${why}: actively exploited`);
    level = Math.max(level, reached);
  };
  const control = strongControl(factors, policy);
  if (control !== null && level < STRENGTH.medium)
    lowerTo(STRENGTH.medium, `verified control blocks the attack vector, ${control.name}`);
  if (policy.lowering.minimalRiskDevice && isMinimalRisk(factors.device) && level < STRENGTH.low)
    lowerTo(level + 1, 'minimal-risk device, no patient data, isolated, administrative');
  return { tier: BY_STRENGTH[level] ?? 'low', because: reasons };
}

/** The verified control that stops this attack outright, if the policy knows such kinds; null: none. */
export function strongControl(
  factors: Pick<RiskFactors, 'cvss' | 'controls' | 'asOf'>,
  policy: Policy,
): Control | null {
  if (factors.cvss === null) return null; // the way of the attack is unknown, so nothing can be said to block it
  const { attackVector } = traitsOf(factors.cvss);
  return (
    factors.controls.find(
      (it) =>
        policy.lowering.strongControls.includes(it.kind) && countsAgainst(it, attackVector, factors.asOf),
    ) ?? null
  );
}

function isMinimalRisk(device: DeviceContext): boolean {
  return (
    device.storesPhi === false &&
    device.transmitsPhi === false &&
    device.exposure === 'isolated' &&
    device.criticality === 'administrative'
  );
}
