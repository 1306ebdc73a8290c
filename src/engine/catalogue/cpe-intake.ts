import { ByteList, IntList } from './lists.ts';
import { RowInterner } from './row-interner.ts';
import { equalBytes, hashBytes, TextInterner } from './text-pool.ts';
import { encodeUtf8 } from './utf8.ts';
import { ANY_ONE, ANY_RUN } from './wildcards.ts';

/** Version of a criterion: every version, none in particular, or an index into the versions. */
export const ANY_VERSION = -1;
export const UNSPECIFIED_VERSION = -2;
/** The attributes "update … other" that all say nothing. */
export const NO_ATTRIBUTES = 0;

const COLON = 0x3a;
const BACKSLASH = 0x5c;
const STAR = 0x2a;
const QUESTION = 0x3f;
const DASH = 0x2d;
const PREFIX = encodeUtf8('cpe:2.3:');
const NOTHING_MORE = encodeUtf8('*:*:*:*:*:*:*');
const PARTS = encodeUtf8('aoh');
const FIELDS = 11;

/** Products by part, vendor and name, all unescaped and in lower case. */
export class ProductIntake {
  readonly texts: TextInterner;
  readonly parts = new ByteList();
  readonly vendors = new IntList();
  readonly names = new IntList();
  readonly families = new IntList();
  readonly #keys = new RowInterner(4);

  constructor(texts: TextInterner) {
    this.texts = texts;
  }

  /** `family` is the index of a text, or -1. */
  add(part: number, vendor: number, name: number, family: number): number {
    const { row } = this.#keys;
    row[0] = part;
    row[1] = vendor;
    row[2] = name;
    row[3] = family;
    const index = this.#keys.intern();
    if (index === this.vendors.length) {
      this.parts.append(Uint8Array.of(part), 0, 1);
      this.vendors.push(vendor);
      this.names.push(name);
      this.families.push(family);
    }
    return index;
  }
}

/** The columns of a CPE name; a text that is none has no product. */
const CPE = { product: 0, version: 1, attributes: 2, width: 3 } as const;
const NONE = -1;

/** Reads CPE 2.3 formatted strings (NISTIR 7695, 6.2) from bytes into the indices of product, version and attributes. */
export class CpeIntake {
  readonly versions = new TextInterner();
  readonly attributes = new TextInterner();
  readonly products: ProductIntake;
  /** Names as written; one may be written in several ways. */
  readonly names = new TextInterner();
  readonly #columns = new IntList();
  /** Part, vendor and product as written. */
  readonly #productNames = new TextInterner();
  readonly #productOfName = new IntList();
  /** Where each field begins; one more than there are fields. */
  readonly #starts = new Int32Array(FIELDS + 1);
  readonly #scratch = new ByteList();

  constructor(products: ProductIntake) {
    this.products = products;
    this.attributes.intern(NOTHING_MORE, 0, NOTHING_MORE.length);
  }

  /** Index of a CPE name; -1: it is none. */
  intern(bytes: Uint8Array, start: number, end: number): number {
    return this.internHashed(bytes, start, end, hashBytes(bytes, start, end));
  }

  /** For bytes whose hash was worked out while they were read. */
  internHashed(bytes: Uint8Array, start: number, end: number, hash: number): number {
    const name = this.names.internHashed(bytes, start, end, hash);
    if (CPE.width * name === this.#columns.length) this.#read(bytes, start, end);
    return this.product(name) === NONE ? NONE : name;
  }

  #read(bytes: Uint8Array, start: number, end: number): void {
    const columns = this.#columns;
    if (!this.#split(bytes, start, end)) {
      for (let i = 0; i < CPE.width; i++) columns.push(NONE);
      return;
    }
    const starts = this.#starts;
    const version = this.#readVersion(bytes, starts[3] as number, (starts[4] as number) - 1);
    const attributes = this.#readAttributes(bytes, starts[4] as number, end);
    columns.push(this.#readProduct(bytes));
    columns.push(version);
    columns.push(attributes);
  }

  product(name: number): number {
    return this.#columns.at(CPE.width * name + CPE.product);
  }

  version(name: number): number {
    return this.#columns.at(CPE.width * name + CPE.version);
  }

  attributesOf(name: number): number {
    return this.#columns.at(CPE.width * name + CPE.attributes);
  }

  /** Lists name the same product many times in a row, so the part of the name that tells it is looked up as a whole. */
  #readProduct(bytes: Uint8Array): number {
    const [part, vendor, name, version] = this.#starts as unknown as [number, number, number, number];
    const index = this.#productNames.intern(bytes, part, version);
    if (index === this.#productOfName.length) {
      const vendorText = this.#lowerText(bytes, vendor, name - 1);
      const nameText = this.#lowerText(bytes, name, version - 1);
      this.#productOfName.push(this.products.add(bytes[part] as number, vendorText, nameText, -1));
    }
    return this.#productOfName.at(index);
  }

  #split(bytes: Uint8Array, start: number, end: number): boolean {
    for (let i = 0; i < PREFIX.length; i++) if (bytes[start + i] !== PREFIX[i]) return false;
    let fields = 0;
    this.#starts[0] = start + PREFIX.length;
    for (let i = start + PREFIX.length; i < end; i++) {
      const byte = bytes[i];
      if (byte === BACKSLASH) i++;
      else if (byte === COLON) {
        if (++fields === FIELDS) return false;
        this.#starts[fields] = i + 1;
      }
    }
    this.#starts[FIELDS] = end + 1;
    return fields === FIELDS - 1 && PARTS.includes(bytes[this.#starts[0] as number] as number);
  }

  #readAttributes(bytes: Uint8Array, start: number, end: number): number {
    const isNothing = equalBytes(bytes, start, end, NOTHING_MORE, 0, NOTHING_MORE.length);
    return isNothing ? NO_ATTRIBUTES : this.attributes.intern(bytes, start, end);
  }

  #readVersion(bytes: Uint8Array, start: number, end: number): number {
    if (end === start + 1 && bytes[start] === STAR) return ANY_VERSION;
    if (end === start + 1 && bytes[start] === DASH) return UNSPECIFIED_VERSION;
    if (isPlain(bytes, start, end)) return this.versions.intern(bytes, start, end);
    const scratch = this.#unescape(bytes, start, end, false);
    return this.versions.intern(scratch.values, 0, scratch.length);
  }

  #lowerText(bytes: Uint8Array, start: number, end: number): number {
    const scratch = this.#unescape(bytes, start, end, true);
    return this.products.texts.intern(scratch.values, 0, scratch.length);
  }

  #unescape(bytes: Uint8Array, start: number, end: number, lower: boolean): ByteList {
    const scratch = this.#scratch;
    scratch.truncate(0);
    scratch.append(bytes, start, end);
    const out = scratch.values;
    let length = 0;
    for (let i = start; i < end; i++) {
      let byte = bytes[i] as number;
      if (byte === BACKSLASH && i + 1 < end) byte = bytes[++i] as number;
      else if (byte === STAR) byte = ANY_RUN;
      else if (byte === QUESTION) byte = ANY_ONE;
      if (lower && byte >= 0x41 && byte <= 0x5a) byte += 0x20;
      out[length++] = byte;
    }
    scratch.truncate(length);
    return scratch;
  }
}

/** Stands for itself: no escape, no wildcard. */
function isPlain(bytes: Uint8Array, start: number, end: number): boolean {
  for (let i = start; i < end; i++) {
    const byte = bytes[i];
    if (byte === BACKSLASH || byte === STAR || byte === QUESTION) return false;
  }
  return true;
}
