import { IntList } from './lists.ts';
import { freeSlots, grownSlots } from './slots.ts';

/** Gives equal rows of whole numbers equal numbers, counted from 0. All rows have the same width. */
export class RowInterner {
  /** Filled by the caller before each `intern()`. */
  readonly row: Int32Array;
  /** The distinct rows, one after the other. */
  readonly rows = new IntList();
  readonly #width: number;
  #table = freeSlots();

  constructor(width: number) {
    this.#width = width;
    this.row = new Int32Array(width);
  }

  get size(): number {
    return this.rows.length / this.#width;
  }

  at(index: number, column: number): number {
    return this.rows.at(index * this.#width + column);
  }

  intern(): number {
    const hash = this.#hash();
    const table = this.#table;
    const mask = table.length - 1;
    for (let slot = (hash << 1) & mask; ; slot = (slot + 2) & mask) {
      const index = (table[slot + 1] as number) - 1;
      if (index === -1) return this.#add(hash, slot);
      if (table[slot] === hash && this.#holds(index)) return index;
    }
  }

  #hash(): number {
    let hash = 0;
    for (let i = 0; i < this.#width; i++) {
      hash = Math.imul(hash ^ (this.row[i] as number), 0x9e3779b1);
      hash ^= hash >>> 15;
    }
    return hash;
  }

  #holds(index: number): boolean {
    const start = index * this.#width;
    for (let i = 0; i < this.#width; i++) if (this.rows.at(start + i) !== this.row[i]) return false;
    return true;
  }

  #add(hash: number, slot: number): number {
    const index = this.size;
    for (const it of this.row) this.rows.push(it);
    this.#table[slot] = hash;
    this.#table[slot + 1] = index + 1;
    if (this.size * 4 > this.#table.length) this.#table = grownSlots(this.#table);
    return index;
  }
}
