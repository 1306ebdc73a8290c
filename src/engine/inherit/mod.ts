export {
  type BillDifference,
  billDifference,
  type BillOfMaterials,
  configuredComponents,
  forVersion,
} from './components.ts';
export { effectiveFields, type EffectiveFields } from './effective.ts';
export {
  type Inherited,
  type InheritedField,
  type InheritedFrom,
  inheritedOf,
  type InheritedValue,
  type ModelDefaults,
  type ModelSpeaker,
  passedOn,
  type SegmentPlace,
} from './inherited.ts';
export { LOCATION_KINDS, type LocationKind, nameKey, placeOf, plainName, type PlaceStep } from './place.ts';
