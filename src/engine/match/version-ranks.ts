import type { Tables } from '#engine/catalogue';
import {
  COUNTING,
  DECIMAL_FAMILY,
  countingOfFamily,
  familyOf,
  keyBehindBranch,
  type KeySpan,
  loneDigits,
  readVersion,
  spanOfDecimal,
  spanOfWorded,
  stemKey,
} from '#engine/versions';

/** Where a version stands among all versions the catalogue knows, or between two of them. */
export interface VersionPlace {
  /** Versions of different families have no order by place. -1: a family the catalogue does not know. */
  readonly family: number;
  /**
   * Odd for a known version, even for the gap before it: `2 × rank + 1` and `2 × rank`. A lone number may be any version
   * that begins with it, and reaches from the first of these to the last; so does what may be a decimal, as 1.02, and what has words among all of the same numbers.
   */
  readonly from: number;
  readonly to: number;
  /** Places of what may be the same version under a label; see `stemKey()`. */
  readonly stemFrom: number;
  readonly stemTo: number;
  /** Of the version itself: another way of writing it may have another stem. */
  readonly own: number;
  /** The ways of counting it may belong to; see `Version`. */
  readonly counting: number;
  readonly isLone: boolean;
  /** It counts plainly, has no label and is no lone number: against others of the kind stems tell everything. */
  readonly isPlain: boolean;
}

/** See `VersionPlace`. */
interface Branch {
  readonly family: number;
  readonly from: number;
  readonly to: number;
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
  readonly #countingOfFamily: number[] = [];
  /** The family of possible decimals; -1: there is none. */
  readonly #decimals: number;
  readonly #tables: Tables;
  readonly #keys: string[];
  readonly #families = new Map<string, number>();
  readonly #places = new Map<string, VersionPlace | null>();

  constructor(tables: Tables) {
    const { orderKeys } = tables;
    this.#tables = tables;
    this.#keys = Array.from({ length: orderKeys.size }, (_, i) => orderKeys.text(i));
    this.familyOfRank = new Int32Array(this.#keys.length);
    this.#keys.forEach((key, rank) => {
      const family = familyOf(key);
      const known = this.#families.get(family) ?? this.#families.size;
      if (known === this.#families.size) {
        this.#families.set(family, known);
        this.#countingOfFamily.push(countingOfFamily(family));
      }
      this.familyOfRank[rank] = known;
    });
    this.#decimals = this.familyOfKey(DECIMAL_FAMILY);
  }

  /** Null: it cannot be ordered. */
  placeOf(version: string): VersionPlace | null {
    const known = this.#places.get(version);
    if (known !== undefined) return known;
    const place = (version.includes('.') ? this.#placeOfKnown(version) : null) ?? this.#placeOfAny(version);
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

  /** The ways of counting of a version by its rank. */
  countingOfRank(rank: number): number {
    return this.#countingOfFamily[this.familyOfRank[rank] as number] as number;
  }

  /** -1: the catalogue does not know it. */
  familyOfKey(key: string): number {
    return this.#families.get(familyOf(key)) ?? -1;
  }

  /** A possible decimal, or a version with words: what it stands among is told by its text. */
  #isLoose(rank: number): boolean {
    return this.familyOfRank[rank] === this.#decimals || (this.#keys[rank] as string).startsWith('w');
  }

  /** Where all versions stand that begin as a possible decimal does, as numbers of points; null: it is none. */
  branchOfRank(rank: number): Branch | null {
    if (this.familyOfRank[rank] !== this.#decimals) return null;
    const span = spanOfDecimal(this.#keys[rank] as string);
    return span === null ? null : this.#branchOf(span);
  }

  #branchOf({ first, behind }: KeySpan): Branch {
    return { family: this.familyOfKey(first), from: this.placeOfKey(first), to: this.placeOfKey(behind) };
  }

  /** Most versions are written as some criterion writes them. Null: this one is not, or has no order. */
  #placeOfKnown(text: string): VersionPlace | null {
    const known = this.#tables.versions.find(text);
    const rank = this.#tables.versionRanks[known] ?? -1;
    if (rank === -1 || this.#isLoose(rank)) return null;
    const stem = this.#tables.versionStems[known] as number;
    return onePlace(this.familyOfRank[rank] as number, 2 * rank + 1, stem, this.countingOfRank(rank));
  }

  #placeOfAny(text: string): VersionPlace | null {
    const version = readVersion(text);
    if (version === null || version.isBuild === true) return null;
    const { counting } = version;
    const own = this.placeOfKey(version.key);
    const span = spanOfDecimal(version.key) ?? spanOfWorded(version);
    if (span !== null) {
      const stem = this.placeOfKey(stemKey(version));
      const isPlain = stem === own && counting === COUNTING.plain;
      return { ...this.#branchOf(span), stemFrom: stem, stemTo: stem, own, counting, isLone: false, isPlain };
    }
    const family = this.familyOfKey(version.key);
    if (loneDigits(version) === 0) return onePlace(family, own, this.placeOfKey(stemKey(version)), counting);
    const to = this.placeOfKey(keyBehindBranch(version)); // a gap
    return { family, from: own, to, stemFrom: own, stemTo: to, own, counting, isLone: true, isPlain: false };
  }
}

function onePlace(family: number, own: number, stem: number, counting: number): VersionPlace {
  const isPlain = stem === own && counting === COUNTING.plain;
  return { family, from: own, to: own, stemFrom: stem, stemTo: stem, own, counting, isLone: false, isPlain };
}
