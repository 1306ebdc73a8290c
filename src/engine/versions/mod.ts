export { type Containment, contains } from './contains.ts';
export { familyOf } from './order.ts';
export type { Range } from './range.ts';
export { readRange } from './range-text.ts';
export { compareByScheme } from './schemes/registry.ts';
export { boundsRange, rangeOf } from './source-ranges.ts';
export { canonicalVers, containsVers, parseVers, readVers, type VersReading } from './vers.ts';
export { compareVersions, orderKey, readVersion, type Version } from './version.ts';
