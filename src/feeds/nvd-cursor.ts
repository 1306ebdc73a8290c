import { Buffer } from 'node:buffer';
import { finishHash, HASH_START, stirHash, type TextInterner } from '#engine/catalogue';

/** The bytes at hand end before the value does: read on once there are more. */
export class CutOff extends Error {
  override readonly name = 'CutOff';
}

/** This is no JSON, or not of the expected shape. */
export class Malformed extends Error {
  override readonly name = 'Malformed';
}

const NOTHING = Buffer.alloc(0);

function viewOf({ buffer, byteOffset, byteLength }: Buffer): DataView {
  return new DataView(buffer, byteOffset, byteLength);
}

// One instance for all: it is thrown once per chunk and nobody looks at its stack.
const CUT_OFF = new CutOff('The bytes end within a value');

/** Bytes to look for, eight at a time. */
export class Word {
  readonly bytes: Buffer;
  readonly length: number;
  /** The bytes as numbers of eight, the last of them reaching to the end; none where there are fewer. */
  readonly eights: Float64Array;

  constructor(text: string) {
    this.bytes = Buffer.from(text);
    this.length = this.bytes.length;
    const view = viewOf(this.bytes);
    this.eights = Float64Array.from({ length: this.length < 8 ? 0 : Math.ceil(this.length / 8) }, (_, i) =>
      view.getFloat64(Math.min(8 * i, this.length - 8)),
    );
  }
}

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const COMMA = 0x2c;
const COLON = 0x3a;
export const OPEN_OBJECT = 0x7b;
export const CLOSE_OBJECT = 0x7d;
export const OPEN_ARRAY = 0x5b;
const CLOSE_ARRAY = 0x5d;

/**
 * Walks over JSON in bytes without making strings or objects of it: `JSON.parse` reads a fifth as fast, and a year of
 * NVD is mostly text nobody asks for. Positions only move forward; strings are left where they stand.
 */
export class JsonCursor {
  bytes: Buffer = NOTHING;
  view = viewOf(NOTHING);
  at = 0;
  end = 0;
  /** The text last read: `text.subarray(from, to)`, with escapes resolved. */
  text: Uint8Array = this.bytes;
  from = 0;
  to = 0;
  /** Of the text that `takeText` read; see `hashBytes`. */
  hash = 0;
  #escaped = false;

  /** Begins anew, with the first `end` of other bytes. */
  moveTo(bytes: Buffer, end: number): void {
    if (bytes !== this.bytes) this.view = viewOf(bytes);
    this.bytes = bytes;
    this.at = 0;
    this.end = end;
  }

  /** The next byte that is not blank, left in place. */
  peek(): number {
    const { bytes, end } = this;
    let at = this.at;
    while (at < end && (bytes[at] as number) <= 0x20) at++;
    this.at = at;
    if (at >= end) throw CUT_OFF;
    return bytes[at] as number;
  }

  /** Steps into an object or array; false (and past the value) where something else stands. */
  enter(open: typeof OPEN_OBJECT | typeof OPEN_ARRAY): boolean {
    if (this.peek() !== open) {
      this.skip();
      return false;
    }
    this.at++;
    return true;
  }

  /** Moves to the value of the next key, which becomes the text; false once the object is left. */
  nextKey(): boolean {
    let byte = this.peek();
    if (byte === COMMA) {
      this.at++;
      byte = this.peek();
    }
    if (byte === CLOSE_OBJECT) {
      this.at++;
      return false;
    }
    this.readText();
    if (this.peek() !== COLON) throw new Malformed('a key has no value');
    this.at++;
    this.peek();
    return true;
  }

  /** Moves to the next element; false once the array is left. */
  nextElement(): boolean {
    let byte = this.peek();
    if (byte === COMMA) {
      this.at++;
      byte = this.peek();
    }
    if (byte !== CLOSE_ARRAY) return true;
    this.at++;
    return false;
  }

