import { Buffer } from 'node:buffer';
import { SOURCE, SUMMARY_BYTES_MAX, type VulnerabilityIntake } from '#engine/catalogue';
import { CutOff, type JsonCursor, Malformed } from './nvd-cursor.ts';
import { isCveId, type NvdRecordReader } from './nvd-record.ts';

const word = (text: string): Buffer => Buffer.from(text);
const RECORD = word('{"id":"');
const SOURCE_IDENTIFIER = word(',"sourceIdentifier":"');
const PUBLISHED = word(',"published":"');
const LAST_MODIFIED = word(',"lastModified":"');
const STATUS = word(',"vulnStatus":"');
const SUMMARY = word(',"cveTags":[],"descriptions":[{"lang":"en","value":"');
const METRICS = word('"}],"metrics":{');
const METRIC_LIST = word('"cvssMetric');
const LIST = word(':[');
const METRIC = word('{"source":"');
const TYPE = word(',"type":"');
const CVSS_DATA = word(',"cvssData":{"version":"');
const VECTOR = word(',"vectorString":"');
const WEAKNESSES = word(',"weaknesses":[');
const WEAKNESS = word('{"source":"');
const CWES = word(',"description":[');
const CWE = word('{"lang":"en","value":"');
const CONFIGURATIONS = word(',"configurations":[');
const CONFIGURATION = word('{"nodes":[');
const CONJUNCTION = word('{"operator":"AND","nodes":[');
const NODE = word('{"operator":"OR","negate":false,"cpeMatch":[');
const OPEN_OBJECT = word('{');
const CLOSE_OBJECT = word('}');
const CLOSE_LIST = word(']');
const COMMA = word(',');
const REFERENCES = word(',"references":[');
/** Keys that stand before `references` where a record has them at all. */
const WEAKNESSES_KEY = word('"weaknesses":');
const CONFIGURATIONS_KEY = word('"configurations":');
const CLOSE_OBJECT_BYTE = 0x7d;

/**
 * Reads records as NVD's interface writes them: compact, every key in its place. What nobody asks for is jumped over
 * instead of walked through. Whatever is written otherwise is left to `NvdRecordReader`, which this equals in what it
 * takes in.
 */
export class UsualRecordReader {
  readonly #cursor: JsonCursor;
  readonly #intake: VulnerabilityIntake;
  readonly #reader: NvdRecordReader;

  constructor(cursor: JsonCursor, intake: VulnerabilityIntake, reader: NvdRecordReader) {
    this.#cursor = cursor;
    this.#intake = intake;
    this.#reader = reader;
  }

  /** Whether the record that reaches from the cursor to `cursor.end` could be read; if not, nothing was taken in. */
  read(): boolean {
    this.#intake.begin();
    const isRead = this.#isRead();
    if (isRead) this.#intake.commit(SOURCE.nvd);
    else this.#intake.drop();
    return isRead;
  }

