import type { DeviceFields, Observation, Reject, SourceKind } from '#engine/words';
import { type ColumnPlan, isOwnColumn, planColumns } from './columns.ts';
import type { ColumnMapping, DroppedColumn, InventoryField } from './fields.ts';
import { headerIndexOf, namesOf } from './header-row.ts';
import { InputError } from './input-error.ts';
import { mentionsPatient } from './patient-data.ts';
import type { Row, Table } from './rows.ts';
import { sourceKindOf } from './source-kind.ts';
import { type DayOrder, dayOrderOf } from './value-dates.ts';
import { type FieldsDraft, readInto } from './values.ts';

/** What one block of rows yields. Rejects with a `field` belong to an accepted row; those without stand for a row. */
export interface Batch {
  readonly accepted: readonly Observation[];
  readonly rejected: readonly Reject[];
}

/** How the columns of a source were understood. Records of JSON may bring further columns while batches are read. */
export interface ColumnReport {
  readonly mapping: readonly ColumnMapping[];
  readonly unmappedColumns: readonly string[];
  readonly droppedColumns: readonly DroppedColumn[];
}

export interface MappedTable {
  readonly columns: () => ColumnReport;
  readonly batches: AsyncIterable<Batch>;
}

/** What a person said: the column that feeds a field; null: no column does, whatever its name suggests. */
export type GivenMapping = Readonly<Partial<Record<InventoryField, string | null>>>;

/** Rows looked at before the mapping is decided. */
const SAMPLE_ROWS = 200;
/** No inventory has more columns; a file that does is another kind of file. */
const COLUMNS_MAX = 4096;
const RAW_CHARS_MAX = 500;
/** A rejected row is kept whole up to this length: what was cut could not be repaired. */
const CELLS_CHARS_MAX = 20_000;

/** Decides what the columns mean from the first rows, then turns all rows into observations. */
export async function readTable(file: string, table: Table, given: GivenMapping): Promise<MappedTable> {
  const iterator = table.blocks[Symbol.asyncIterator]();
  // A blank line in a sheet is layout; an empty record of JSON is a record.
  const counts = (row: Row) => table.columns !== null || !isBlank(row);
  const first: Row[] = [];
  while (first.length < SAMPLE_ROWS) {
    const next = await iterator.next();
    if (next.done === true) break;
    for (const row of next.value) if (counts(row)) first.push(row);
  }
  const [begin] = first;
  if (begin === undefined) throw new InputError(file, 'it holds no rows');
  if (table.columns === null && first.every((it) => it.problem !== undefined))
    throw new InputError(file, `line ${begin.line}: ${begin.problem}`);

  const headerIndex = table.columns === null ? headerIndexOf(first) : -1;
  const headerRow = first[headerIndex ?? -1];
  const columns = table.columns ?? namesOf(headerRow?.cells ?? widest(first));
  const data = headerIndex === null ? first : first.slice(headerIndex + 1);
  if (columns.length > COLUMNS_MAX)
    throw new InputError(file, `${columns.length} columns, more than the ${COLUMNS_MAX} that can be taken`);
  checkGiven(file, columns, given);

  const reader = createReader(file, columns, data, given, headerRow?.line);
  checkTelling(file, reader.report());
  if (data.length === 0) throw new InputError(file, 'it names columns and holds no rows');
  async function* batches(): AsyncIterable<Batch> {
    yield reader.read(data);
    for (let next = await iterator.next(); next.done !== true; next = await iterator.next())
      yield reader.read(next.value.filter(counts));
  }
  return { columns: reader.report, batches: batches() };
}

function widest(rows: readonly Row[]): string[] {
  const cells = rows.reduce((most, row) => Math.max(most, row.cells.length), 0);
  return Array.from({ length: cells }, () => '');
}

function isBlank(row: Row): boolean {
  return row.problem === undefined && row.cells.every((it) => it.trim() === '');
}

function checkGiven(file: string, columns: readonly string[], given: GivenMapping): void {
  for (const [field, column] of Object.entries(given))
    if (column !== null && !columns.includes(column))
      throw new InputError(
        file,
        `no column "${column}" for field "${field}"; the columns are ${columns.slice(0, 40).join(', ')}`,
        { field },
      );
}

