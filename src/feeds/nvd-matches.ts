import { IntList } from '#engine/catalogue';
import type { JsonCursor } from './nvd-cursor.ts';

/** Not what followed last time. */
export const UNKNOWN_MATCH = -1;
const NONE = -1;

/** Where the bytes of a literal stand, and which literal followed it last. */
const PLACE = { start: 0, end: 1, follower: 2, width: 3 } as const;

/**
 * Remembers in which bytes each literal was written first, and which one followed it last. NVD repeats its lists of
 * products from record to record: of two million matches three in five follow the one they followed before, so that a
 * comparison with that one is all they cost. Layout does not matter, as long as a file keeps to its own.
 */
export class KnownMatches {
  #stored = new ArrayBuffer(2 ** 20);
  #view = new DataView(this.#stored);
  #used = 0;
  /** By literal, see `PLACE`. */
  readonly #places = new IntList();
  #last = NONE;

  /** Passes over the rest of a match whose bracket is behind, and gives its literal; or moves nothing. */
  take(cursor: JsonCursor): number {
    const places = this.#places.values;
    const literal =
      this.#last === NONE ? NONE : (places[this.#last * PLACE.width + PLACE.follower] as number);
    if (literal === NONE) return UNKNOWN_MATCH;
    const start = places[literal * PLACE.width + PLACE.start] as number;
    const end = cursor.at + (places[literal * PLACE.width + PLACE.end] as number) - start;
    if (end > cursor.end || !isEqual(this.#view, start, cursor.view, cursor.at, end)) return UNKNOWN_MATCH;
    cursor.at = end;
    this.#last = literal;
    return literal;
  }

  /** Keeps what the match that `take` did not know came to; it has been read from `start` to where the cursor is. */
  remember(cursor: JsonCursor, start: number, literal: number): void {
    while (this.#places.length <= literal * PLACE.width) this.#places.push(NONE);
    while (this.#places.length % PLACE.width !== 0) this.#places.push(NONE);
    if (this.#places.at(literal * PLACE.width + PLACE.start) === NONE) this.#append(cursor, start, literal);
    if (this.#last !== NONE) this.#places.values[this.#last * PLACE.width + PLACE.follower] = literal;
    this.#last = literal;
  }

  #append(cursor: JsonCursor, start: number, literal: number): void {
    const { view, at: end } = cursor;
    const needed = this.#used + end - start;
    if (needed > this.#stored.byteLength) {
      this.#stored = this.#stored.transfer(Math.max(needed, this.#stored.byteLength * 2));
      this.#view = new DataView(this.#stored);
    }
    copy(view, start, end, this.#view, this.#used);
    this.#places.values[literal * PLACE.width + PLACE.start] = this.#used;
    this.#places.values[literal * PLACE.width + PLACE.end] = needed;
    this.#used = needed;
  }
}

/** Eight bytes at a time. Bytes that are no number are never equal: such a match is read once more. */
function isEqual(known: DataView, start: number, view: DataView, from: number, end: number): boolean {
  let [at, stored] = [from, start];
  for (; at + 8 <= end; at += 8, stored += 8)
    if (view.getFloat64(at) !== known.getFloat64(stored)) return false;
  for (; at < end; at++, stored++) if (view.getUint8(at) !== known.getUint8(stored)) return false;
  return true;
}

function copy(view: DataView, from: number, end: number, into: DataView, to: number): void {
  let [at, stored] = [from, to];
  for (; at + 4 <= end; at += 4, stored += 4) into.setInt32(stored, view.getInt32(at));
  for (; at < end; at++, stored++) into.setUint8(stored, view.getUint8(at));
}
