import type { ChosenColumns, ColumnView } from '#contract/assessments/assessment';

/** What a person has changed on the screen so far: by column, the field it shall feed; null: none. */
export type Changes = ReadonlyMap<string, string | null>;

function columnKey({ file, column }: Pick<ColumnView, 'file' | 'column'>): string {
  return `${file}\u0001${column}`;
}

export function fieldOf(it: ColumnView, changes: Changes): string | null {
  const changed = changes.get(columnKey(it));
  return changed === undefined ? it.field : changed;
}

/** A field is fed by one column of a file, so taking it leaves the column that had it without. */
export function change(
  columns: readonly ColumnView[],
  changes: Changes,
  column: ColumnView,
  field: string | null,
): Changes {
  const next = new Map(changes);
  for (const it of columns)
    if (field !== null && it.file === column.file && fieldOf(it, changes) === field)
      next.set(columnKey(it), null);
  return next.set(columnKey(column), field);
}

/** The choice to run with: what was chosen for earlier runs, with the changes over it. A field left without a column gets null, or it would be guessed again. */
export function chosenColumns(
  columns: readonly ColumnView[],
  changes: Changes,
  before: ChosenColumns,
): ChosenColumns {
  const chosen: Record<string, Record<string, string | null>> = {};
  for (const { file } of columns) chosen[file] ??= { ...before['*'], ...before[file] };
  const changed = columns.filter((it) => fieldOf(it, changes) !== it.field);
  for (const { file, field, column } of changed)
    if (field !== null && (chosen[file]?.[field] ?? column) === column)
      chosen[file] = { ...chosen[file], [field]: null };
  for (const it of changed) {
    const field = fieldOf(it, changes);
    if (field !== null) chosen[it.file] = { ...chosen[it.file], [field]: it.column };
  }
  return chosen;
}
