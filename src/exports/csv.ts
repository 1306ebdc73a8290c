import type { Cell, CellKind, Table } from './table.ts';

const CHUNK_CHARS = 65_536;
const BYTE_ORDER_MARK = '\uFEFF';

export interface CsvOptions {
  /** Excel takes a file without the mark for the local code page and spoils "Dräger"; pipes are better off without. */
  readonly byteOrderMark?: boolean;
}

/** The table as CSV after RFC 4180 (header row, CRLF, quotes doubled), in chunks of some 64 kB. */
export function* csvChunks<Row>(table: Table<Row>, options: CsvOptions = {}): Generator<string> {
  let chunk = options.byteOrderMark === true ? BYTE_ORDER_MARK : '';
  chunk += line(table.columns.map((it) => it.title));
  for (const row of table.rows) {
    chunk += line(table.columns.map((it) => csvText(it.cell(row), it.kind)));
    if (chunk.length < CHUNK_CHARS) continue;
    yield chunk;
    chunk = '';
  }
  yield chunk;
}

/** The same for rows that come page by page. */
export async function* csvPages<Row>(
  columns: Table<Row>['columns'],
  pages: AsyncIterable<readonly Row[]>,
): AsyncGenerator<string> {
  yield BYTE_ORDER_MARK + line(columns.map((it) => it.title));
  for await (const rows of pages)
    yield rows.map((row) => line(columns.map((it) => csvText(it.cell(row), it.kind)))).join('');
}

function line(fields: readonly string[]): string {
  return `${fields.map(quoted).join(',')}\r\n`;
}

function quoted(field: string): string {
  return /[",\r\n]|^\s|\s$/.test(field) ? `"${field.replaceAll('"', '""')}"` : field;
}

function csvText(cell: Cell, kind: CellKind): string {
  if (cell === null) return '';
  if (typeof cell === 'boolean') return cell ? 'yes' : 'no';
  if (typeof cell === 'number') return String(cell);
  return kind === 'text' ? guarded(cell) : cell;
}

/**
 * A spreadsheet runs a text that begins like a formula, and inventories and feeds are written by others.
 * An apostrophe in front makes it text (OWASP, "CSV Injection"). A text that already begins with apostrophes before
 * such a sign gets one more, so that taking one away always gives back what was there.
 */
function guarded(text: string): string {
  return /^'*[=+\-@\t\r]/.test(text) ? `'${text}` : text;
}
