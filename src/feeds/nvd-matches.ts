import { IntList } from '#engine/catalogue';
import type { JsonCursor } from './nvd-cursor.ts';

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const CLOSE_OBJECT = 0x7d;

/** Not met before. */
export const UNKNOWN_MATCH = -1;
const NONE = -1;

/**
 * Remembers matches by their bytes, with what each came to. NVD repeats its lists of products from record to record:
 * of two million matches four in five were met before, and most follow the one they followed last time, so that a
 * comparison with that one is all they cost. Layout does not matter, as long as a file keeps to its own.
 */
export class KnownMatches {
  #stored = new ArrayBuffer(2 ** 20);
  #view = new DataView(this.#stored);
  /** Where each ends; it begins where the one before ends. */
  readonly #ends = new IntList();
  readonly #literals = new IntList();
  /** The one that followed last time. */
  readonly #followers = new IntList();
  /** Pairs side by side: hash, index + 1 (0: free). */
  #table = new Int32Array(2 ** 12);
  #last = NONE;
  #missedEnd = NONE;
  #missedHash = 0;

  /** Passes over the rest of a match whose bracket is behind, and gives its literal; or moves nothing. */
  take(cursor: JsonCursor): number {
    const follower = this.#last === NONE ? NONE : this.#followers.at(this.#last);
    if (follower !== NONE && this.#stands(follower, cursor, cursor.at + this.#length(follower)))
      return this.#taken(follower, cursor, cursor.at + this.#length(follower));
    const end = endOfMatch(cursor);
    this.#missedEnd = end;
    if (end === NONE) return UNKNOWN_MATCH;
    const hash = hashOf(cursor.view, cursor.at, end);
    this.#missedHash = hash;
    const known = this.#find(hash, cursor, end);
    if (known === NONE) return UNKNOWN_MATCH;
    if (this.#last !== NONE) this.#followers.values[this.#last] = known;
    return this.#taken(known, cursor, end);
  }

  /** Keeps what the match that `take` did not know came to; it has been read from `start` to where the cursor is. */
  remember(cursor: JsonCursor, start: number, literal: number): void {
    if (cursor.at !== this.#missedEnd) return;
    this.#append(cursor, start);
    const index = this.#ends.push(this.#usedBytes + cursor.at - start);
    this.#literals.push(literal);
    this.#followers.push(NONE);
    this.#enter(this.#missedHash, index);
    if (this.#last !== NONE) this.#followers.values[this.#last] = index;
    this.#last = index;
  }

  get #usedBytes(): number {
    return this.#ends.length === 0 ? 0 : this.#ends.at(this.#ends.length - 1);
  }

  #start(index: number): number {
    return index === 0 ? 0 : this.#ends.at(index - 1);
  }

  #length(index: number): number {
    return this.#ends.at(index) - this.#start(index);
  }

  #taken(index: number, cursor: JsonCursor, end: number): number {
    this.#last = index;
    cursor.at = end;
    return this.#literals.at(index);
  }

  #find(hash: number, cursor: JsonCursor, end: number): number {
    const table = this.#table;
    const mask = table.length - 1;
    for (let slot = (hash << 1) & mask; table[slot + 1] !== 0; slot = (slot + 2) & mask) {
      const index = (table[slot + 1] as number) - 1;
      if (table[slot] === hash && this.#length(index) === end - cursor.at && this.#stands(index, cursor, end))
        return index;
    }
    return NONE;
  }

  /** Whether the bytes from the cursor to `end` are those of a known match of that length. */
  #stands(index: number, cursor: JsonCursor, end: number): boolean {
    if (end > cursor.end) return false;
    const [here, there] = [cursor.view, this.#view];
    let at = cursor.at;
    let stored = this.#start(index);
    for (; at + 4 <= end; at += 4, stored += 4)
      if (here.getInt32(at, true) !== there.getInt32(stored, true)) return false;
    for (; at < end; at++, stored++) if (here.getUint8(at) !== there.getUint8(stored)) return false;
    return true;
  }

  #append(cursor: JsonCursor, start: number): void {
    const used = this.#usedBytes;
    const needed = used + cursor.at - start;
    if (needed > this.#stored.byteLength) {
      this.#stored = this.#stored.transfer(Math.max(needed, this.#stored.byteLength * 2));
      this.#view = new DataView(this.#stored);
    }
    const { view, at: end } = cursor;
    let [from, to] = [start, used];
    for (; from + 4 <= end; from += 4, to += 4) this.#view.setInt32(to, view.getInt32(from, true), true);
    for (; from < end; from++, to++) this.#view.setUint8(to, view.getUint8(from));
  }

  #enter(hash: number, index: number): void {
    if (this.#ends.length * 4 > this.#table.length) this.#grow();
    put(this.#table, hash, index + 1);
  }

  #grow(): void {
    const before = this.#table;
    this.#table = new Int32Array(before.length * 2);
    for (let slot = 0; slot < before.length; slot += 2)
      if (before[slot + 1] !== 0) put(this.#table, before[slot] as number, before[slot + 1] as number);
  }
}

function put(table: Int32Array, hash: number, value: number): void {
  const mask = table.length - 1;
  let slot = (hash << 1) & mask;
  while (table[slot + 1] !== 0) slot = (slot + 2) & mask;
  table[slot] = hash;
  table[slot + 1] = value;
}

/** Behind the bracket that closes the match; -1: it is not here yet. A match holds no other object. */
function endOfMatch({ bytes, at: start, end }: JsonCursor): number {
  let inText = false;
  for (let at = start; at < end; at++) {
    const byte = bytes[at] as number;
    if (byte === QUOTE) inText = !inText;
    else if (byte === BACKSLASH) at++;
    else if (byte === CLOSE_OBJECT && !inText) return at + 1;
  }
  return NONE;
}

/** Four bytes at a time; the last of a match are brackets, so the odd ones may be left out. */
function hashOf(view: DataView, start: number, end: number): number {
  let hash = end - start;
  for (let at = start; at + 4 <= end; at += 4) {
    hash = Math.imul(hash ^ view.getInt32(at, true), 0x9e3779b1);
    hash ^= hash >>> 15;
  }
  return hash;
}