  /** Reads a string into `text`; false (and past the value) where something else stands. */
  readText(): boolean {
    if (this.peek() !== QUOTE) {
      if (this.bytes[this.at] === CLOSE_ARRAY || this.bytes[this.at] === CLOSE_OBJECT)
        throw new Malformed('a bracket closes that was not opened');
      this.skip();
      this.from = 0;
      this.to = 0;
      return false;
    }
    this.#readRaw();
    this.text = this.bytes;
    if (this.#escaped) this.#unescape();
    return true;
  }

  /** Whether the text is exactly these bytes. */
  is(expected: Uint8Array): boolean {
    const { text, from } = this;
    if (this.to - from !== expected.length) return false;
    for (let i = 0; i < expected.length; i++) if (text[from + i] !== expected[i]) return false;
    return true;
  }

  /** Whether the text begins with these bytes. */
  startsWith(expected: Uint8Array): boolean {
    const { text, from } = this;
    if (this.to - from < expected.length) return false;
    for (let i = 0; i < expected.length; i++) if (text[from + i] !== expected[i]) return false;
    return true;
  }

  /** Passes over exactly these bytes; false (and nothing moved) where they do not stand, or not yet. */
  take(word: Word): boolean {
    const { view, at } = this;
    const { eights, length } = word;
    if (at + length > this.end) return false;
    const last = at + length - 8;
    if (eights.length === 0) {
      for (let i = 0; i < length; i++) if (this.bytes[at + i] !== word.bytes[i]) return false;
    } else {
      for (let i = 0, from = at; from < last; i++, from += 8)
        if (view.getFloat64(from) !== eights[i]) return false;
      if (view.getFloat64(last) !== eights[eights.length - 1]) return false;
    }
    this.at = at + length;
    return true;
  }

  /** As `take`, of one byte. */
  takeByte(byte: number): boolean {
    if (this.at >= this.end || this.bytes[this.at] !== byte) return false;
    this.at++;
    return true;
  }

  /** Reads the rest of a string whose first quote is behind, and its hash; false where it has escapes or is cut off. */
  takeText(): boolean {
    const { bytes, end } = this;
    let at = this.at;
    let hash = HASH_START;
    for (; at < end; at++) {
      const byte = bytes[at] as number;
      if (byte === QUOTE) {
        this.text = bytes;
        this.from = this.at;
        this.to = at;
        this.hash = finishHash(hash);
        this.at = at + 1;
        return true;
      }
      if (byte === BACKSLASH) return false;
      hash = stirHash(hash, byte);
    }
    return false;
  }

  /**
   * Passes over the rest of a string that is the known one, which has no escapes; false (and nothing moved) where another
   * stands.
   */
  takeKnown(texts: TextInterner, index: number): boolean {
    const { view, bytes, at } = this;
    const known = texts.view;
    const length = texts.end(index) - texts.start(index);
    if (at + length >= this.end || bytes[at + length] !== QUOTE) return false;
    let from = at;
    let stored = texts.start(index);
    for (const end = at + length - 8; from <= end; from += 8, stored += 8)
      if (view.getFloat64(from) !== known.getFloat64(stored)) return false;
    for (; from < at + length; from++, stored++) if (bytes[from] !== known.getUint8(stored)) return false;
    this.at = at + length + 1;
    return true;
  }

  /** Passes over the rest of a string, without its hash; false where it has escapes or is cut off. */
  passText(): boolean {
    if (!this.peekText(this.end)) return false;
    this.at = this.to + 1;
    return this.to < this.end;
  }

  /** Makes at most `max` bytes of the rest of a string the text, moving nothing; false where they have escapes. */
  peekText(max: number): boolean {
    const { bytes, at: from } = this;
    const end = Math.min(this.end, from + max);
    let at = from;
    for (; at < end; at++) {
      const byte = bytes[at] as number;
      if (byte === QUOTE) break;
      if (byte === BACKSLASH) return false;
    }
    this.text = bytes;
    this.from = from;
    this.to = at;
    return true;
  }

  /** Whether these bytes stand anywhere between here and the end. */
  holds(word: Word): boolean {
    return this.bytes.indexOf(word.bytes, this.at, this.end) !== -1;
  }

  /** Moves behind the next place where these bytes stand; false where there is none. */
  jumpBehind(word: Word): boolean {
    const found = this.bytes.indexOf(word.bytes, this.at, this.end);
    this.at = found + word.length;
    return found !== -1;
  }

  jumpBehindByte(expected: number): boolean {
    const found = this.bytes.indexOf(expected, this.at, this.end);
    this.at = found + 1;
    return found !== -1;
  }

  /** The text as a string, for messages and for the few values that are looked up. */
  textString(): string {
    return Buffer.from(this.text.buffer, this.text.byteOffset + this.from, this.to - this.from).toString();
  }

  /** True or false; null (and past the value) for anything else. */
  readBoolean(): boolean | null {
    const first = this.peek();
    this.skip();
    if (first === 0x74) return true;
    return first === 0x66 ? false : null;
  }

  /** Passes over one value of any kind. */
  skip(): void {
    const byte = this.peek();
    if (byte === QUOTE) this.#readRaw();
    else if (byte === OPEN_OBJECT || byte === OPEN_ARRAY) {
      this.at++;
      this.leave();
    } else this.#skipScalar();
  }

  /** Passes over the rest of the object or array that is open, its bracket included. */
  leave(): void {
    const { bytes, end } = this;
    let depth = 1;
    let at = this.at;
    while (at < end) {
      const byte = bytes[at++] as number;
      if (byte === QUOTE) {
        while (at < end && bytes[at] !== QUOTE) at += bytes[at] === BACKSLASH ? 2 : 1;
        at++;
      } else if (byte === OPEN_OBJECT || byte === OPEN_ARRAY) depth++;
      else if ((byte === CLOSE_OBJECT || byte === CLOSE_ARRAY) && --depth === 0) {
        this.at = at;
        return;
      }
    }
    throw CUT_OFF;
  }

  #readRaw(): void {
    const { bytes, end } = this;
    let at = this.at + 1;
    let escaped = false;
    this.from = at;
    while (at < end) {
      const byte = bytes[at];
      if (byte === QUOTE) {
        this.to = at;
        this.at = at + 1;
        this.#escaped = escaped;
        return;
      }
      if (byte === BACKSLASH) {
        escaped = true;
        at++;
      }
      at++;
    }
    throw CUT_OFF;
  }

  #skipScalar(): void {
    const { bytes, end } = this;
    const start = this.at;
    let at = start;
    while (at < end) {
      const byte = bytes[at] as number;
      if (byte <= 0x20 || byte === COMMA || byte === CLOSE_OBJECT || byte === CLOSE_ARRAY) break;
      at++;
    }
    if (at >= end) throw CUT_OFF;
    if (at === start) throw new Malformed('a value is missing');
    this.at = at;
  }

  /** `JSON.parse` knows all escapes; texts with one are rare enough to pay for a string. */
  #unescape(): void {
    const quoted = Buffer.from(
      this.bytes.buffer,
      this.bytes.byteOffset + this.from - 1,
      this.to - this.from + 2,
    );
    this.text = Buffer.from(parseString(quoted.toString()));
    this.from = 0;
    this.to = this.text.length;
  }
}

function parseString(quoted: string): string {
  try {
    return JSON.parse(quoted) as string;
  } catch (error) {
    throw new Malformed(`a string is not JSON (${(error as Error).message})`);
  }
}
