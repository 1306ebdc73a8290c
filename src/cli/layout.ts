import { stripVTControlCharacters } from 'node:util';

/** A column of a table on the terminal. Only a flexible one gives way when the line is too long: it wraps. */
export interface TextColumn<Row> {
  readonly title: string;
  readonly align?: 'right';
  readonly flexible?: boolean;
  /** Longest width taken; longer values are cut with "…". */
  readonly widthMax?: number;
  readonly text: (row: Row) => string;
  readonly paint?: (text: string, row: Row) => string;
}

const GAP = '  ';
const FLEXIBLE_WIDTH_MIN = 14;

/** The rows as aligned lines under their titles, none longer than `width`. */
export function tableLines<Row>(
  columns: readonly TextColumn<Row>[],
  rows: readonly Row[],
  width: number,
): string[] {
  const texts = rows.map((row) => columns.map((it) => printable(it.text(row))));
  const widths = widthsFor(columns, texts, width);
  const titles = columns.map((it, i) => aligned(it.title, widths[i] ?? 0, it.align));
  return [
    titles.join(GAP).trimEnd(),
    ...rows.flatMap((row, r) => rowLines(columns, row, texts[r] ?? [], widths)),
  ];
}

function widthsFor<Row>(
  columns: readonly TextColumn<Row>[],
  texts: readonly (readonly string[])[],
  width: number,
): number[] {
  const natural = columns.map((column, i) =>
    Math.min(
      column.widthMax ?? Number.POSITIVE_INFINITY,
      Math.max(column.title.length, ...texts.map((it) => (it[i] ?? '').length)),
    ),
  );
  const excess = sum(natural) + GAP.length * (columns.length - 1) - width;
  const flexible = columns.map((it) => it.flexible === true);
  const flexibleTotal = sum(natural.filter((_, i) => flexible[i]));
  if (excess <= 0 || flexibleTotal === 0) return natural;
  return natural.map((it, i) =>
    flexible[i] === true
      ? Math.max(Math.min(it, FLEXIBLE_WIDTH_MIN), Math.floor(it - (excess * it) / flexibleTotal))
      : it,
  );
}

function rowLines<Row>(
  columns: readonly TextColumn<Row>[],
  row: Row,
  texts: readonly string[],
  widths: readonly number[],
): string[] {
  const cells = columns.map((column, i) => {
    const width = widths[i] ?? 0;
    const text = texts[i] ?? '';
    return column.flexible === true ? wrapped(text, width) : [cut(text, width)];
  });
  const height = Math.max(1, ...cells.map((it) => it.length));
  return Array.from({ length: height }, (_, lineIndex) =>
    columns
      .map((column, i) => {
        const text = cells[i]?.[lineIndex] ?? '';
        return aligned(text, widths[i] ?? 0, column.align, text === '' ? text : column.paint?.(text, row));
      })
      .join(GAP)
      .trimEnd(),
  );
}

/** Breaks a text at spaces into lines of at most `width`; a longer word is broken. */
export function wrapped(text: string, width: number): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(/\s+/)) {
    let rest = word;
    if (line !== '' && line.length + 1 + rest.length > width) {
      lines.push(line);
      line = '';
    }
    while (rest.length > width) {
      lines.push(rest.slice(0, width));
      rest = rest.slice(width);
    }
    line = line === '' ? rest : `${line} ${rest}`;
  }
  return [...lines, line];
}

export function cut(text: string, width: number): string {
  return text.length <= width ? text : `${text.slice(0, Math.max(0, width - 1))}…`;
}

/** @param shown the text with its colours, which take no room */
function aligned(text: string, width: number, align: 'right' | undefined, shown = text): string {
  const padding = ' '.repeat(Math.max(0, width - text.length));
  return align === 'right' ? padding + shown : shown + padding;
}

/** Text from files on one line and without control characters, which could steer the terminal. */
export function printable(text: string): string {
  return stripVTControlCharacters(text)
    .replaceAll(/\s+/g, ' ')
    .replaceAll(/\p{Cc}|\p{Bidi_Control}/gu, '')
    .trim();
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, it) => total + it, 0);
}

/** 1234567 → "1,234,567". */
export function grouped(count: number): string {
  return count.toLocaleString('en-US');
}

/** "1 device", "2 devices", "1,204 CVEs". */
export function counted(count: number, one: string, many = `${one}s`): string {
  return `${grouped(count)} ${count === 1 ? one : many}`;
}