interface BoundColumn {
  readonly index: number;
  readonly column: string;
  readonly field: InventoryField;
  readonly order: DayOrder;
}

function createReader(
  file: string,
  columns: string[],
  sample: readonly Row[],
  given: GivenMapping,
  headerLine: number | undefined,
) {
  const fixedWidth = headerLine !== undefined;
  let width = columns.length;
  let plan: ColumnPlan = planColumns(
    columns,
    sample.map((it) => it.cells),
    given,
  );
  let bound = bind(plan, sample);
  const dropsSaid = new Set<string>();
  const source: SourceKind = sourceKindOf(columns);

  function bind(from: ColumnPlan, rows: readonly Row[]): BoundColumn[] {
    return from.mapping.map(({ index, column, field }) => ({
      index,
      column,
      field,
      order: dayOrderOf(rows.map((it) => (it.cells[index] ?? '').trim())),
    }));
  }

  /** Later records brought new columns: what was decided stays, new names find what is still free. */
  function widen(rows: readonly Row[]): void {
    const settled = {
      ...given,
      ...Object.fromEntries(plan.mapping.map((it) => [it.field, it.column])),
    };
    const reasons = new Map(plan.mapping.map((it) => [it.field, it.because]));
    const wider = planColumns(
      columns,
      rows.map((it) => it.cells),
      settled,
    );
    plan = {
      ...wider,
      mapping: wider.mapping.map((it) => ({ ...it, because: reasons.get(it.field) ?? it.because })),
    };
    bound = bind(plan, rows);
    width = columns.length;
  }

  function rejectOf(row: Row, reason: string, field?: string): Reject {
    const raw = rawOf(row);
    const cells = raw === '' ? null : cellsOf(row);
    return {
      file,
      line: row.line,
      ...(field === undefined ? {} : { field }),
      reason,
      ...(raw === '' ? {} : { raw }),
      ...(cells === null ? {} : { cells }),
    };
  }

  /** The row by column, for repair; values beyond the header stand under the number of their column. */
  function cellsOf(row: Row): Record<string, string> | null {
    const dropped = new Set(plan.dropped.map((it) => it.index));
    const names = Array.from(
      { length: Math.max(columns.length, row.cells.length) },
      (_, index) => columns[index] ?? `Column ${index + 1}`,
    );
    const cells = names.flatMap((name, index): [string, string][] =>
      dropped.has(index) || isOwnColumn(name) ? [] : [[name, row.cells[index] ?? '']],
    );
    const chars = cells.reduce((sum, [name, value]) => sum + name.length + value.length, 0);
    return chars > CELLS_CHARS_MAX ? null : Object.fromEntries(cells);
  }

  /** The row for the download of rejects, without what must never be kept. */
  function rawOf(row: Row): string {
    const uncertain = row.problem !== undefined || row.cells.length !== columns.length;
    if (uncertain && (plan.dropped.length > 0 || row.cells.some(mentionsPatient))) return '';
    const dropped = new Set(plan.dropped.map((it) => it.index));
    const kept = row.cells.filter((_, index) => !dropped.has(index));
    const text = kept
      .slice(0, 100)
      .map((it) => it.slice(0, RAW_CHARS_MAX))
      .join(' | ');
    return text.length > RAW_CHARS_MAX ? `${text.slice(0, RAW_CHARS_MAX)}…` : text;
  }

  function problemOf(row: Row): string | null {
    if (row.problem !== undefined) return row.problem;
    const { cells } = row;
    if (isTotal(cells)) return 'the row is a total, no device';
    if (fixedWidth && cells.length < width)
      return `the row has ${valuesIn(cells)}, the header names ${width} columns`;
    for (let i = width; i < cells.length; i++)
      if ((cells[i] as string).trim() !== '')
        return `the row has ${valuesIn(cells)}, the header names ${width} columns`;
    return null;
  }

  function readRow(row: Row, accepted: Observation[], rejected: Reject[]): void {
    const problem = problemOf(row);
    if (problem !== null) {
      rejected.push(rejectOf(row, problem));
      return;
    }
    const fields: FieldsDraft = {};
    const fieldRejects: Reject[] = [];
    const unmapped = unmappedOf(row);
    const reported: string[] = [];
    for (const it of bound) {
      const text = (row.cells[it.index] ?? '').trim();
      if (text === '') continue;
      if (it.field === 'reported') {
        for (const id of cveIdsIn(text)) reported.push(id);
        continue;
      }
      const { problem: trouble, partial } = readInto(fields, it.field, text, it.order);
      if (trouble !== null) fieldRejects.push(rejectOf(row, trouble, it.field));
      if (partial) unmapped[it.column] = text;
    }
    if (!namesDevice(fields)) {
      rejected.push(rejectOf(row, NAMES_NO_DEVICE));
      return;
    }
    rejected.push(...fieldRejects);
    accepted.push({
      origin: { file, line: row.line },
      source,
      fields,
      ...(isEmpty(unmapped) ? {} : { unmapped }),
      ...(reported.length === 0 ? {} : { reported }),
    });
  }

  /** Said once per column, so that a person learns what was left out; the values themselves are gone. */
  function newlyDropped(): Reject[] {
    const fresh = plan.dropped.filter((it) => !dropsSaid.has(it.column));
    for (const it of fresh) dropsSaid.add(it.column);
    return fresh.map((it) => ({
      file,
      ...(headerLine === undefined ? {} : { line: headerLine }),
      field: it.column,
      reason: `column not kept: ${it.because}`,
    }));
  }

  function unmappedOf(row: Row): Record<string, string> {
    const unmapped: Record<string, string> = {};
    for (const index of plan.unmapped) {
      const text = (row.cells[index] ?? '').trim();
      if (text !== '') unmapped[columns[index] as string] = text;
    }
    return unmapped;
  }

  return {
    read(rows: readonly Row[]): Batch {
      if (columns.length > width) widen(rows);
      const accepted: Observation[] = [];
      const rejected = newlyDropped();
      for (const row of rows) readRow(row, accepted, rejected);
      return { accepted, rejected };
    },
    report: (): ColumnReport => ({
      mapping: plan.mapping.map(({ field, column, because }) => ({ field, column, because })),
      unmappedColumns: plan.unmapped.map((it) => columns[it] as string),
      droppedColumns: plan.dropped.map(({ column, because }) => ({ column, because })),
    }),
  };
}

