export type Row = Readonly<Record<string, string | number | null>>;

/** A table as exports write it. All rows have the same columns. */
export function csvOf(columns: readonly string[], rows: readonly Row[]): string {
  return linesOf([columns.join(','), ...rows.map((it) => lineOf(columns, it))]);
}

export function lineOf(columns: readonly string[], row: Row): string {
  return columns.map((it) => cellOf(String(row[it] ?? ''))).join(',');
}

export function linesOf(lines: readonly string[]): string {
  return lines.map((it) => `${it}\n`).join('');
}

function cellOf(text: string): string {
  return /[",\n]|^\s|\s$/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
