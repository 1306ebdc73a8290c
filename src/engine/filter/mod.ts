export { type Completion, completed, completionAt, valueText } from './complete.ts';
export { DEVICE_FILTER_FIELDS } from './device-fields.ts';
export { FINDING_FILTER_FIELDS } from './finding-fields.ts';
export { FIXED_FINDING_FILTER_FIELDS } from './fixed-finding-fields.ts';
export { type Comparison, type Filter, type FilterField, type FilterFields, readFilter } from './read.ts';
export {
  DEPARTMENT_FILTER_FIELDS,
  MODEL_FILTER_FIELDS,
  SEGMENT_FILTER_FIELDS,
  VENDOR_FILTER_FIELDS,
} from './noun-fields.ts';
export { meets } from './meets.ts';
export {
  ADVISORY_FILTER_FIELDS,
  PATTERN_FILTER_FIELDS,
  RECALL_FILTER_FIELDS,
  VULNERABILITY_FILTER_FIELDS,
} from './vulnerability-fields.ts';
