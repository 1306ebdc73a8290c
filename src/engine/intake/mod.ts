export { type DevicePlan, type FieldChange, type FleetPlan, type KnownDevice, planFleet } from './plan.ts';
export { type FieldProvenance, type Grade, provenanceOf } from './provenance.ts';
export { stableText } from './stable-text.ts';
export { keysOf, type Word } from './word.ts';
