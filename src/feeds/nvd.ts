import { Buffer } from 'node:buffer';
import { instantText, type VulnerabilityIntake } from '#engine/catalogue';
import { type ByteStream, freePiece } from './byte-stream.ts';
import { CLOSE_OBJECT, CutOff, JsonCursor, Malformed, OPEN_ARRAY, OPEN_OBJECT, Word } from './nvd-cursor.ts';
import { NvdRecordReader } from './nvd-record.ts';
import { UsualRecordReader } from './nvd-usual.ts';
import type { FeedSink } from './sink.ts';

/** What a file brought. */
export interface NvdReport {
  readonly records: number;
  readonly rejected: number;
  /** ISO date of the record modified last; null where none was read. */
  readonly newestOn: string | null;
}

/** The largest record of 2026 has 3 MB; anything beyond this is no CVE and would only fill memory. */
const RECORD_BYTES_MAX = 64 * 2 ** 20;
const WINDOW_BYTES = 2 ** 21;

/** Where records that cannot be taken go, and which of the others are asked for. */
export interface NvdSink extends Pick<FeedSink, 'reject' | 'warn'> {
  /** Ids; records of others are passed over and leave no trace. Undefined: all are asked for. */
  readonly only?: Pick<ReadonlySet<string>, 'has'> | undefined;
}

/**
 * Reads NVD's 2.0 format into a catalogue's intake: API pages, the bulk feed files, or one `cve` object per line;
 * unpacked and UTF-8, in bounded memory. A bad record goes to `reject` with its number and never stops the rest.
 */
export async function readNvd(
  stream: ByteStream,
  file: string,
  intake: VulnerabilityIntake,
  sink: NvdSink,
): Promise<NvdReport> {
  const scanner = new NvdScanner(file, intake, sink);
  const before = intake.rowCount;
  for await (const chunk of stream) {
    scanner.push(chunk);
    freePiece(chunk); // the scanner has copied what it keeps
  }
  scanner.end();
  const newestOn = instantText(intake.newestSince(before))?.slice(0, 10) ?? null;
  return { records: scanner.records, rejected: scanner.rejected, newestOn };
}

const NEWLINE = 0x0a;
const CVE_OBJECT = new Word('{"cve":');
const NEXT_CVE_OBJECT = Buffer.from('},{"cve":{"id":"');
const ID = Buffer.from('id');
const CVE = Buffer.from('cve');
const VULNERABILITIES = Buffer.from('vulnerabilities');

/** What stands around the position: nothing, a page's object, or a list of records. */
type Place = 'outside' | 'page' | 'list';

class NvdScanner {
  records = 0;
  rejected = 0;
  readonly #file: string;
  readonly #sink: NvdSink;
  readonly #cursor = new JsonCursor();
  readonly #reader: NvdRecordReader;
  readonly #usual: UsualRecordReader;
  #window = Buffer.allocUnsafeSlow(WINDOW_BYTES);
  #filled = 0;
  /** A cut-off record is not tried again before the window holds this much. */
  #tryAt = 0;
  #place: Place = 'outside';
  #listIsInPage = false;
  /** A record given up: passed over as soon as all of it is here. */
  #passOver: 'none' | 'value' | 'line' = 'none';
  #oversize: BracketCounter | null = null;

  constructor(file: string, intake: VulnerabilityIntake, sink: NvdSink) {
    this.#file = file;
    this.#sink = sink;
    this.#reader = new NvdRecordReader(this.#cursor, intake, (reason) =>
      sink.warn?.({ file, line: this.#number, reason }),
    );
    this.#usual = new UsualRecordReader(this.#cursor, intake, this.#reader);
  }

  get #number(): number {
    return this.records + this.rejected + 1;
  }

