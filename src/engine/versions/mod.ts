export { familyOf } from './order.ts';
export { boundsRange, contains, type Containment, type Range, rangeOf, readRange } from './range.ts';
export { compareVersions, orderKey, readVersion, type Version } from './version.ts';
