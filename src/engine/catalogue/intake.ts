import type { CvssVector, VulnerabilityRecord } from '#engine/words';
import { CpeIntake, ProductIntake } from './cpe-intake.ts';
import { readInstant } from './instant.ts';
import { ByteList, IntList } from './lists.ts';
import { RowInterner } from './row-interner.ts';
import { TextInterner } from './text-pool.ts';

/** Order of the codes that stand in the tables. */
export const STATES = [
  'published',
  'rejected',
  'awaiting-analysis',
] as const satisfies readonly VulnerabilityRecord['state'][];

/** Enough of a summary to recognise a weakness in a list; the whole text stays with its source. */
export const SUMMARY_BYTES_MAX = 76;

/** The columns of a staged record, one after the other in one list. */
export const ROW = {
  id: 0,
  source: 1,
  state: 2,
  summaryStart: 3,
  summaryEnd: 4,
  cvssStart: 5,
  cvssEnd: 6,
  cweStart: 7,
  cweEnd: 8,
  programStart: 9,
  programEnd: 10,
  aliasStart: 11,
  aliasEnd: 12,
  width: 13,
} as const;

/** Who a row comes from; the lesser one's words come first. */
export const SOURCE = { nvd: 0, cve: 1, advisory: 2 } as const;
export type RowSource = (typeof SOURCE)[keyof typeof SOURCE];

const ABSENT = -1;
/** The columns of a criterion: a CPE name and its four bounds, each an index or -1. */
export const CRITERION = { cpe: 0, from: 1, after: 2, to: 3, before: 4 } as const;
export const CRITERION_WIDTH = 5;

/** A criterion as it stands in a program. */
export function literalOf(criterion: number, vulnerable: boolean): number {
  return (criterion << 1) | (vulnerable ? 1 : 0);
}

/**
 * Takes in records on vulnerabilities as bytes, field by field in any order, without making objects of them: the
 * NVD has two million criteria. A record counts once it is committed; a bad one is dropped and leaves no trace.
 *
 * Where a weakness applies is kept as a program of whole numbers: for each configuration a header and its nodes, for
 * each node a header and its criteria, `criterion << 1 | vulnerable`. A header is `count << 2 | negate << 1 | and`.
 */
export class VulnerabilityIntake {
  readonly ids = new TextInterner();
  readonly texts = new TextInterner();
  readonly products = new ProductIntake(this.texts);
  readonly cpes = new CpeIntake(this.products);
  /** Distinct criteria, `CRITERION_WIDTH` numbers each. */
  readonly criteria = new IntList();
  readonly rows = new IntList();
  /** Published and modified instants of each row. */
  publishedAt = new Float64Array(1024);
  modifiedAt = new Float64Array(1024);
  readonly summaries = new ByteList();
  /** Pairs: vector, who assigned it. */
  readonly cvss = new IntList();
  /** Validated vectors, by the index of their text. */
  readonly scores = new Map<number, Pick<CvssVector, 'version' | 'baseScore'>>();
  readonly cwes = new IntList();
  readonly aliases = new IntList();
  readonly program = new IntList();
  readonly #plainCriteria = new IntList();
  readonly #boundedCriteria = new RowInterner(CRITERION_WIDTH);
  readonly #criterionOfBounded = new IntList();
  readonly #row = new Int32Array(ROW.width);
  #published = Number.NaN;
  #modified = Number.NaN;

  begin(): void {
    const row = this.#row;
    row[ROW.id] = ABSENT;
    row[ROW.state] = 0;
    row[ROW.summaryStart] = this.summaries.length;
    row[ROW.cvssStart] = this.cvss.length;
    row[ROW.cweStart] = this.cwes.length;
    row[ROW.programStart] = this.program.length;
    row[ROW.aliasStart] = this.aliases.length;
    this.#published = Number.NaN;
    this.#modified = Number.NaN;
  }

  /** Takes the record back. */
  drop(): void {
    const row = this.#row;
    this.summaries.truncate(row[ROW.summaryStart] as number);
    this.cvss.truncate(row[ROW.cvssStart] as number);
    this.cwes.truncate(row[ROW.cweStart] as number);
    this.program.truncate(row[ROW.programStart] as number);
    this.aliases.truncate(row[ROW.aliasStart] as number);
  }

  /** Records committed so far. */
  get rowCount(): number {
    return this.rows.length / ROW.width;
  }

  /** The last instant of modification among the records from `row` on; NaN where none has any. */
  newestSince(row: number): number {
    let newest = Number.NaN;
    for (let i = row; i < this.rowCount; i++) {
      const at = this.modifiedAt[i] as number;
      if (!(newest >= at) && !Number.isNaN(at)) newest = at;
    }
    return newest;
  }

  get hasId(): boolean {
    return this.#row[ROW.id] !== ABSENT;
  }

