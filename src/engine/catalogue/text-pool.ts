import { ByteList, IntList } from './lists.ts';
import { freeSlots, grownSlots } from './slots.ts';
import { decodeUtf8, encodeUtf8 } from './utf8.ts';

/** Texts as one block of UTF-8, each by its index; decoded when asked for, because most never are. */
export class TextPool {
  readonly bytes: Uint8Array;
  /** Where each text ends; it begins where the one before ends. */
  readonly ends: Int32Array;
  /** See `freeSlots()`; made when first asked for. */
  #index: Int32Array | null = null;

  constructor(bytes: Uint8Array, ends: Int32Array) {
    this.bytes = bytes;
    this.ends = ends;
  }

  get size(): number {
    return this.ends.length;
  }

  start(index: number): number {
    return index === 0 ? 0 : (this.ends[index - 1] as number);
  }

  text(index: number): string {
    return decodeUtf8(this.bytes, this.start(index), this.ends[index] as number);
  }

  /** Index of the text that the byte at a place belongs to. */
  indexAt(place: number): number {
    let low = 0;
    let high = this.ends.length - 1;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.ends[middle] as number) > place) high = middle;
      else low = middle + 1;
    }
    return low;
  }

  /** Index of a text; -1: not in the pool. */
  find(text: string): number {
    this.#index ??= this.#buildIndex();
    const table = this.#index;
    const mask = table.length - 1;
    const ascii = hashOfAscii(text);
    const bytes = ascii === null ? encodeUtf8(text) : null;
    const hash = bytes === null ? (ascii as number) : hashBytes(bytes, 0, bytes.length);
    for (let slot = (hash << 1) & mask; ; slot = (slot + 2) & mask) {
      const index = (table[slot + 1] as number) - 1;
      if (index === -1) return -1;
      if (table[slot] !== hash) continue;
      const [start, end] = [this.start(index), this.ends[index] as number];
      const isSame =
        bytes === null
          ? equalsAscii(this.bytes, start, end, text)
          : equalBytes(this.bytes, start, end, bytes, 0, bytes.length);
      if (isSame) return index;
    }
  }

  /** A pool that also holds the texts of another, behind its own, and where each of those stands. */
  extended(by: TextPool): { readonly pool: TextPool; readonly places: Int32Array } {
    const added = new TextCollector();
    const places = new Int32Array(by.size);
    for (let index = 0; index < by.size; index++) {
      const known = this.find(by.text(index));
      places[index] =
        known === -1 ? this.size + added.add(by.bytes, by.start(index), by.ends[index] as number) : known;
    }
    const { bytes, ends } = added.toPool();
    if (ends.length === 0) return { pool: this, places };
    const shift = this.bytes.length;
    const pool = new TextPool(
      joined(this.bytes, bytes),
      joined(
        this.ends,
        ends.map((it) => it + shift),
      ),
    );
    if (this.#index !== null && 4 * pool.size <= this.#index.length) {
      pool.#index = this.#index.slice();
      for (let index = this.size; index < pool.size; index++) pool.#enter(pool.#index, index);
    }
    return { pool, places };
  }

  #buildIndex(): Int32Array {
    const table = new Int32Array(2 * tableSize(this.size));
    for (let index = 0; index < this.size; index++) this.#enter(table, index);
    return table;
  }

  #enter(table: Int32Array, index: number): void {
    const mask = table.length - 1;
    const hash = hashBytes(this.bytes, this.start(index), this.ends[index] as number);
    let slot = (hash << 1) & mask;
    while (table[slot + 1] !== 0) slot = (slot + 2) & mask;
    table[slot] = hash;
    table[slot + 1] = index + 1;
  }
}

/** Gives equal byte strings equal numbers, counted from 0, without ever making a JavaScript string of them. */
export class TextInterner {
  readonly #bytes = new ByteList();
  readonly #ends = new IntList();
  #table = freeSlots();
  #view = new DataView(this.#bytes.values.buffer);

  get size(): number {
    return this.#ends.length;
  }

  intern(source: Uint8Array, start: number, end: number): number {
    return this.internHashed(source, start, end, hashBytes(source, start, end));
  }

