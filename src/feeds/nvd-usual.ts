import { SOURCE, SUMMARY_BYTES_MAX, type VulnerabilityIntake } from '#engine/catalogue';
import { CutOff, type JsonCursor, Malformed, Word } from './nvd-cursor.ts';
import { isCveId, type NvdRecordReader } from './nvd-record.ts';

const RECORD = new Word('{"id":"');
const SOURCE_IDENTIFIER = new Word(',"sourceIdentifier":"');
const PUBLISHED = new Word(',"published":"');
const LAST_MODIFIED = new Word(',"lastModified":"');
const STATUS = new Word(',"vulnStatus":"');
const SUMMARY = new Word(',"cveTags":[],"descriptions":[{"lang":"en","value":"');
const METRICS = new Word('"}],"metrics":{');
const METRIC_LIST = new Word('"cvssMetric');
const LIST = new Word(':[');
const METRIC = new Word('{"source":"');
const TYPE = new Word(',"type":"');
const CVSS_DATA = new Word(',"cvssData":{"version":"');
const VECTOR = new Word(',"vectorString":"');
const WEAKNESSES = new Word(',"weaknesses":[');
const WEAKNESS = new Word('{"source":"');
const CWES = new Word(',"description":[');
const CWE = new Word('{"lang":"en","value":"');
const CONFIGURATIONS = new Word(',"configurations":[');
const CONFIGURATION = new Word('{"nodes":[');
const CONJUNCTION = new Word('{"operator":"AND","nodes":[');
const NODE = new Word('{"operator":"OR","negate":false,"cpeMatch":[');
const OPEN_OBJECT = 0x7b;
const CLOSE_OBJECT = 0x7d;
const CLOSE_LIST = 0x5d;
const COMMA = 0x2c;
const REFERENCES = new Word(',"references":[');
/** Keys that stand before `references` where a record has them at all. */
const WEAKNESSES_KEY = new Word('"weaknesses":');
const CONFIGURATIONS_KEY = new Word('"configurations":');

/**
 * Reads records as NVD's interface writes them: compact, every key in its place. What nobody asks for is jumped over
 * instead of walked through. Whatever is written otherwise is left to `NvdRecordReader`, which this equals in what it
 * takes in.
 */
export class UsualRecordReader {
  readonly #cursor: JsonCursor;
  readonly #intake: VulnerabilityIntake;
  readonly #reader: NvdRecordReader;
  // Made once: a million of them would be garbage.
  readonly #takeMetric = () => this.#readMetric();
  readonly #takeWeakness = () => this.#readWeakness();
  readonly #takeCwe = () => this.#readCwe();
  readonly #takeConfiguration = () => this.#readConfiguration();

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
    if (cursor.takeByte(CLOSE_OBJECT)) return true;
    do {
      if (!cursor.take(METRIC_LIST) || !cursor.passText() || !cursor.take(LIST)) return false;
      if (!this.#readList(this.#takeMetric)) return false;
    } while (cursor.takeByte(COMMA));
    return cursor.takeByte(CLOSE_OBJECT);
  }

  /** The elements of a list whose bracket is behind, and the other bracket. */
  #readList(readElement: () => boolean): boolean {
    const cursor = this.#cursor;
    if (cursor.takeByte(CLOSE_LIST)) return true;
    do if (!readElement()) return false;
    while (cursor.takeByte(COMMA));
    return cursor.takeByte(CLOSE_LIST);
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
    return cursor.jumpBehindByte(CLOSE_OBJECT) && cursor.jumpBehindByte(CLOSE_OBJECT);
  }

  #internTaken(): number {
    const { text, from, to, hash } = this.#cursor;
    return this.#intake.texts.internHashed(text, from, to, hash);
  }

  #readSections(): boolean {
    const cursor = this.#cursor;
    const hasWeaknesses = cursor.take(WEAKNESSES);
    if (hasWeaknesses && !this.#readList(this.#takeWeakness)) return false;
    const hasConfigurations = cursor.take(CONFIGURATIONS);
    if (hasConfigurations && !this.#readList(this.#takeConfiguration)) return false;
    if (!hasWeaknesses && cursor.holds(WEAKNESSES_KEY)) return false;
    return hasConfigurations || !cursor.holds(CONFIGURATIONS_KEY);
  }

  #readWeakness(): boolean {
    const cursor = this.#cursor;
    if (!cursor.take(WEAKNESS) || !cursor.passText()) return false;
    if (!cursor.take(TYPE) || !cursor.passText()) return false;
    return cursor.take(CWES) && this.#readList(this.#takeCwe) && cursor.takeByte(CLOSE_OBJECT);
  }

  #readCwe(): boolean {
    const cursor = this.#cursor;
    if (!cursor.take(CWE) || !cursor.takeText()) return false;
    this.#reader.addCwe(this.#internTaken());
    return cursor.takeByte(CLOSE_OBJECT);
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
    } while (cursor.takeByte(COMMA));
    this.#intake.close(at, nodes, together ? 'AND' : 'OR', false);
    return cursor.takeByte(CLOSE_LIST) && cursor.takeByte(CLOSE_OBJECT);
  }

  #readNode(): boolean {
    const cursor = this.#cursor;
    if (!cursor.take(NODE)) return false;
    const at = this.#intake.open();
    let matches = 0;
    do {
      if (!cursor.takeByte(OPEN_OBJECT)) return false;
      this.#reader.matches.read();
      matches++;
    } while (cursor.takeByte(COMMA));
    this.#intake.close(at, matches, 'OR', false);
    return cursor.takeByte(CLOSE_LIST) && cursor.takeByte(CLOSE_OBJECT);
  }

  #passRest(): boolean {
    const cursor = this.#cursor;
    if (!cursor.take(REFERENCES) || cursor.bytes[cursor.end - 1] !== CLOSE_OBJECT) return false;
    cursor.at = cursor.end;
    return true;
  }
}
