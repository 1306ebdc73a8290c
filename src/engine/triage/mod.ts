export {
  type Act,
  type Action,
  actionsOf,
  actionTitle,
  type ActionWords,
  actsOf,
  type ActView,
} from './actions.ts';
export { chooseFix, FIX_KINDS, type Fix, type SourcedRemediation, type Statement } from './fix.ts';
export { REVIEW_DAYS } from './review-cycle.ts';
export { type Readiness, READINESS_KINDS, readinessOf } from './readiness.ts';
export {
  READINESS_REASON_WORDS,
  READINESS_REASONS,
  READINESS_WORDS,
  type ReadinessKind,
  type ReadinessReason,
  reasonOf,
  SAID_REASONS,
} from './readiness-reasons.ts';
export {
  effectiveReadiness,
  type EffectiveReadiness,
  isReasonFor,
  leastReady,
  type StatedReadiness,
} from './said-readiness.ts';
