import { Buffer } from 'node:buffer';
import { SOURCE, type VulnerabilityIntake } from '#engine/catalogue';
import type { VulnerabilityRecord } from '#engine/words';
import { readVector } from './cvss.ts';
import { type JsonCursor, Malformed, OPEN_ARRAY, OPEN_OBJECT } from './nvd-cursor.ts';
import { NvdMatchReader } from './nvd-match.ts';

const word = (text: string): Uint8Array => Buffer.from(text);
const ID = word('id');
const PUBLISHED = word('published');
const LAST_MODIFIED = word('lastModified');
const VULN_STATUS = word('vulnStatus');
const DESCRIPTIONS = word('descriptions');
const METRICS = word('metrics');
const WEAKNESSES = word('weaknesses');
const CONFIGURATIONS = word('configurations');
const LANG = word('lang');
const VALUE = word('value');
const ENGLISH = word('en');
const SOURCE_KEY = word('source');
const CVSS_DATA = word('cvssData');
const VECTOR_STRING = word('vectorString');
const DESCRIPTION = word('description');
const OPERATOR = word('operator');
const AND = word('AND');
const NEGATE = word('negate');
const NODES = word('nodes');
const CPE_MATCH = word('cpeMatch');

const CWE_ID = /^CWE-\d{1,6}$/;

const REJECTED = word('Rejected');
const AWAITING = ['Received', 'Awaiting Analysis', 'Undergoing Analysis'].map(word);

/**
 * Reads the `cve` objects of NVD's API 2.0 into the catalogue's intake, byte by byte.
 * Shape: csrc.nist.gov/schema/nvd/api/2.0/cve_api_json_2.0.schema; keys in any order, unknown ones passed over.
 */
export class NvdRecordReader {
  readonly matches: NvdMatchReader;
  readonly #cursor: JsonCursor;
  readonly #intake: VulnerabilityIntake;
  readonly #warn: (reason: string) => void;
  /** What each text turned out to be, so that it is looked at once. */
  readonly #problemOfVector = new Map<number, string>();
  readonly #isCwe = new Map<number, boolean>();

  constructor(cursor: JsonCursor, intake: VulnerabilityIntake, warn: (reason: string) => void) {
    this.#cursor = cursor;
    this.#intake = intake;
    this.#warn = warn;
    this.matches = new NvdMatchReader(cursor, intake);
  }

  /** Reads the object the cursor stands before. Throws `Malformed` or `CutOff`, and then nothing was taken in. */
  read(): void {
    const intake = this.#intake;
    intake.begin();
    try {
      if (!this.#cursor.enter(OPEN_OBJECT)) throw new Malformed('the record is no object');
      this.#readFields();
      if (!intake.hasId) throw new Malformed('the record has no id');
    } catch (error) {
      intake.drop();
      throw error;
    }
    intake.commit(SOURCE.nvd);
  }

  #readFields(): void {
    const cursor = this.#cursor;
    while (cursor.nextKey()) {
      if (cursor.is(ID)) this.#readId();
      else if (cursor.is(PUBLISHED)) this.#readInstant('published');
      else if (cursor.is(LAST_MODIFIED)) this.#readInstant('modified');
      else if (cursor.is(VULN_STATUS)) this.#readStatus();
      else if (cursor.is(DESCRIPTIONS)) this.#readDescriptions();
      else if (cursor.is(METRICS)) this.#readMetrics();
      else if (cursor.is(WEAKNESSES)) this.#readWeaknesses();
      else if (cursor.is(CONFIGURATIONS)) this.#readConfigurations();
      else cursor.skip();
    }
  }

