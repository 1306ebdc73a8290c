import type { Tables, TextPool } from '#engine/catalogue';
import { familyOf, orderKey } from '#engine/versions';

/** Where a version stands among all versions the catalogue knows, or between two of them. */
export interface VersionPlace {
  /** Versions of different families have no order by place. -1: a family the catalogue does not know. */
  readonly family: number;
  /** Odd for a known version, even for the gap before it: `2 × rank + 1` and `2 × rank`. */
  readonly place: number;
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
      this.familyOfRank[rank] = this.#family(familyOf(key));
    });
  }

  /** Null: it cannot be ordered. */
  placeOf(version: string): VersionPlace | null {
    const known = this.#places.get(version);
    if (known !== undefined) return known;
    const place = this.#placeOfKnown(version) ?? this.#placeOfAny(version);
    this.#places.set(version, place);
    return place;
  }

  /** Most versions are written as some criterion writes them. Null: this one is not, or cannot be ordered. */
  #placeOfKnown(version: string): VersionPlace | null {
    const rank = this.#rankOf[this.#versions.find(version)] ?? -1;
    return rank === -1 ? null : { family: this.familyOfRank[rank] as number, place: 2 * rank + 1 };
  }

  #placeOfAny(version: string): VersionPlace | null {
    const key = orderKey(version);
    return key === null ? null : this.placeOfKey(key);
  }

  placeOfKey(key: string): VersionPlace {
    const keys = this.#keys;
    let low = 0;
    let high = keys.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((keys[middle] as string) < key) low = middle + 1;
      else high = middle;
    }
    return {
      family: this.#families.get(familyOf(key)) ?? -1,
      place: keys[low] === key ? 2 * low + 1 : 2 * low,
    };
  }

  #family(text: string): number {
    const known = this.#families.get(text) ?? this.#families.size;
    this.#families.set(text, known);
    return known;
  }
}
