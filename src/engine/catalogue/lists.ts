import { encodeUtf8 } from './utf8.ts';

/**
 * Whole numbers in a typed array that grows; half the memory of a plain array, and no garbage. `values` holds until the
 * next number is pushed: growing takes its memory along.
 */
export class IntList {
  values = new Int32Array(1024);
  length = 0;

  push(value: number): number {
    if (this.length === this.values.length) this.#grow();
    this.values[this.length] = value;
    return this.length++;
  }

  at(index: number): number {
    return this.values[index] as number;
  }

  /** Forgets everything from `length` on. */
  truncate(length: number): void {
    this.length = length;
  }

  /** A copy of exactly what it holds. */
  toArray(): Int32Array<ArrayBuffer> {
    return this.values.slice(0, this.length);
  }

  /** Makes room for so many numbers; what it holds may be lost. */
  reserve(count: number): void {
    if (count > this.values.length) this.values = new Int32Array(2 * count);
  }

  #grow(): void {
    this.values = new Int32Array(this.values.buffer.transfer(this.values.byteLength * 2));
  }
}

/** Bytes in a typed array that grows, as `IntList` does. */
export class ByteList {
  values = new Uint8Array(4096);
  length = 0;

  /** Appends `source[start, end)`; returns where it begins. */
  append(source: Uint8Array, start: number, end: number): number {
    const size = end - start;
    if (this.length + size > this.values.length) this.#grow(this.length + size);
    const values = this.values;
    const from = this.length;
    for (let i = 0; i < size; i++) values[from + i] = source[start + i] as number;
    this.length = from + size;
    return from;
  }

  /** Appends a text as UTF-8. */
  appendText(text: string): void {
    if (this.length + text.length > this.values.length) this.#grow(this.length + text.length);
    const { values, length: from } = this;
    for (let i = 0; i < text.length; i++) {
      const code = text.charCodeAt(i);
      if (code >= 0x80) {
        const bytes = encodeUtf8(text);
        this.append(bytes, 0, bytes.length);
        return;
      }
      values[from + i] = code;
    }
    this.length = from + text.length;
  }

  truncate(length: number): void {
    this.length = length;
  }

  toArray(): Uint8Array<ArrayBuffer> {
    return this.values.slice(0, this.length);
  }

  #grow(needed: number): void {
    this.values = new Uint8Array(this.values.buffer.transfer(Math.max(needed, this.values.length * 2)));
  }
}
