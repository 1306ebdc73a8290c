import { Buffer } from 'node:buffer';
import type { ByteStream } from './byte-stream.ts';

/** One value cut out of a stream of JSON, or why there is none. `number` counts from 1. */
export type JsonItem =
  | { readonly number: number; readonly value: unknown }
  | { readonly number: number; readonly fault: string };

export interface JsonItemLimits {
  /** A larger item is passed over without being kept in memory. */
  readonly itemBytesMax: number;
  /** Brackets within brackets; deeper ones fill memory with nothing. */
  readonly depthMax: number;
}

const LIMITS: JsonItemLimits = { itemBytesMax: 64 * 2 ** 20, depthMax: 200 };

/**
 * Cuts a stream of JSON into its items without holding more than one: the elements of the array under `key` of the
 * outermost object, or with `key` null each value of the outermost level (one document, JSON lines, an array of
 * documents). Items that are too large, too deep, not UTF-8 or not JSON come as faults, as does an end in mid-item.
 */
export async function* jsonItems(
  stream: ByteStream,
  key: string | null,
  limits: JsonItemLimits = LIMITS,
): AsyncGenerator<JsonItem> {
  const splitter = new JsonSplitter(key, limits);
  for await (const chunk of stream) yield* splitter.push(chunk);
  yield* splitter.end();
}

const QUOTE = 0x22;
const COMMA = 0x2c;
const COLON = 0x3a;
const BACKSLASH = 0x5c;
const OPEN_LIST = 0x5b;
const CLOSE_LIST = 0x5d;
const OPEN_OBJECT = 0x7b;
const CLOSE_OBJECT = 0x7d;

/** The work of {@link jsonItems}, chunk by chunk. Knows strings and brackets; `JSON.parse` judges each item. */
class JsonSplitter {
  readonly #key: string | null;
  readonly #limits: JsonItemLimits;
  /** Open brackets, those of the open item included. */
  #depth = 0;
  /** Open brackets where an item begins; -1 outside of the array that holds the items. */
  #itemDepth: number;
  #inString = false;
  #escaped = false;
  /** The last string outside of items: the key of what follows. */
  #label = '';
  /** Inside a number, word or string that stands where an item should. */
  #inScalar = false;
  #number = 0;
  /** The bytes of the open item; null between items. */
  #pieces: Uint8Array[] | null = null;
  #itemBytes = 0;
  #fault: string | null = null;

  constructor(key: string | null, limits: JsonItemLimits) {
    this.#key = key;
    this.#limits = limits;
    this.#itemDepth = key === null ? 0 : -1;
  }

  /** The items that end within this chunk. */
  push(chunk: Uint8Array): JsonItem[] {
    const items: JsonItem[] = [];
    let at = 0;
    while (at < chunk.length)
      at = this.#pieces === null ? this.#passBetween(chunk, at, items) : this.#readItem(chunk, at, items);
    return items;
  }

