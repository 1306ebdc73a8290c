/** One row as the file holds it. */
export interface Row {
  /** 1-based line in a text file, row in a sheet. */
  readonly line: number;
  readonly cells: readonly string[];
  /** Why the row cannot be taken, found while it was read. */
  readonly problem?: string;
}

/** Rows in blocks, and what is known of their columns before reading. */
export interface Table {
  /**
   * Column names. Null: they stand in one of the first rows and have to be found there.
   * A list may grow while rows are read, as records of JSON bring new keys.
   */
  readonly columns: string[] | null;
  readonly blocks: AsyncIterable<Row[]>;
}
