export { DEVICE_FILTER_FIELDS } from './device-fields.ts';
export { FINDING_FILTER_FIELDS } from './finding-fields.ts';
export { type Comparison, type Filter, type FilterField, type FilterFields, readFilter } from './read.ts';
