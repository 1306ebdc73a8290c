import { ANY_VERSION, NO_ATTRIBUTES, UNSPECIFIED_VERSION } from '#engine/catalogue';
import type { Tables } from '#engine/catalogue';
import { COUNTING } from '#engine/versions';
import type { CriterionReader } from './criterion.ts';
import { isKnownVersion } from './version-ranks.ts';
import type { VersionPlace, VersionRanks } from './version-ranks.ts';

/** How a criterion is tested. */
export const TEST = {
  everyVersion: 0,
  unspecified: 1,
  /** By places: lowest ≤ place ≤ highest, within one family. */
  span: 2,
  /** Exactly one version, perhaps with an update, which makes another version of it ("1.8.4" and "SP1"). */
  updated: 3,
  /** Too unusual for places: the long way. */
  long: 4,
} as const;

/** Each criterion prepared so that a usual test costs two comparisons of whole numbers. */
export interface CriterionTests {
  readonly kinds: Uint8Array;
  readonly lowest: Int32Array;
  readonly highest: Int32Array;
  /** Of spans and versions that are named exactly; `NO_SPAN`: it is neither. */
  readonly families: Int32Array;
  /**
   * Places of the stems of versions that are named exactly, see `stemKey()`; below `NO_STEM`, from there downwards, of
   * those that do not count plainly or have a label; `NO_STEM`: none is named.
   */
  readonly stems: Int32Array;
  /** The ways of counting of versions that are named exactly; see `countingOfVersion()`. */
  readonly countings: Uint16Array;
  /** Places of versions with their updates, worked out when first asked for; 0: not yet. */
  readonly updatedPlaces: Int32Array;
  readonly updatedFamilies: Int32Array;
}

const EVERYWHERE = 0x7fffffff;

export function prepareCriteria(tables: Tables, ranks: VersionRanks): CriterionTests {
  const { criterionVersions, criterionBounds, criterionAttributes, versionRanks } = tables;
  const count = criterionVersions.length;
  const tests: CriterionTests = {
    kinds: new Uint8Array(count),
    lowest: new Int32Array(count),
    highest: new Int32Array(count),
    families: new Int32Array(count).fill(NO_SPAN),
    stems: new Int32Array(count).fill(NO_STEM),
    countings: new Uint16Array(count),
    updatedPlaces: new Int32Array(count),
    updatedFamilies: new Int32Array(count),
  };
  const setSpan = (criterion: number, from: number, to: number, family: number): void => {
    tests.kinds[criterion] = TEST.span;
    tests.lowest[criterion] = from;
    tests.highest[criterion] = to;
    tests.families[criterion] = family;
  };

  function prepareExact(criterion: number, version: number): void {
    const rank = versionRanks[version] as number;
    if (rank === -1) {
      tests.kinds[criterion] = TEST.long;
      return;
    }
    const place = 2 * rank + 1;
    const stem = tables.versionStems[version] as number;
    const counting = ranks.countingOfRank(rank);
    const isPlain = stem === place && counting === COUNTING.plain;
    tests.stems[criterion] = isPlain ? stem : NO_STEM - 1 - stem;
    tests.countings[criterion] = counting;
    if (criterionAttributes[criterion] === NO_ATTRIBUTES)
      setSpan(criterion, place, place, ranks.familyOfRank[rank] as number);
    else {
      tests.kinds[criterion] = TEST.updated;
      tests.families[criterion] = ranks.familyOfRank[rank] as number;
      tests.lowest[criterion] = place;
    }
  }

  function prepareBounds(criterion: number, at: number): void {
    const rankAt = (i: number): number | null => {
      const version = tables.bounds[at + i] as number;
      return version === -1 ? null : (versionRanks[version] as number);
    };
    const from = rankAt(0);
    const after = from === null ? rankAt(1) : null;
    const to = rankAt(2);
    const before = to === null ? rankAt(3) : null;
    const lower = from ?? after;
    const upper = to ?? before;
    const family = familyOf(lower ?? upper);
    if (family === NO_SPAN || familyOf(upper ?? lower) !== family) {
      tests.kinds[criterion] = TEST.long;
      return;
    }
    // What may be a decimal stands somewhere in its branch: only what lies outside of that is surely outside.
    const below = lower === null ? null : ranks.branchOfRank(lower);
    const above = upper === null ? null : ranks.branchOfRank(upper);
    const low = from !== null ? 2 * from + 1 : after !== null ? 2 * after + 2 : -1;
    const high = to !== null ? 2 * to + 1 : before !== null ? 2 * before : EVERYWHERE;
    setSpan(criterion, below?.from ?? low, above?.to ?? high, family);
    if (below !== null || above !== null) tests.kinds[criterion] = TEST.long;
  }

  /** Of the places of a bound. */
  function familyOf(rank: number | null): number {
    if (rank === null || rank === -1) return NO_SPAN;
    return ranks.branchOfRank(rank)?.family ?? (ranks.familyOfRank[rank] as number);
  }

  for (let criterion = 0; criterion < count; criterion++) {
    const bounds = criterionBounds[criterion] as number;
    const version = criterionVersions[criterion] as number;
    if (bounds !== -1) prepareBounds(criterion, bounds * 4);
    else if (version === ANY_VERSION) tests.kinds[criterion] = TEST.everyVersion;
    else if (version === UNSPECIFIED_VERSION) tests.kinds[criterion] = TEST.unspecified;
    else prepareExact(criterion, version);
  }
  return tests;
}

