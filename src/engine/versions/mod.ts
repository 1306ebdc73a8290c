/**
 * Versions and ranges of them, as vendors, agencies and inventories write them. Every answer is three-valued:
 * what cannot be read or ordered is undetermined (null), never "not affected".
 *
 * A year, a day or a build beside a release counts otherwise (`COUNTING`): the order of their numbers may call a version
 * affected, but neither takes it out of a range nor clears it.
 *
 * `readVersion()` and `compareVersions()` know the vendors' own ways of counting; `orderKey()` turns a version into
 * text that sorts like it, for ranks over many versions; `readRange()`, `boundsRange()` and `rangeOf()` read what a
 * source says, and `contains()` answers with the sentence to show. `compareByScheme()` and the `vers` functions follow
 * the package managers' own rules, which differ from the vendors'.
 */
export { COUNTING } from './counting.ts';
export { type Containment, contains } from './contains.ts';
export { labelBetween } from './label.ts';
export { loneDigits, mayBeSameAsLone } from './lone-number.ts';
export {
  compareNumbersOf,
  DECIMAL_FAMILY,
  countingOfFamily,
  familyOf,
  type KeySpan,
  spanOfDecimal,
  spanOfWorded,
  startsWithHead,
} from './order.ts';
export { orderTo } from './place.ts';
export { type Range, VERSION_NOT_KNOWN } from './range.ts';
export { readRange } from './range-text.ts';
export { compareByScheme } from './schemes/registry.ts';
export { boundAt, boundsRange, rangeOf, spanOf } from './source-ranges.ts';
export { canonicalVers, containsVers, formatVers, parseVers, readVers, type VersReading } from './vers.ts';
export {
  asMajor,
  compareVersions,
  countAlike,
  keyBehindBranch,
  orderKey,
  orderKeys,
  readVersion,
  stemKey,
  type Version,
} from './version.ts';
export { standsForNone } from './stand-in.ts';
export { versionWords } from './version-words.ts';
