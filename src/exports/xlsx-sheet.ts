import type { Cell, CellKind, Column, Table } from './table.ts';
import { escapedXml, STYLE, XML_HEAD } from './xlsx-parts.ts';

// Limits of the format (Excel specifications and limits): past them Excel calls the whole file damaged.
const ROWS_MAX = 1_048_576;
const CELL_CHARS_MAX = 32_767;

const DAY_MS = 86_400_000;
/** Days from the spreadsheet's day zero, 1899-12-30, to 1970-01-01. */
const EPOCH_DAYS = 25_569;

/** One worksheet's XML in pieces, a row at a time. Rows past the format's limit are cut with a line that says so. */
export function* sheetXml<Row>(table: Table<Row>, isFirst: boolean): Generator<string> {
  const sheet = createSheet(table.columns, isFirst);
  yield sheet.head;
  for (const row of table.rows) {
    yield sheet.row(row);
    if (sheet.isFull()) break;
  }
  yield sheet.tail();
}

/** A worksheet that is written row by row. */
export function createSheet<Row>(columns: readonly Column<Row>[], isFirst: boolean) {
  let rowNumber = 1;
  return {
    head: head(columns, isFirst) + headerRow(columns),
    row: (row: Row): string => {
      rowNumber++;
      return rowNumber === ROWS_MAX
        ? `<row r="${rowNumber}">${textCell('Cut here: a sheet holds no more rows; use CSV or JSON for the whole list', `A${rowNumber}`)}</row>`
        : dataRow(columns, row, rowNumber);
    },
    isFull: () => rowNumber === ROWS_MAX,
    tail: () =>
      `</sheetData><autoFilter ref="A1:${columnName(Math.max(0, columns.length - 1))}${rowNumber}"/></worksheet>`,
  };
}

function head<Row>(columns: readonly Column<Row>[], isFirst: boolean): string {
  const widths = columns.map(
    (it, i) => `<col min="${i + 1}" max="${i + 1}" width="${it.width}" customWidth="1"/>`,
  );
  return (
    `${XML_HEAD}<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetViews>` +
    `<sheetView${isFirst ? ' tabSelected="1"' : ''} workbookViewId="0"><pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView>` +
    `</sheetViews><cols>${widths.join('')}</cols><sheetData>`
  );
}

function headerRow<Row>(columns: readonly Column<Row>[]): string {
  const cells = columns.map((it, i) => textCell(it.title, `${columnName(i)}1`, STYLE.header));
  return `<row r="1">${cells.join('')}</row>`;
}

function dataRow<Row>(columns: readonly Column<Row>[], row: Row, rowNumber: number): string {
  let cells = '';
  for (const [i, it] of columns.entries())
    cells += cellXml(it.cell(row), it.kind, `${columnName(i)}${rowNumber}`);
  return `<row r="${rowNumber}">${cells}</row>`;
}

function cellXml(cell: Cell, kind: CellKind, at: string): string {
  if (cell === null || cell === '') return '';
  if (typeof cell === 'boolean') return textCell(cell ? 'yes' : 'no', at);
  if (typeof cell === 'number') return numberCell(cell, at, numberStyle(kind));
  const day = kind === 'date' ? dayNumber(cell) : null;
  return day === null ? textCell(cell, at) : numberCell(day, at, STYLE.date);
}

function numberStyle(kind: CellKind): number {
  return kind === 'integer' || kind === 'decimal' || kind === 'percent' ? STYLE[kind] : STYLE.text;
}

function numberCell(value: number, at: string, style: number): string {
  return Number.isFinite(value) ? `<c r="${at}" s="${style}"><v>${value}</v></c>` : '';
}

function textCell(text: string, at: string, style: number = STYLE.text): string {
  const styled = style === STYLE.text ? '' : ` s="${style}"`;
  return `<c r="${at}" t="inlineStr"${styled}><is><t xml:space="preserve">${escapedXml(shortened(text))}</t></is></c>`;
}

/** Spreadsheet day of an ISO date; null for what is none, which then stays text rather than a wrong day. */
function dayNumber(isoDate: string): number | null {
  const ms = Date.parse(isoDate.slice(0, 10));
  return Number.isNaN(ms) ? null : ms / DAY_MS + EPOCH_DAYS;
}

/** 0 → A, 25 → Z, 26 → AA. */
function columnName(index: number): string {
  const last = String.fromCharCode(65 + (index % 26));
  return index < 26 ? last : columnName(Math.floor(index / 26) - 1) + last;
}

function shortened(text: string): string {
  return text.length <= CELL_CHARS_MAX ? text : `${text.slice(0, CELL_CHARS_MAX - 1)}…`;
}
