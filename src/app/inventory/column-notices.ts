import type { ColumnReport } from '#inventory/table';

/** What a person should know of the columns of a file: those that feed no field, and those that were not taken in. */
export function columnNotices(
  file: string,
  { unmappedColumns, droppedColumns }: Pick<ColumnReport, 'unmappedColumns' | 'droppedColumns'>,
): string[] {
  return [
    ...(unmappedColumns.length === 0
      ? []
      : [`${file}: columns kept but not used: ${unmappedColumns.join(', ')}`]),
    ...droppedColumns.map((it) => `${file}: column "${it.column}" not taken in: ${it.because}`),
  ];
}
