export {
  CHECK_WORDS,
  checkModel,
  type CheckResult,
  CLEARANCE_CHECKS,
  type ClearanceCheck,
  type ModelFacts,
  type PersonalAnswer,
} from './checks.ts';
export {
  CLEARANCE_DECISIONS,
  type ClearanceDecision,
  type ClearanceStanding,
  type ClearanceWish,
  standingOf,
  whyNotDecide,
} from './decide.ts';
export { DECIDE_DAYS, nextState, STRANGER_STATES, type StrangerState } from './stranger.ts';
