export type { Conflict } from './conflicts.ts';
export {
  type Decision,
  type DevicePlan,
  type FieldChange,
  type FleetPlan,
  type KnownDevice,
  planFleet,
  type Rules,
} from './plan.ts';
export { type FieldProvenance, provenanceOf } from './provenance.ts';
export { stableText } from './stable-text.ts';
export { createKeyReader, placeOf, type Word } from './word.ts';
