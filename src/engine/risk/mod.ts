export { addDays, type CivilDate, daysBetween, readCivilDate } from './civil-date.ts';
export {
  type Clock,
  type ClockFacts,
  clocksOf,
  rulingClock,
  type Standing,
  standingOf,
} from './clocks.ts';
export type { Control, ControlKind } from './control.ts';
export { dueOn, type DueRule, dueRuleOf } from './due-rule.ts';
export type { DecisionInput } from './decision-inputs.ts';
export type { DeviceContext, RiskFactors, VulnerabilityFactors } from './factors.ts';
export { IMPACT_PARTS, impactOf } from './impact.ts';
export type { Anchor, ClockKind, Policy } from './policy.ts';
export { POLICY_PRESETS } from './presets.ts';
export { readPolicy } from './read-policy.ts';
export { type Contribution, devicePoints, forecastPoints, vulnerabilityPoints } from './score.ts';
export { type DeployerDecision, decideSsvc, type SsvcDecision } from './ssvc.ts';
export { type RiskScore, scoreRisk } from './tier.ts';
export { rulingVector } from './vector-traits.ts';
