/**
 * Rows of a table written as text, a line each, cells set apart by bars. Lines that begin with `#` are no rows.
 * @throws when a line has too few or too many cells
 */
export function tableRows(text: string, cells: number): string[][] {
  return tableLines(text)
    .filter((it) => !it.startsWith('#'))
    .map((it) => cellsOf(it, cells));
}

export function tableLines(text: string): string[] {
  return text
    .split('\n')
    .map((it) => it.trim())
    .filter((it) => it !== '');
}

export function cellsOf(line: string, cells: number): string[] {
  const row = line.split(' | ').map((it) => it.trim());
  if (row.length !== cells) throw new Error(`Cannot read "${line}": ${row.length} cells, ${cells} expected`);
  return row;
}
