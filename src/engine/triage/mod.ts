export { type Action, actionsOf } from './actions.ts';
export { chooseFix, type Fix, type FixedVersion, type SourcedRemediation } from './fix.ts';
export { type Readiness, readinessOf } from './readiness.ts';
