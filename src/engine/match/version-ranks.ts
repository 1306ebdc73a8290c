import type { Tables, TextPool } from '#engine/catalogue';
import { familyOf, loneDigits, orderKey, readVersion, stemKey } from '#engine/versions';
import type { Version } from '#engine/versions';

/** Where a version stands among all versions the catalogue knows, or between two of them. */
export interface VersionPlace {
  /** Versions of different families have no order by place. -1: a family the catalogue does not know. */
  readonly family: number;
  /**
   * Odd for a known version, even for the gap before it: `2 × rank + 1` and `2 × rank`. A lone number may be any version
   * that begins with it, and reaches from the first of these to the last.
   */
  readonly from: number;
  readonly to: number;
  /** Places of what may be the same version under a label; see `stemKey()`. */
  readonly stemFrom: number;
  readonly stemTo: number;
  readonly isLone: boolean;
}

/** Whether a place is a version's own; in a gap there may be several. */
export function isKnownVersion(place: number): boolean {
  return (place & 1) === 1;
}

/**
 * Orders versions by two whole numbers. The catalogue's order keys are sorted; a version is either one of them or lies
 * in a gap, so a test against a bound is one comparison of places.
 */
export class VersionRanks {
  /** Family of each rank. */
  readonly familyOfRank: Int32Array;
  readonly #versions: TextPool;
  readonly #rankOf: Int32Array;
  readonly #keys: string[];
  readonly #families = new Map<string, number>();
  readonly #places = new Map<string, VersionPlace | null>();

  constructor({ orderKeys, versions, versionRanks }: Tables) {
    this.#versions = versions;
    this.#rankOf = versionRanks;
    this.#keys = Array.from({ length: orderKeys.size }, (_, i) => orderKeys.text(i));
    this.familyOfRank = new Int32Array(this.#keys.length);
    this.#keys.forEach((key, rank) => {
      const family = familyOf(key);
      const known = this.#families.get(family) ?? this.#families.size;
      this.#families.set(family, known);
      this.familyOfRank[rank] = known;
    });
  }

  /** Null: it cannot be ordered. */
  placeOf(version: string): VersionPlace | null {
    const known = this.#places.get(version);
    if (known !== undefined) return known;
    const place = DOTTED.test(version) ? this.#placeOfDotted(version) : this.#placeOfAny(version);
    this.#places.set(version, place);
    return place;
  }

  /** Where the version stands that an order key belongs to. */
  placeOfKey(key: string): number {
    const keys = this.#keys;
    let low = 0;
    let high = keys.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((keys[middle] as string) < key) low = middle + 1;
      else high = middle;
    }
    return keys[low] === key ? 2 * low + 1 : 2 * low;
  }

  /** -1: the catalogue does not know it. */
  familyOfKey(key: string): number {
    return this.#families.get(familyOf(key)) ?? -1;
  }

  /** Place of the stem of a version that the catalogue has; see `stemKey()`. */
  stemOfRank(rank: number, version: () => Version | null): number {
    if (!HAS_TAIL.test(this.#keys[rank] as string)) return 2 * rank + 1;
    const read = version();
    return read === null ? 2 * rank + 1 : this.placeOfKey(stemKey(read));
  }

  /** Nine in ten versions; most of them some criterion names as well. */
  #placeOfDotted(text: string): VersionPlace | null {
    const rank = this.#rankOf[this.#versions.find(text)] ?? -1;
    if (rank !== -1) return onePlace(this.familyOfRank[rank] as number, 2 * rank + 1);
    const key = orderKey(text);
    return key === null ? null : onePlace(this.familyOfKey(key), this.placeOfKey(key));
  }

  #placeOfAny(text: string): VersionPlace | null {
    const version = readVersion(text);
    if (version === null) return null;
    const { key } = version;
    const from = this.placeOfKey(key);
    const place = onePlace(this.familyOfKey(key), from);
    if (loneDigits(version) === 0) {
      const stem = this.placeOfKey(stemKey(version));
      return { ...place, stemFrom: stem, stemTo: stem };
    }
    const to = this.#lastBeginningWith(version);
    return { ...place, to, stemTo: to, isLone: true };
  }

  /** The gap before the next number. */
  #lastBeginningWith({ parts }: Version): number {
    const next = orderKey(String(Number(parts.head[0]) + 1)) as string;
    return this.placeOfKey(next) & ~1;
  }
}

const DOTTED = /^\d+(?:\.\d+)+$/;
/** In an order key; see `partKey()`. */
const HAS_TAIL = /['!+-]/;

function onePlace(family: number, place: number): VersionPlace {
  return { family, from: place, to: place, stemFrom: place, stemTo: place, isLone: false };
}