  end(): JsonItem[] {
    if (this.#pieces !== null) return [{ number: this.#number, fault: 'The file ends inside this record' }];
    if (this.#depth > 0 || this.#inString)
      return [{ number: this.#number + 1, fault: 'The file ends before its outermost bracket closes' }];
    return [];
  }

  #readItem(chunk: Uint8Array, from: number, items: JsonItem[]): number {
    const end = this.#endOfItem(chunk, from);
    this.#keep(chunk.subarray(from, end ?? chunk.length));
    if (end === null) return chunk.length;
    items.push(this.#takeItem());
    return end;
  }

  /** Index after the last byte of the open item; null if it goes on beyond this chunk. */
  #endOfItem(chunk: Uint8Array, from: number): number | null {
    let at = from;
    while (at < chunk.length) {
      if (this.#inString) {
        at = this.#endOfString(chunk, at);
        continue;
      }
      const byte = chunk[at++];
      if (byte === QUOTE) this.#inString = true;
      else if (byte === OPEN_OBJECT || byte === OPEN_LIST) {
        this.#depth++;
        if (this.#depth > this.#limits.depthMax)
          this.#fault ??= `The record is nested deeper than ${this.#limits.depthMax} levels`;
      } else if (byte === CLOSE_OBJECT || byte === CLOSE_LIST) {
        this.#depth--;
        if (this.#depth === this.#itemDepth) return at;
      }
    }
    return null;
  }

  #endOfString(chunk: Uint8Array, from: number): number {
    let at = from;
    if (this.#escaped && at < chunk.length) at++;
    this.#escaped = false;
    for (; at < chunk.length; at++) {
      const byte = chunk[at];
      if (byte === QUOTE) {
        this.#inString = false;
        return at + 1;
      }
      if (byte !== BACKSLASH) continue;
      at++;
      this.#escaped = at === chunk.length;
    }
    return at;
  }

  /** Takes one step between items; returns where the next begins. */
  #passBetween(chunk: Uint8Array, at: number, items: JsonItem[]): number {
    if (this.#inString) {
      const end = this.#endOfString(chunk, at);
      if (this.#label.length < 64)
        this.#label += Buffer.from(chunk.subarray(at, this.#inString ? end : end - 1)).toString(
          'latin1',
          0,
          64,
        );
      return end;
    }
    const byte = chunk[at] as number;
    const atItems = this.#depth === this.#itemDepth;
    if (byte === OPEN_OBJECT || byte === OPEN_LIST) {
      if (this.#holdsItems(byte)) this.#itemDepth = ++this.#depth;
      else if (atItems) this.#openItem();
      else this.#depth++;
      return this.#pieces === null ? at + 1 : at; // the item reads its own first bracket
    }
    if (byte === CLOSE_OBJECT || byte === CLOSE_LIST) {
      if (atItems) this.#itemDepth = this.#key === null ? 0 : -1;
      this.#depth = Math.max(0, this.#depth - 1);
      this.#inScalar = false;
    } else if (byte === QUOTE) {
      this.#inString = true;
      this.#label = '';
      if (atItems) this.#refuseScalar(items);
    } else if (byte === COMMA || byte === COLON) this.#inScalar = false;
    else if (byte > 0x20 && atItems) this.#refuseScalar(items);
    return at + 1;
  }

  /** Whether the bracket opens the array that holds the items. */
  #holdsItems(byte: number): boolean {
    if (byte !== OPEN_LIST) return false;
    return this.#key === null ? this.#depth === 0 : this.#depth === 1 && this.#label === this.#key;
  }

  #openItem(): void {
    this.#number++;
    this.#pieces = [];
    this.#itemBytes = 0;
    this.#fault = null;
    this.#inScalar = false;
  }

  #refuseScalar(items: JsonItem[]): void {
    if (this.#inScalar) return;
    this.#inScalar = true;
    this.#number++;
    items.push({ number: this.#number, fault: 'The record is not an object' });
  }

  #keep(piece: Uint8Array): void {
    this.#itemBytes += piece.length;
    if (this.#itemBytes > this.#limits.itemBytesMax)
      this.#fault ??= `The record is larger than ${this.#limits.itemBytesMax} bytes`;
    if (this.#fault === null) this.#pieces?.push(piece);
    else this.#pieces = [];
  }

  #takeItem(): JsonItem {
    const pieces = this.#pieces ?? [];
    const fault = this.#fault;
    this.#pieces = null;
    if (fault !== null) return { number: this.#number, fault };
    const bytes = pieces.length === 1 ? (pieces[0] as Uint8Array) : Buffer.concat(pieces);
    return { number: this.#number, ...parse(bytes) };
  }
}

const utf8 = new TextDecoder('utf-8', { fatal: true });

function parse(bytes: Uint8Array): { value: unknown } | { fault: string } {
  let text: string;
  try {
    text = utf8.decode(bytes);
  } catch (error) {
    return { fault: `The record is not valid UTF-8 (${(error as Error).message})` };
  }
  try {
    return { value: JSON.parse(text) };
  } catch (error) {
    return { fault: `The record is not valid JSON (${(error as Error).message.slice(0, 200)})` };
  }
}
