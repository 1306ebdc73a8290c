import { meaningOf } from './columns.ts';
import { InputError } from './input-error.ts';
import type { Row, Table } from './rows.ts';
import type { ByteChunks } from './source.ts';
import { checkZip } from './zip-bound.ts';

const FILE_BYTES_MAX = 256 * 1024 * 1024;
const ROWS_PER_BLOCK = 2000;
/** Rows in which a sheet's column names are looked for. */
const ROWS_JUDGED = 25;

export interface Sheet {
  readonly name: string;
  readonly rows: readonly Row[];
}

/** The sheet that looks most like a list of devices, and the names of others that do too. */
export interface WorkbookTable {
  readonly table: Table;
  readonly passedOver: readonly string[];
}

/** @throws InputError if the bytes are no workbook, or one that unpacks to too much */
export async function readSheets(file: string, chunks: ByteChunks): Promise<readonly Sheet[]> {
  const bytes = await wholeBytes(file, chunks);
  await checkZip(file, bytes);
  return sheetsOf(file, bytes);
}

/** @throws InputError if the bytes are no workbook, or one that unpacks to too much */
export async function readXlsx(file: string, chunks: ByteChunks): Promise<WorkbookTable> {
  const sheets = await readSheets(file, chunks);
  const ranked = sheets
    .map((sheet) => ({ sheet, names: namesKnown(sheet) }))
    .toSorted((a, b) => b.names - a.names || b.sheet.rows.length - a.sheet.rows.length);
  const best = ranked[0];
  if (best === undefined || best.sheet.rows.length === 0)
    throw new InputError(file, 'the workbook holds no rows');
  return {
    table: { columns: null, blocks: blocksOf(best.sheet.rows) },
    passedOver: ranked.slice(1).flatMap((it) => (it.names >= 3 ? [it.sheet.name] : [])),
  };
}

async function wholeBytes(file: string, chunks: ByteChunks): Promise<Buffer> {
  const taken: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of chunks) {
    taken.push(chunk);
    length += chunk.length;
    if (length > FILE_BYTES_MAX)
      throw new InputError(file, `the workbook is larger than ${FILE_BYTES_MAX.toLocaleString('en')} bytes`);
  }
  return Buffer.concat(taken);
}

async function sheetsOf(file: string, bytes: Buffer): Promise<Sheet[]> {
  // Loaded when the first workbook comes: it takes longer to load than most files take to read.
  const { default: readWorkbook } = await import('read-excel-file/node');
  try {
    const workbook = await readWorkbook<string>(bytes, { parseNumber: numberText });
    return workbook.map(({ sheet, data }) => ({
      name: sheet,
      rows: data.map((cells, index) => ({ line: index + 1, cells: cells.map(cellText) })),
    }));
  } catch (error) {
    throw new InputError(file, 'the workbook cannot be read', { cause: error });
  }
}

/** Digits that spreadsheets show of a number. */
const DIGITS_SHOWN = 15;

/**
 * Spreadsheets store 1.1 as 1.1000000000000001 and what they work out, such as 9 + 0.33, as 9.330000000000001; long numbers
 * lose digits as doubles and stay as written.
 */
function numberText(text: string): string {
  const number = Number(text);
  if (!Number.isFinite(number) || Math.abs(number) > Number.MAX_SAFE_INTEGER) return text;
  return String(Number.isInteger(number) ? number : Number(number.toPrecision(DIGITS_SHOWN)));
}

function cellText(cell: unknown): string {
  if (cell === null || cell === undefined) return '';
  if (cell instanceof Date) return Number.isNaN(cell.getTime()) ? '' : cell.toISOString().slice(0, 10);
  return typeof cell === 'string' ? cell : JSON.stringify(cell);
}

function namesKnown(sheet: Sheet): number {
  const counts = sheet.rows
    .slice(0, ROWS_JUDGED)
    .map(
      (row) =>
        new Set(row.cells.map((it) => (it.length > 80 ? null : (meaningOf(it)?.field ?? null)))).size - 1,
    );
  return Math.max(0, ...counts);
}

async function* blocksOf(rows: readonly Row[]): AsyncIterable<Row[]> {
  for (let from = 0; from < rows.length; from += ROWS_PER_BLOCK)
    yield rows.slice(from, from + ROWS_PER_BLOCK);
}
