export { type Action, actionsOf, actionTitle, type ActionWords } from './actions.ts';
export { chooseFix, FIX_KINDS, type Fix, type SourcedRemediation, type Statement } from './fix.ts';
export { REVIEW_DAYS } from './review-cycle.ts';
export { type Readiness, READINESS_KINDS, readinessOf } from './readiness.ts';
