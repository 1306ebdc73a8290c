import type { ImportView } from '#contract/inventory/import';

/** A column of the file, and the field it feeds; null: none, it is kept beside the device. */
export interface Column {
  readonly column: string;
  readonly field: string | null;
  readonly because: string;
}

/** Every column of the file that was kept: those that feed a field, then the others. */
export function columnsOf({
  mapping,
  unmapped,
}: Pick<ImportView, 'mapping' | 'unmapped'>): readonly Column[] {
  return [
    ...mapping,
    ...unmapped.map((column) => ({ column, field: null, because: 'no field fits: kept beside the device' })),
  ];
}

/** The columns with one of them given to another field; a field is fed by one column, so another gives it up. */
export function withChoice(
  columns: readonly Column[],
  index: number,
  field: string | null,
): readonly Column[] {
  return columns.map((it, at) => {
    if (at === index) return { ...it, field };
    return field !== null && it.field === field ? { ...it, field: null } : it;
  });
}

/** Field → column to send: all as they stand. A field that was given up says so, or it is guessed again. */
export function chosenMapping(
  guessed: readonly Column[],
  columns: readonly Column[],
): Readonly<Record<string, string | null>> {
  const chosen: Record<string, string | null> = {};
  for (const { field } of guessed) if (field !== null) chosen[field] = null;
  for (const { field, column } of columns) if (field !== null) chosen[field] = column;
  return chosen;
}
