/**
 * A table on its way out: what every tabular format (CSV, XLSX, the terminal, the web page) is written from.
 * `kind` says how a cell is shown and typed, so that a spreadsheet sorts numbers as numbers and dates as dates.
 */
export type CellKind = 'text' | 'integer' | 'decimal' | 'percent' | 'date' | 'flag';

/** Dates are ISO `YYYY-MM-DD` or longer; percents are shares of one; `null` is an empty cell, never a zero. */
export type Cell = string | number | boolean | null;

export interface Column<Row> {
  /** Name in JSON and URLs; stays the same when the title is reworded. */
  readonly key: string;
  readonly title: string;
  readonly kind: CellKind;
  /** Width in characters where the format has one. */
  readonly width: number;
  readonly cell: (row: Row) => Cell;
}

export interface Table<Row> {
  readonly columns: readonly Column<Row>[];
  readonly rows: Iterable<Row>;
}
