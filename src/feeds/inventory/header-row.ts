import { meaningOf } from './columns.ts';
import { patientDataIn } from './patient-data.ts';
import type { Row } from './rows.ts';

/** Title, date and blank lines above a header are seldom more. */
const ROWS_SEARCHED = 25;

/** Where the column names stand: the index of their row, or null if the rows have none. */
export function headerIndexOf(rows: readonly Row[]): number | null {
  let best: { index: number; known: number } | null = null;
  for (const [index, row] of rows.slice(0, ROWS_SEARCHED).entries()) {
    const known = new Set(row.cells.map((it) => fieldNamed(it)).filter((it) => it !== null)).size;
    if (known > (best?.known ?? 0)) best = { index, known };
  }
  if (best !== null && (best.known >= 2 || isOnlyColumn(rows, best.index))) return best.index;
  return looksLikeNames(rows[0]) ? 0 : null;
}

function fieldNamed(cell: string): string | null {
  if (cell.length > 80) return null;
  return patientDataIn(cell) === null ? (meaningOf(cell)?.field ?? null) : 'patient';
}

function isOnlyColumn(rows: readonly Row[], index: number): boolean {
  return (rows[index]?.cells.length ?? 0) <= 2;
}

/** Distinct words without a digit-only, address-like or blank cell among them. */
function looksLikeNames(row: Row | undefined): boolean {
  if (row === undefined) return false;
  const names = row.cells.map((it) => it.trim());
  return (
    names.length > 1 &&
    new Set(names).size === names.length &&
    names.every((it) => /\p{Letter}/u.test(it) && it.length <= 60 && !/\d{2,}|[:@\\]/.test(it))
  );
}

/** Names for all columns, each once: blank ones are numbered, repeated ones too. */
export function namesOf(cells: readonly string[]): string[] {
  const seen = new Set<string>();
  return cells.map((cell, index) => {
    const bare = cell.trim().replaceAll(/\s+/g, ' ') || `Column ${index + 1}`;
    let name = bare;
    for (let copy = 2; seen.has(name); copy++) name = `${bare} (${copy})`;
    seen.add(name);
    return name;
  });
}