function valuesIn(cells: readonly string[]): string {
  return cells.length === 1 ? '1 value' : `${cells.length} values`;
}

const TOTAL = /^(?:grand )?(?:totals?|summe|gesamt|suma|somme)\b[:\s\d]*$/i;

/** The last line of a printed list: a word and a count. */
function isTotal(cells: readonly string[]): boolean {
  const first = cells.find((it) => it.trim() !== '') ?? '';
  if (!TOTAL.test(first.trim())) return false;
  return cells
    .filter((it) => it.trim() !== '')
    .every((it) => TOTAL.test(it.trim()) || /^[\s\d.,]+$/.test(it));
}

const NAMES_NO_DEVICE =
  'the row names no device: no id, maker, model, operating system, serial, tag or address';

/** What a device can be told by; a row must have one of them, a table a column for one. */
const TELLING_FIELDS = [
  'id',
  'model',
  'manufacturer',
  'os',
  'serial',
  'assetTag',
  'udi',
  'mac',
  'ip',
  'hostname',
] as const satisfies readonly (keyof DeviceFields)[];

function namesDevice(fields: DeviceFields): boolean {
  return TELLING_FIELDS.some((it) => fields[it] !== undefined);
}

function checkTelling(file: string, { mapping, unmappedColumns }: ColumnReport): void {
  const telling: readonly string[] = TELLING_FIELDS;
  if (unmappedColumns.length > 0 && !mapping.some((it) => telling.includes(it.field)))
    throw new InputError(
      file,
      `none of its columns names a device (id, maker, model, serial, address …): ${unmappedColumns.slice(0, 20).join(', ').slice(0, 500)}`,
    );
}

function isEmpty(record: Readonly<Record<string, string>>): boolean {
  for (const _ in record) return false;
  return true;
}

export function cveIdsIn(text: string): string[] {
  return [...new Set((text.match(/CVE-\d{4}-\d{4,}/gi) ?? []).map((it) => it.toUpperCase()))];
}
