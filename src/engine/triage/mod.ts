export { type Action, actionsOf } from './actions.ts';
export { chooseFix, FIX_KINDS, type Fix, type SourcedRemediation, type Statement } from './fix.ts';
export { type Readiness, READINESS_KINDS, readinessOf } from './readiness.ts';