  commit(source: RowSource): void {
    const row = this.#row;
    row[ROW.source] = source;
    row[ROW.summaryEnd] = this.summaries.length;
    row[ROW.cvssEnd] = this.cvss.length;
    row[ROW.cweEnd] = this.cwes.length;
    row[ROW.programEnd] = this.program.length;
    row[ROW.aliasEnd] = this.aliases.length;
    const index = this.rowCount;
    if (index === this.publishedAt.length) this.#growInstants();
    this.publishedAt[index] = this.#published;
    this.modifiedAt[index] = this.#modified;
    for (let i = 0; i < ROW.width; i++) this.rows.push(row[i] as number);
  }

  id(bytes: Uint8Array, start: number, end: number): void {
    this.#row[ROW.id] = this.ids.intern(bytes, start, end);
  }

  /** For bytes whose hash was worked out while they were read. */
  idHashed(bytes: Uint8Array, start: number, end: number, hash: number): void {
    this.#row[ROW.id] = this.ids.internHashed(bytes, start, end, hash);
  }

  alias(bytes: Uint8Array, start: number, end: number): void {
    this.aliases.push(this.ids.intern(bytes, start, end));
  }

  state(state: VulnerabilityRecord['state']): void {
    this.#row[ROW.state] = STATES.indexOf(state);
  }

  published(bytes: Uint8Array, start: number, end: number): void {
    this.#published = readInstant(bytes, start, end);
  }

  modified(bytes: Uint8Array, start: number, end: number): void {
    this.#modified = readInstant(bytes, start, end);
  }

  summary(bytes: Uint8Array, start: number, end: number): void {
    this.summaries.truncate(this.#row[ROW.summaryStart] as number);
    let cut = end;
    if (end - start > SUMMARY_BYTES_MAX) {
      cut = start + SUMMARY_BYTES_MAX;
      while (cut > start && ((bytes[cut] as number) & 0xc0) === 0x80) cut--; // not in the middle of a character
    }
    this.summaries.append(bytes, start, cut);
  }

  /** Index of a vector, a source or a weakness class. */
  text(bytes: Uint8Array, start: number, end: number): number {
    return this.texts.intern(bytes, start, end);
  }

  /** `vector` must have a score in `scores`. */
  vector(vector: number, by: number): void {
    this.cvss.push(vector);
    this.cvss.push(by);
  }

  cwe(text: number): void {
    for (let i = this.#row[ROW.cweStart] as number; i < this.cwes.length; i++)
      if (this.cwes.at(i) === text) return;
    this.cwes.push(text);
  }

  /** Begins a configuration or a node; `close` completes it. */
  open(): number {
    return this.program.push(0);
  }

  close(at: number, count: number, operator: 'AND' | 'OR', negate: boolean): void {
    this.program.values[at] = (count << 2) | (negate ? 2 : 0) | (operator === 'AND' ? 1 : 0);
  }

  /** See `literalOf`. */
  literal(literal: number): void {
    this.program.push(literal);
  }

  /** Index of a bound's version. */
  bound(bytes: Uint8Array, start: number, end: number): number {
    return this.cpes.versions.intern(bytes, start, end);
  }

  /** Index of a criterion: a CPE name with its bounds, each an index or -1. */
  criterion(cpe: number, from: number, after: number, to: number, before: number): number {
    if (from + after + to + before === 4 * ABSENT) return this.#plainCriterion(cpe);
    const { row } = this.#boundedCriteria;
    row[0] = cpe;
    row[1] = from;
    row[2] = after;
    row[3] = to;
    row[4] = before;
    const index = this.#boundedCriteria.intern();
    if (index === this.#criterionOfBounded.length)
      this.#criterionOfBounded.push(this.#addCriterion(cpe, from, after, to, before));
    return this.#criterionOfBounded.at(index);
  }

  #plainCriterion(cpe: number): number {
    const plain = this.#plainCriteria;
    while (plain.length <= cpe) plain.push(ABSENT);
    const known = plain.at(cpe);
    if (known !== ABSENT) return known;
    const criterion = this.#addCriterion(cpe, ABSENT, ABSENT, ABSENT, ABSENT);
    plain.values[cpe] = criterion;
    return criterion;
  }

  #addCriterion(cpe: number, from: number, after: number, to: number, before: number): number {
    const index = this.criteria.length / CRITERION_WIDTH;
    this.criteria.push(cpe);
    this.criteria.push(from);
    this.criteria.push(after);
    this.criteria.push(to);
    this.criteria.push(before);
    return index;
  }

  #growInstants(): void {
    const [published, modified] = [this.publishedAt, this.modifiedAt];
    this.publishedAt = new Float64Array(published.length * 2);
    this.publishedAt.set(published);
    this.modifiedAt = new Float64Array(modified.length * 2);
    this.modifiedAt.set(modified);
  }
}
