import { Buffer } from 'node:buffer';
import { CRITERION, CRITERION_WIDTH, IntList, literalOf, type VulnerabilityIntake } from '#engine/catalogue';
import { CLOSE_OBJECT, type JsonCursor, Malformed, Word } from './nvd-cursor.ts';

const word = (text: string): Uint8Array => Buffer.from(text);
const VULNERABLE = word('vulnerable');
const CRITERIA = word('criteria');
const START_INCLUDING = word('versionStartIncluding');
const START_EXCLUDING = word('versionStartExcluding');
const END_INCLUDING = word('versionEndIncluding');
const END_EXCLUDING = word('versionEndExcluding');
// A match as NVD writes it: {"vulnerable":true,"criteria":"…","versionEndExcluding":"…","matchCriteriaId":"…"}
const USUAL_VULNERABLE = new Word('"vulnerable":true,"criteria":"');
const USUAL_PLATFORM = new Word('"vulnerable":false,"criteria":"');
const USUAL_START_INCLUDING = new Word(',"versionStartIncluding":"');
const USUAL_START_EXCLUDING = new Word(',"versionStartExcluding":"');
const USUAL_END_INCLUDING = new Word(',"versionEndIncluding":"');
const USUAL_END_EXCLUDING = new Word(',"versionEndExcluding":"');
const USUAL_MATCH_ID = new Word(',"matchCriteriaId":"');

/** Written otherwise than NVD writes it. */
const UNKNOWN_MATCH = -1;
const NONE = -1;

/** Reads the matches of a node: criteria and whether they are what is vulnerable. NVD has two million, hence the care. */
export class NvdMatchReader {
  readonly #cursor: JsonCursor;
  readonly #intake: VulnerabilityIntake;
  /** By criterion: the one that followed it last. Lists of products are repeated from record to record. */
  readonly #followers = new IntList();
  #last = NONE;

  constructor(cursor: JsonCursor, intake: VulnerabilityIntake) {
    this.#cursor = cursor;
    this.#intake = intake;
  }

  /** The rest of a match, its bracket behind. */
  read(): void {
    const cursor = this.#cursor;
    const start = cursor.at;
    let literal = this.#readUsualMatch();
    if (literal === UNKNOWN_MATCH) {
      cursor.at = start;
      literal = this.#readAnyMatch();
      this.#last = NONE;
    }
    this.#intake.literal(literal);
  }

  /**
   * The keys in NVD's own order, without blanks or escapes; `UNKNOWN_MATCH` where it is written otherwise. Three in five
   * are the one that followed last time: then its texts need only be compared.
   */
  #readUsualMatch(): number {
    const cursor = this.#cursor;
    const vulnerable = cursor.take(USUAL_VULNERABLE);
    if (!vulnerable && !cursor.take(USUAL_PLATFORM)) return UNKNOWN_MATCH;
    const expected = this.#last === NONE ? NONE : this.#followers.at(this.#last);
    const cpe = this.#takeCpe(this.#expect(expected, CRITERION.cpe));
    if (cpe === NONE) return UNKNOWN_MATCH;
    let from = NONE;
    let after = NONE;
    let to = NONE;
    let before = NONE;
    while (!cursor.take(USUAL_MATCH_ID)) {
      if (cursor.take(USUAL_END_EXCLUDING))
        before = this.#takeBound(this.#expect(expected, CRITERION.before));
      else if (cursor.take(USUAL_END_INCLUDING)) to = this.#takeBound(this.#expect(expected, CRITERION.to));
      else if (cursor.take(USUAL_START_INCLUDING))
        from = this.#takeBound(this.#expect(expected, CRITERION.from));
      else if (cursor.take(USUAL_START_EXCLUDING))
        after = this.#takeBound(this.#expect(expected, CRITERION.after));
      else return UNKNOWN_MATCH;
    }
    if (!cursor.passText() || !cursor.takeByte(CLOSE_OBJECT)) return UNKNOWN_MATCH;
    const criterion = this.#intake.criterion(cpe, from, after, to, before);
    this.#follow(criterion);
    return literalOf(criterion, vulnerable);
  }

  #expect(criterion: number, column: number): number {
    return criterion === NONE ? NONE : this.#intake.criteria.at(criterion * CRITERION_WIDTH + column);
  }

  #takeCpe(expected: number): number {
    const cursor = this.#cursor;
    const { cpes } = this.#intake;
    if (expected !== NONE && cursor.takeKnown(cpes.names, expected)) return expected;
    return cursor.takeText() ? cpes.internHashed(cursor.text, cursor.from, cursor.to, cursor.hash) : NONE;
  }

  /** A bound that cannot be taken leaves the cursor within its text, where no key stands: the match is read anew. */
  #takeBound(expected: number): number {
    const cursor = this.#cursor;
    const { versions } = this.#intake.cpes;
    if (expected !== NONE && cursor.takeKnown(versions, expected)) return expected;
    return cursor.takeText() ? versions.internHashed(cursor.text, cursor.from, cursor.to, cursor.hash) : NONE;
  }

  #follow(criterion: number): void {
    while (this.#followers.length <= criterion) this.#followers.push(NONE);
    if (this.#last !== NONE) this.#followers.values[this.#last] = criterion;
    this.#last = criterion;
  }

  #readAnyMatch(): number {
    const cursor = this.#cursor;
    let vulnerable = false;
    let cpe = -1;
    let from = -1;
    let after = -1;
    let to = -1;
    let before = -1;
    while (cursor.nextKey()) {
      if (cursor.is(VULNERABLE)) vulnerable = cursor.readBoolean() ?? false;
      else if (cursor.is(CRITERIA)) cpe = this.#readCpe();
      else if (cursor.is(START_INCLUDING)) from = this.#readBound();
      else if (cursor.is(START_EXCLUDING)) after = this.#readBound();
      else if (cursor.is(END_INCLUDING)) to = this.#readBound();
      else if (cursor.is(END_EXCLUDING)) before = this.#readBound();
      else cursor.skip();
    }
    if (cpe === -1) throw new Malformed('field criteria: it is missing');
    return literalOf(this.#intake.criterion(cpe, from, after, to, before), vulnerable);
  }

  #readCpe(): number {
    const cursor = this.#cursor;
    if (!cursor.readText()) throw new Malformed('field criteria: it is no text');
    const cpe = this.#intake.cpes.intern(cursor.text, cursor.from, cursor.to);
    if (cpe === -1) throw new Malformed(`field criteria: "${cursor.textString()}" is no CPE 2.3 name`);
    return cpe;
  }

  #readBound(): number {
    const cursor = this.#cursor;
    return cursor.readText() ? this.#intake.bound(cursor.text, cursor.from, cursor.to) : -1;
  }
}