  /** For bytes whose hash was worked out while they were read. */
  internHashed(source: Uint8Array, start: number, end: number, hash: number): number {
    const table = this.#table;
    const mask = table.length - 1;
    let slot = (hash << 1) & mask;
    for (;;) {
      const index = (table[slot + 1] as number) - 1;
      if (index === -1) return this.#add(source, start, end, hash, slot);
      if (table[slot] === hash && this.#holds(index, source, start, end)) return index;
      slot = (slot + 2) & mask;
    }
  }

  internText(text: string): number {
    const bytes = encodeUtf8(text);
    return this.intern(bytes, 0, bytes.length);
  }

  text(index: number): string {
    return decodeUtf8(this.#bytes.values, this.start(index), this.end(index));
  }

  /** The block all texts stand in; stays valid until the next text is added. */
  get bytes(): Uint8Array {
    return this.#bytes.values;
  }

  /** The same, for numbers of several bytes. */
  get view(): DataView {
    const { buffer } = this.#bytes.values;
    if (this.#view.buffer !== buffer) this.#view = new DataView(buffer);
    return this.#view;
  }

  start(index: number): number {
    return index === 0 ? 0 : this.#ends.at(index - 1);
  }

  end(index: number): number {
    return this.#ends.at(index);
  }

  toPool(): TextPool {
    return new TextPool(this.#bytes.toArray(), this.#ends.toArray());
  }

  #holds(index: number, source: Uint8Array, start: number, end: number): boolean {
    return equalBytes(this.#bytes.values, this.start(index), this.end(index), source, start, end);
  }

  #add(source: Uint8Array, start: number, end: number, hash: number, slot: number): number {
    this.#bytes.append(source, start, end);
    const index = this.#ends.push(this.#bytes.length);
    this.#table[slot] = hash;
    this.#table[slot + 1] = index + 1;
    if (this.#ends.length * 4 > this.#table.length) this.#table = grownSlots(this.#table);
    return index;
  }
}

/** Gives equal sequences of whole numbers equal numbers, counted from 0. */
export class Sequences {
  readonly #known = new TextInterner();
  #numbers = new Int32Array(16);
  #bytes = new Uint8Array(this.#numbers.buffer);

  intern(sequence: readonly number[]): number {
    if (sequence.length > this.#numbers.length) {
      this.#numbers = new Int32Array(2 * sequence.length);
      this.#bytes = new Uint8Array(this.#numbers.buffer);
    }
    this.#numbers.set(sequence);
    return this.#known.intern(this.#bytes, 0, 4 * sequence.length);
  }
}

/** Collects texts one by one, equal or not. */
export class TextCollector {
  readonly #bytes = new ByteList();
  readonly #ends = new IntList();

  add(source: Uint8Array, start: number, end: number): number {
    this.#bytes.append(source, start, end);
    return this.#ends.push(this.#bytes.length);
  }

  addText(text: string): number {
    this.#bytes.appendText(text);
    return this.#ends.push(this.#bytes.length);
  }

  toPool(): TextPool {
    return new TextPool(this.#bytes.toArray(), this.#ends.toArray());
  }
}

function joined<T extends Uint8Array | Int32Array>(a: T, b: T): T {
  const all = new (a.constructor as new (length: number) => T)(a.length + b.length);
  all.set(a);
  all.set(b, a.length);
  return all;
}

/** A power of two with at least half of its places free. */
function tableSize(entries: number): number {
  return 2 ** Math.ceil(Math.log2(Math.max(16, entries * 2)));
}

// FNV-1a with a last stir, because the tables use the low bits.
export const HASH_START = 0x811c9dc5 | 0;

export function stirHash(hash: number, byte: number): number {
  return Math.imul(hash ^ byte, 0x01000193);
}

export function finishHash(hash: number): number {
  return hash ^ (hash >>> 15);
}

export function hashBytes(bytes: Uint8Array, start: number, end: number): number {
  let hash = HASH_START;
  for (let i = start; i < end; i++) hash = stirHash(hash, bytes[i] as number);
  return finishHash(hash);
}

/** As of its bytes, without making them; null: it is not ASCII. */
function hashOfAscii(text: string): number | null {
  let hash = HASH_START;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code > 0x7f) return null;
    hash = stirHash(hash, code);
  }
  return finishHash(hash);
}

function equalsAscii(bytes: Uint8Array, start: number, end: number, text: string): boolean {
  if (end - start !== text.length) return false;
  for (let i = 0; i < text.length; i++) if (bytes[start + i] !== text.charCodeAt(i)) return false;
  return true;
}

export function equalBytes(
  a: Uint8Array,
  aStart: number,
  aEnd: number,
  b: Uint8Array,
  bStart: number,
  bEnd: number,
): boolean {
  if (aEnd - aStart !== bEnd - bStart) return false;
  for (let i = aStart, j = bStart; i < aEnd; i++, j++) if (a[i] !== b[j]) return false;
  return true;
}
