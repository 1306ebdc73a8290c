export { type Action, actionsOf } from './actions.ts';
export { chooseFix, type Fix, type SourcedRemediation, type Statement } from './fix.ts';
export { type Readiness, readinessOf } from './readiness.ts';