/**
 * Whether a version is surely not what a criterion names: so most tests end. Only a version of the same stem may be one
 * that is named exactly, or one that counts otherwise (a date beside 7.3); of a span only a version of its family can be
 * told to lie outside.
 */
export function isOutside(tests: CriterionTests, criterion: number, version: VersionPlace): boolean {
  const stem = tests.stems[criterion] as number;
  if (stem >= 0 && version.isPlain) return stem < version.stemFrom || stem > version.stemTo;
  if (stem !== NO_STEM) return isOtherName(tests, criterion, version);
  if (tests.families[criterion] !== version.family) return false;
  const highest = tests.highest[criterion] as number;
  // Behind an end that is included its own version may stand once more, under a label.
  if (version.from > highest) return version.stemFrom !== highest;
  return version.to < (tests.lowest[criterion] as number);
}

/** Whether a version is surely another than one that is named exactly, however the two count. */
function isOtherName(tests: CriterionTests, criterion: number, version: VersionPlace): boolean {
  const stem = tests.stems[criterion] as number;
  const place = stem >= 0 ? stem : NO_STEM - 1 - stem;
  if (place >= version.stemFrom && place <= version.stemTo) return false;
  if (tests.lowest[criterion] === version.own) return false;
  if (((tests.countings[criterion] as number) & version.counting) === 0) return false;
  // "5" may be 5.2, with whatever words behind.
  return !version.isLone || tests.families[criterion] === version.family;
}

/** Whether a version is surely within a span; if not, the long way must tell. */
export function isInside(tests: CriterionTests, criterion: number, version: VersionPlace): boolean {
  return (
    tests.families[criterion] === version.family &&
    version.from >= (tests.lowest[criterion] as number) &&
    version.to <= (tests.highest[criterion] as number)
  );
}

/** Whether a version is surely the one a criterion names, with its update or without. */
export function isNamedRelease(
  tests: CriterionTests,
  ranks: VersionRanks,
  reader: CriterionReader,
  criterion: number,
  { family, from, to }: VersionPlace,
): boolean {
  const named = tests.lowest[criterion] as number;
  if (from !== to) return false;
  if (from === named && family === ranks.familyOfRank[named >> 1]) return true;
  if (tests.updatedPlaces[criterion] === 0) {
    const updated = reader.updatedVersion(criterion);
    tests.updatedPlaces[criterion] = updated === null ? NOWHERE : ranks.placeOfKey(updated.key);
    tests.updatedFamilies[criterion] = updated === null ? NOWHERE : ranks.familyOfKey(updated.key);
  }
  // Two versions in one gap may be the same or not.
  return (
    tests.updatedFamilies[criterion] === family &&
    tests.updatedPlaces[criterion] === from &&
    isKnownVersion(from)
  );
}

const NOWHERE = -1;
const NO_STEM = -1;
/** Not the family of any version, known or not. */
const NO_SPAN = -2;