  #isRead(): boolean {
    try {
      return (
        this.#readHead() &&
        this.#readSummary() &&
        this.#readMetrics() &&
        this.#readSections() &&
        this.#passRest()
      );
    } catch (error) {
      if (error instanceof CutOff || error instanceof Malformed) return false;
      throw error;
    }
  }

  #readHead(): boolean {
    const cursor = this.#cursor;
    const intake = this.#intake;
    if (!cursor.take(RECORD) || !cursor.takeText()) return false;
    if (!isCveId(cursor.text, cursor.from, cursor.to)) return false;
    intake.idHashed(cursor.text, cursor.from, cursor.to, cursor.hash);
    if (!cursor.take(SOURCE_IDENTIFIER) || !cursor.passText()) return false;
    if (!cursor.take(PUBLISHED) || !cursor.passText()) return false;
    intake.published(cursor.text, cursor.from, cursor.to);
    if (!cursor.take(LAST_MODIFIED) || !cursor.passText()) return false;
    intake.modified(cursor.text, cursor.from, cursor.to);
    if (!cursor.take(STATUS) || !cursor.passText()) return false;
    this.#reader.addStatus();
    return true;
  }

  /** Only the beginning is kept, so that is all that is looked at unless it has escapes. */
  #readSummary(): boolean {
    const cursor = this.#cursor;
    if (!cursor.take(SUMMARY)) return false;
    const start = cursor.at;
    if (!cursor.peekText(SUMMARY_BYTES_MAX + 1)) {
      cursor.at--; // its quote
      cursor.readText();
      cursor.at = start;
    }
    this.#intake.summary(cursor.text, cursor.from, cursor.to);
    return cursor.jumpBehind(METRICS);
  }

  #readMetrics(): boolean {
    const cursor = this.#cursor;
    if (cursor.take(CLOSE_OBJECT)) return true;
    do {
      if (!cursor.take(METRIC_LIST) || !cursor.passText() || !cursor.take(LIST)) return false;
      if (!this.#readList(() => this.#readMetric())) return false;
    } while (cursor.take(COMMA));
    return cursor.take(CLOSE_OBJECT);
  }

  /** The elements of a list whose bracket is behind, and the other bracket. */
  #readList(readElement: () => boolean): boolean {
    const cursor = this.#cursor;
    if (cursor.take(CLOSE_LIST)) return true;
    do if (!readElement()) return false;
    while (cursor.take(COMMA));
    return cursor.take(CLOSE_LIST);
  }

  #readMetric(): boolean {
    const cursor = this.#cursor;
    if (!cursor.take(METRIC) || !cursor.takeText()) return false;
    const by = this.#internTaken();
    if (!cursor.take(TYPE) || !cursor.passText()) return false;
    if (!cursor.take(CVSS_DATA) || !cursor.passText()) return false;
    if (!cursor.take(VECTOR) || !cursor.takeText()) return false;
    if (this.#reader.addVector(this.#internTaken(), by) !== null) return false;
    // The rest is the vector once more, in words, and what follows from it.
    return cursor.jumpBehindByte(CLOSE_OBJECT_BYTE) && cursor.jumpBehindByte(CLOSE_OBJECT_BYTE);
  }

  #internTaken(): number {
    const { text, from, to, hash } = this.#cursor;
    return this.#intake.texts.internHashed(text, from, to, hash);
  }

  #readSections(): boolean {
    const cursor = this.#cursor;
    const hasWeaknesses = cursor.take(WEAKNESSES);
    if (hasWeaknesses && !this.#readList(() => this.#readWeakness())) return false;
    const hasConfigurations = cursor.take(CONFIGURATIONS);
    if (hasConfigurations && !this.#readList(() => this.#readConfiguration())) return false;
    if (!hasWeaknesses && cursor.holds(WEAKNESSES_KEY)) return false;
    return hasConfigurations || !cursor.holds(CONFIGURATIONS_KEY);
  }

  #readWeakness(): boolean {
    const cursor = this.#cursor;
    if (!cursor.take(WEAKNESS) || !cursor.passText()) return false;
    if (!cursor.take(TYPE) || !cursor.passText()) return false;
    return cursor.take(CWES) && this.#readList(() => this.#readCwe()) && cursor.take(CLOSE_OBJECT);
  }

  #readCwe(): boolean {
    const cursor = this.#cursor;
    if (!cursor.take(CWE) || !cursor.takeText()) return false;
    this.#reader.addCwe(this.#internTaken());
    return cursor.take(CLOSE_OBJECT);
  }

  #readConfiguration(): boolean {
    const cursor = this.#cursor;
    const together = cursor.take(CONJUNCTION);
    if (!together && !cursor.take(CONFIGURATION)) return false;
    const at = this.#intake.open();
    let nodes = 0;
    do {
      if (!this.#readNode()) return false;
      nodes++;
    } while (cursor.take(COMMA));
    this.#intake.close(at, nodes, together ? 'AND' : 'OR', false);
    return cursor.take(CLOSE_LIST) && cursor.take(CLOSE_OBJECT);
  }

  #readNode(): boolean {
    const cursor = this.#cursor;
    if (!cursor.take(NODE)) return false;
    const at = this.#intake.open();
    let matches = 0;
    do {
      if (!cursor.take(OPEN_OBJECT)) return false;
      this.#reader.readMatch();
      matches++;
    } while (cursor.take(COMMA));
    this.#intake.close(at, matches, 'OR', false);
    return cursor.take(CLOSE_LIST) && cursor.take(CLOSE_OBJECT);
  }

  #passRest(): boolean {
    const cursor = this.#cursor;
    if (!cursor.take(REFERENCES) || cursor.bytes[cursor.end - 1] !== CLOSE_OBJECT_BYTE) return false;
    cursor.at = cursor.end;
    return true;
  }
}