  push(chunk: Uint8Array): void {
    const rest = this.#oversize === null ? chunk : this.#passOversize(chunk);
    if (rest.length === 0) return;
    this.#append(rest);
    if (this.#filled < this.#tryAt) return;
    this.#scan();
  }

  end(): void {
    // A scalar or a line may be complete only because the file ends here.
    this.#append(Uint8Array.of(0x0a));
    this.#scan();
    if (this.#oversize !== null || this.#place !== 'outside' || this.#filled > 0)
      this.#reject('the file ends within a record or a list of records');
  }

  #append(chunk: Uint8Array): void {
    const needed = this.#filled + chunk.length;
    if (needed > this.#window.length) {
      const larger = Buffer.allocUnsafeSlow(Math.max(needed, this.#window.length * 2));
      larger.set(this.#window.subarray(0, this.#filled));
      this.#window = larger;
    }
    this.#window.set(chunk, this.#filled);
    this.#filled = needed;
  }

  /** Takes steps until the bytes run out, then keeps what the next step needs. */
  #scan(): void {
    const cursor = this.#cursor;
    cursor.moveTo(this.#window, this.#filled);
    let done = 0;
    try {
      for (;;) {
        this.#step();
        done = cursor.at;
      }
    } catch (error) {
      if (!(error instanceof CutOff)) throw error;
    }
    this.#keepFrom(done);
  }

  #keepFrom(start: number): void {
    let from = start;
    while (from < this.#filled && (this.#window[from] as number) <= 0x20) from++;
    this.#window.copyWithin(0, from, this.#filled);
    this.#filled -= from;
    // Twice as much each time, so that a long record is not read again with every chunk.
    this.#tryAt = from === 0 ? this.#filled * 2 : 0;
    if (this.#filled > RECORD_BYTES_MAX) this.#giveUpOversize();
  }

  /** One record, or one move between records. */
  #step(): void {
    const cursor = this.#cursor;
    const start = cursor.at;
    const passing = this.#passOver !== 'none';
    try {
      if (passing) this.#passOverBad();
      else if (this.#place === 'list') this.#stepInList();
      else if (this.#place === 'page') this.#stepInPage();
      else this.#stepOutside();
    } catch (error) {
      if (!(error instanceof Malformed)) throw error;
      if (passing) {
        // What was given up has no end that could be found: every try must still come nearer to the end of the file.
        cursor.at = start + 1;
        return;
      }
      this.#reject(error.message);
      cursor.at = start;
      this.#passOver = this.#place === 'list' ? 'value' : 'line';
    }
  }

  #stepOutside(): void {
    const cursor = this.#cursor;
    const byte = cursor.peek();
    if (this.#readUsualLine()) return;
    if (byte === OPEN_ARRAY) {
      cursor.at++;
      this.#place = 'list';
      this.#listIsInPage = false;
    } else if (byte === OPEN_OBJECT && this.#isPage()) {
      cursor.enter(OPEN_OBJECT);
      this.#place = 'page';
    } else this.#readElement();
  }

  /** A record alone on its line. */
  #readUsualLine(): boolean {
    const end = this.#window.indexOf(NEWLINE, this.#cursor.at);
    return end !== -1 && end < this.#filled && this.#readUsual(end);
  }

  /** `{"cve":{…}}` with another one behind it. */
  #readUsualElement(): boolean {
    const cursor = this.#cursor;
    const start = cursor.at;
    if (!cursor.take(CVE_OBJECT)) return false;
    const end = this.#window.indexOf(NEXT_CVE_OBJECT, cursor.at);
    if (end !== -1 && end < this.#filled && this.#readUsual(end)) {
      cursor.at++;
      return true;
    }
    cursor.at = start;
    return false;
  }

  #readUsual(end: number): boolean {
    const cursor = this.#cursor;
    const start = cursor.at;
    if (this.#isUnasked()) {
      cursor.at = end;
      return true;
    }
    cursor.end = end;
    const isRead = this.#usual.read();
    cursor.end = this.#filled;
    if (isRead) this.records++;
    else cursor.at = start;
    return isRead;
  }

  /** Looks ahead: whether the record that begins here is one that nobody asks for. */
  #isUnasked(): boolean {
    const { only } = this.#sink;
    const cursor = this.#cursor;
    if (only === undefined || cursor.peek() !== OPEN_OBJECT) return false;
    const start = cursor.at;
    let isUnasked = false;
    cursor.enter(OPEN_OBJECT);
    while (cursor.nextKey()) {
      if (cursor.is(ID)) {
        isUnasked = cursor.readText() && !only.has(cursor.textString());
        break;
      }
      if (cursor.is(CVE)) break;
      cursor.skip();
    }
    cursor.at = start;
    return isUnasked;
  }

  /** Looks ahead: a page has its list or its numbers, a record its id. */
  #isPage(): boolean {
    const cursor = this.#cursor;
    const start = cursor.at;
    let isPage = false;
    cursor.enter(OPEN_OBJECT);
    while (cursor.nextKey()) {
      if (cursor.is(ID) || cursor.is(CVE)) break;
      if (cursor.is(VULNERABILITIES)) {
        isPage = true;
        break;
      }
      cursor.skip();
    }
    cursor.at = start;
    return isPage;
  }

  #stepInPage(): void {
    const cursor = this.#cursor;
    if (!cursor.nextKey()) {
      this.#place = 'outside';
      return;
    }
    const isList = cursor.is(VULNERABILITIES);
    if (!isList) {
      cursor.skip();
      return;
    }
    if (!cursor.enter(OPEN_ARRAY)) throw new Malformed('field vulnerabilities: it is no list');
    this.#place = 'list';
    this.#listIsInPage = true;
  }