  #readId(): void {
    const cursor = this.#cursor;
    if (!cursor.readText() || !isCveId(cursor.text, cursor.from, cursor.to))
      throw new Malformed('field id: it is not a CVE id');
    this.#intake.id(cursor.text, cursor.from, cursor.to);
  }

  #readInstant(name: 'published' | 'modified'): void {
    const cursor = this.#cursor;
    if (cursor.readText()) this.#intake[name](cursor.text, cursor.from, cursor.to);
  }

  #readStatus(): void {
    const cursor = this.#cursor;
    if (cursor.readText()) this.addStatus();
  }

  /** The status is the cursor's text. */
  addStatus(): void {
    const cursor = this.#cursor;
    let state: VulnerabilityRecord['state'] = cursor.is(REJECTED) ? 'rejected' : 'published';
    for (const it of AWAITING) if (cursor.is(it)) state = 'awaiting-analysis';
    this.#intake.state(state);
  }

  /** The first English description; NVD has one in Spanish as well. */
  #readDescriptions(): void {
    const cursor = this.#cursor;
    if (!cursor.enter(OPEN_ARRAY)) return;
    let found = false;
    while (cursor.nextElement()) {
      if (found || !cursor.enter(OPEN_OBJECT)) {
        cursor.leave();
        return;
      }
      found = this.#readDescription();
    }
  }

  #readDescription(): boolean {
    const cursor = this.#cursor;
    let english = false;
    let value: { text: Uint8Array; from: number; to: number } | null = null;
    while (cursor.nextKey()) {
      if (cursor.is(LANG)) english = cursor.readText() && cursor.startsWith(ENGLISH);
      else if (cursor.is(VALUE)) {
        if (cursor.readText()) value = { text: cursor.text, from: cursor.from, to: cursor.to };
      } else cursor.skip();
    }
    if (!english || value === null) return false;
    this.#intake.summary(value.text, value.from, value.to);
    return true;
  }

  /** `metrics` holds a list per CVSS version; a list of a version to come is read alike. */
  #readMetrics(): void {
    const cursor = this.#cursor;
    if (!cursor.enter(OPEN_OBJECT)) return;
    while (cursor.nextKey()) {
      if (!cursor.enter(OPEN_ARRAY)) continue;
      while (cursor.nextElement()) this.#readMetric();
    }
  }

  #readMetric(): void {
    const cursor = this.#cursor;
    if (!cursor.enter(OPEN_OBJECT)) return;
    let by = -1;
    let vector = -1;
    while (cursor.nextKey()) {
      if (cursor.is(SOURCE_KEY)) by = this.#readInterned();
      else if (cursor.is(CVSS_DATA)) vector = this.#readCvssData();
      else cursor.skip();
    }
    if (vector === -1) return;
    const problem = this.addVector(vector, by === -1 ? this.#intake.texts.internText('') : by);
    if (problem !== null) this.#warn(problem);
  }

  /** Answers with what is wrong with the vector; it is then not taken in. */
  addVector(vector: number, by: number): string | null {
    const problem = this.#problemOf(vector);
    if (problem === null) this.#intake.vector(vector, by);
    return problem;
  }

  #readCvssData(): number {
    const cursor = this.#cursor;
    if (!cursor.enter(OPEN_OBJECT)) return -1;
    while (cursor.nextKey()) {
      if (cursor.is(VECTOR_STRING)) {
        const vector = this.#readInterned();
        cursor.leave(); // everything else in here is the vector once more, in words
        return vector;
      }
      cursor.skip();
    }
    return -1;
  }

  #readInterned(): number {
    const cursor = this.#cursor;
    return cursor.readText() ? this.#intake.text(cursor.text, cursor.from, cursor.to) : -1;
  }

  #problemOf(vector: number): string | null {
    const { scores, texts } = this.#intake;
    if (scores.has(vector)) return null;
    const known = this.#problemOfVector.get(vector);
    if (known !== undefined) return known;
    const read = readVector(texts.text(vector));
    if ('problem' in read) {
      this.#problemOfVector.set(vector, read.problem);
      return read.problem;
    }
    scores.set(vector, read);
    return null;
  }

  #readWeaknesses(): void {
    const cursor = this.#cursor;
    if (!cursor.enter(OPEN_ARRAY)) return;
    while (cursor.nextElement()) {
      if (!cursor.enter(OPEN_OBJECT)) continue;
      while (cursor.nextKey()) {
        if (cursor.is(DESCRIPTION)) this.#readCwes();
        else cursor.skip();
      }
    }
  }

  #readCwes(): void {
    const cursor = this.#cursor;
    if (!cursor.enter(OPEN_ARRAY)) return;
    while (cursor.nextElement()) {
      if (!cursor.enter(OPEN_OBJECT)) continue;
      while (cursor.nextKey()) {
        if (cursor.is(VALUE)) this.addCwe(this.#readInterned());
        else cursor.skip();
      }
    }
  }

  /** `NVD-CWE-noinfo` and its like are no weakness classes. */
  addCwe(text: number): void {
    if (text === -1) return;
    let isCwe = this.#isCwe.get(text);
    if (isCwe === undefined) {
      isCwe = CWE_ID.test(this.#intake.texts.text(text));
      this.#isCwe.set(text, isCwe);
    }
    if (isCwe) this.#intake.cwe(text);
  }

  #readConfigurations(): void {
    const cursor = this.#cursor;
    if (!cursor.enter(OPEN_ARRAY)) return;
    while (cursor.nextElement()) if (cursor.enter(OPEN_OBJECT)) this.#readConfiguration();
  }

  #readConfiguration(): void {
    const cursor = this.#cursor;
    const at = this.#intake.open();
    let operator: 'AND' | 'OR' = 'OR';
    let negate = false;
    let nodes = 0;
    while (cursor.nextKey()) {
      if (cursor.is(OPERATOR)) operator = this.#readOperator();
      else if (cursor.is(NEGATE)) negate = cursor.readBoolean() ?? false;
      else if (cursor.is(NODES)) {
        if (!cursor.enter(OPEN_ARRAY)) continue;
        while (cursor.nextElement())
          if (cursor.enter(OPEN_OBJECT)) {
            this.#readNode();
            nodes++;
          }
      } else cursor.skip();
    }
    this.#intake.close(at, nodes, operator, negate);
  }

  #readNode(): void {
    const cursor = this.#cursor;
    const at = this.#intake.open();
    let operator: 'AND' | 'OR' = 'OR';
    let negate = false;
    let matches = 0;
    while (cursor.nextKey()) {
      if (cursor.is(OPERATOR)) operator = this.#readOperator();
      else if (cursor.is(NEGATE)) negate = cursor.readBoolean() ?? false;
      else if (cursor.is(CPE_MATCH)) {
        if (!cursor.enter(OPEN_ARRAY)) continue;
        while (cursor.nextElement())
          if (cursor.enter(OPEN_OBJECT)) {
            this.matches.read();
            matches++;
          }
      } else cursor.skip();
    }
    this.#intake.close(at, matches, operator, negate);
  }

  #readOperator(): 'AND' | 'OR' {
    const cursor = this.#cursor;
    return cursor.readText() && cursor.is(AND) ? 'AND' : 'OR';
  }
}

const CVE_PREFIX = word('CVE-');
const DASH_AT = 8;

/** `CVE-`, a year of four digits, a dash, four to nineteen digits. Source: cve.org, CVE ID syntax. */
export function isCveId(text: Uint8Array, from: number, to: number): boolean {
  const digits = to - from - DASH_AT - 1;
  if (digits < 4 || digits > 19) return false;
  for (let i = 0; i < to - from; i++) {
    const byte = text[from + i] as number;
    if (
      i < CVE_PREFIX.length
        ? byte !== CVE_PREFIX[i]
        : i === DASH_AT
          ? byte !== 0x2d
          : byte < 0x30 || byte > 0x39
    )
      return false;
  }
  return true;
}
