import Papa from 'papaparse';
import type { Row } from './rows.ts';

/** A row longer than this is no inventory row: an unclosed quote or a file without line ends. */
const ROW_CHARS_MAX = 1024 * 1024;

interface Parsed {
  readonly data: string[][];
  readonly meta: { readonly cursor: number };
}

/** Rows of delimited text with the line each starts on; bounded memory whatever the text. */
export async function* csvRows(text: AsyncIterable<string>, delimiter: string): AsyncIterable<Row[]> {
  const reader = createRowReader(delimiter);
  for await (const piece of text) {
    const rows = reader.push(piece);
    if (rows.length > 0) yield rows;
  }
  const rows = reader.finish();
  if (rows.length > 0) yield rows;
}

function createRowReader(delimiter: string) {
  const quoted = new Papa.Parser({ delimiter, newline: '\n' });
  // Nothing can stand between quotes here: U+FFFF is no character.
  const literal = new Papa.Parser({ delimiter, newline: '\n', quoteChar: '\uFFFF' });
  let buffer = '';
  let line = 1;
  let skipping = false;
  /** Parse again only once the buffer has doubled: a long quoted field must not cost quadratic time. */
  let parseAt = 0;

  function rowsOf(parsed: Parsed): Row[] {
    return parsed.data.map((cells) => {
      const row = { line, cells: cells.map(unguarded) };
      line += 1;
      for (const cell of cells) line += newlinesIn(cell);
      return row;
    });
  }

  function parse(parser: Papa.Parser, last: boolean): Row[] {
    const parsed = parser.parse(buffer, 0, !last) as Parsed;
    const rows = rowsOf(parsed);
    buffer = last ? '' : buffer.slice(parsed.meta.cursor);
    return rows;
  }

  function skipToLineEnd(): void {
    const end = buffer.indexOf('\n');
    skipping = end === -1;
    buffer = skipping ? '' : buffer.slice(end + 1);
    if (!skipping) line += 1;
  }

  /** The buffer holds more than a row may: take its lines one by one, quotes being plain characters. */
  function recover(): Row[] {
    if (buffer.includes('\n')) {
      const rows = parse(literal, false);
      return rows.map((row, index) =>
        index === 0 ? { ...row, problem: 'a quotation mark opens a value and never closes' } : row,
      );
    }
    const row = {
      line,
      cells: [`${buffer.slice(0, 200)}…`],
      problem: `the line is longer than ${ROW_CHARS_MAX.toLocaleString('en')} characters`,
    };
    skipping = true;
    skipToLineEnd();
    return [row];
  }

  return {
    push(piece: string): Row[] {
      buffer += piece;
      if (skipping) skipToLineEnd();
      if (skipping || buffer.length < parseAt) return [];
      const rows = parse(quoted, false);
      const recovered = buffer.length > ROW_CHARS_MAX ? recover() : [];
      parseAt = buffer.length * 2;
      return rows.concat(recovered);
    },
    finish(): Row[] {
      if (skipping || buffer === '') return [];
      const rows = parse(quoted, false);
      if (buffer === '') return rows;
      const closed = quoted.parse(buffer, 0, false) as Parsed & { errors: { code: string }[] };
      const isOpen = closed.errors.some((it) => it.code === 'MissingQuotes');
      return rows.concat(isOpen ? recoverEnd() : rowsOf(closed));
    },
  };

  function recoverEnd(): Row[] {
    return parse(literal, true).map((row, index) =>
      index === 0 ? { ...row, problem: 'a quotation mark opens a value and never closes' } : row,
    );
  }
}

/**
 * Takes one apostrophe off a text that would begin like a formula: spreadsheet exports, our own among them, put it there
 * so that the text is not run (OWASP, "CSV Injection").
 */
export function unguarded(cell: string): string {
  return cell.startsWith("'") && /^'+[=+\-@\t\r]/.test(cell) ? cell.slice(1) : cell;
}

function newlinesIn(cell: string): number {
  let count = 0;
  for (let at = cell.indexOf('\n'); at !== -1; at = cell.indexOf('\n', at + 1)) count++;
  return count;
}

const DELIMITERS = [',', ';', '\t', '|'] as const;

/**
 * The delimiter that cuts the greatest share of the first rows into the same number of cells, more than one. A share, for
 * the wrong one tears quoted cells into more rows than there are.
 */
export function delimiterOf(headText: string): string {
  const ranked = DELIMITERS.map((delimiter) => ({ delimiter, score: evenness(headText, delimiter) }));
  ranked.sort((a, b) => b.score - a.score);
  return ranked[0]?.delimiter ?? ',';
}

function evenness(headText: string, delimiter: string): number {
  const parsed = Papa.parse<string[]>(headText, { delimiter, newline: '\n', preview: 50 });
  const counts = new Map<number, number>();
  for (const row of parsed.data)
    if (row.length > 1) counts.set(row.length, (counts.get(row.length) ?? 0) + 1);
  let best = 0;
  for (const [cells, rows] of counts)
    best = Math.max(best, (rows / parsed.data.length) * 1e6 + Math.min(cells, 999));
  return best;
}