  #stepInList(): void {
    const cursor = this.#cursor;
    if (cursor.nextElement()) {
      if (!this.#readUsualElement()) this.#readElement();
    } else this.#place = this.#listIsInPage ? 'page' : 'outside';
  }

  /** A `cve` object, bare or as `{"cve": {…}}`. */
  #readElement(): void {
    const cursor = this.#cursor;
    const byte = cursor.peek();
    if (byte !== OPEN_OBJECT) throw new Malformed('the record is no object');
    const start = cursor.at;
    cursor.at++;
    if (cursor.peek() === CLOSE_OBJECT) throw new Malformed('the record is empty');
    while (cursor.nextKey()) {
      if (cursor.is(ID)) break;
      if (!cursor.is(CVE)) {
        cursor.skip();
        continue;
      }
      this.#readOrPass();
      cursor.leave();
      return;
    }
    cursor.at = start;
    this.#readOrPass();
  }

  #readOrPass(): void {
    if (this.#isUnasked()) this.#cursor.skip();
    else this.#reader.read();
    this.records++;
  }

  #passOverBad(): void {
    const cursor = this.#cursor;
    if (this.#passOver === 'value') {
      if (cursor.nextElement()) cursor.skip();
      else this.#place = this.#listIsInPage ? 'page' : 'outside';
    } else {
      const newline = cursor.bytes.subarray(0, cursor.end).indexOf(0x0a, cursor.at);
      if (newline === -1) cursor.at = cursor.end;
      cursor.at = newline === -1 ? cursor.end : newline + 1;
      if (newline === -1) {
        cursor.peek(); // throws: the line goes on in the next chunk
      }
    }
    this.#passOver = 'none';
  }

  #giveUpOversize(): void {
    this.#reject(`the record has more than ${RECORD_BYTES_MAX / 2 ** 20} MiB`);
    this.#oversize = new BracketCounter();
    const rest = this.#passOversize(this.#window.subarray(0, this.#filled));
    this.#filled = 0;
    this.#tryAt = 0;
    this.#window = Buffer.allocUnsafeSlow(WINDOW_BYTES);
    if (rest.length > 0) this.push(rest.slice());
  }

  /** What follows the oversize record, if it ends in this chunk. */
  #passOversize(chunk: Uint8Array): Uint8Array {
    const end = this.#oversize?.push(chunk) ?? 0;
    if (end === -1) return chunk.subarray(chunk.length);
    this.#oversize = null;
    this.#passOver = 'none';
    return chunk.subarray(end);
  }

  #reject(reason: string): void {
    this.#sink.reject({ file: this.#file, line: this.#number, reason });
    this.rejected++;
  }
}

/** Finds the end of a value that is too large to keep. */
class BracketCounter {
  #depth = 0;
  #inString = false;
  #escaped = false;

  /** Where the value ends in this chunk; -1: not in it. */
  push(chunk: Uint8Array): number {
    for (let i = 0; i < chunk.length; i++) {
      const byte = chunk[i];
      if (this.#inString) {
        if (this.#escaped) this.#escaped = false;
        else if (byte === 0x5c) this.#escaped = true;
        else if (byte === 0x22) this.#inString = false;
      } else if (byte === 0x22) this.#inString = true;
      else if (byte === OPEN_OBJECT || byte === OPEN_ARRAY) this.#depth++;
      else if (byte === CLOSE_OBJECT || byte === 0x5d) {
        this.#depth--;
        if (this.#depth <= 0) return i + 1;
      }
    }
    return -1;
  }
}
