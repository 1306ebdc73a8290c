import { type RawBuilder, sql } from 'kysely';
import type { Comparison, Filter } from '#engine/filter';

export type Condition = RawBuilder<boolean>;

/** Any test of one field; words have none. */
export type FieldTest<Field extends string = string> = Extract<Filter<Field>, { readonly field: Field }>;

/** What stands for a field in SQL: a column with text in lower case, days as text; or a way of its own. */
export type FilterColumn =
  | { readonly kind: 'text' | 'flag' | 'instant' | 'integer'; readonly sql: RawBuilder<unknown> }
  | { readonly kind: 'own'; readonly test: (test: FieldTest) => Condition };

export interface FilterTable<Field extends string> {
  readonly columns: (field: Field) => FilterColumn;
  /** Column with everything people search by, in lower case. */
  readonly search: RawBuilder<unknown>;
}

const COMPARISONS: Readonly<Record<Comparison, Condition>> = {
  '<': sql`<`,
  '<=': sql`<=`,
  '>': sql`>`,
  '>=': sql`>=`,
};

/**
 * A filter as SQL, true or not: a row without a value does not meet a test on it, and meets its opposite. Only `not`
 * has to say so, and the tests below it stay in a form that indexes can serve.
 */
export function filterCondition<Field extends string>(
  filter: Filter<Field>,
  table: FilterTable<Field>,
): Condition {
  switch (filter.kind) {
    case 'all':
      return sql`(${sql.join(
        filter.of.map((it) => filterCondition(it, table)),
        sql` and `,
      )})`;
    case 'any':
      return sql`(${sql.join(
        filter.of.map((it) => filterCondition(it, table)),
        sql` or `,
      )})`;
    case 'not':
      return sql`(not coalesce(${filterCondition(filter.of, table)}, false))`;
    case 'words':
      return sql`(${table.search} like ${patternOf(filter.text)})`;
    case 'blank':
    case 'contains':
    case 'equals':
    case 'compare': {
      const column = table.columns(filter.field);
      return column.kind === 'own' ? column.test(filter) : fieldTest(filter, column);
    }
  }
}

/** A test on a column that holds the value itself. */
export function fieldTest(
  test: FieldTest,
  column: Exclude<FilterColumn, { readonly kind: 'own' }>,
): Condition {
  switch (test.kind) {
    case 'blank':
      return sql`(${column.sql} is null)`;
    case 'contains':
      return sql`(${column.sql} like ${patternOf(test.text)})`;
    case 'equals':
      return sql`(${column.sql} = ${valueOf(column.kind, test.value)})`;
    case 'compare':
      return sql`(${column.sql} ${COMPARISONS[test.comparison]} ${valueOf(column.kind, test.value)})`;
  }
}

function valueOf(kind: 'text' | 'flag' | 'instant' | 'integer', value: string | boolean) {
  switch (kind) {
    case 'text':
      return sql`${String(value).toLowerCase()}::text collate "C"`;
    case 'flag':
      return sql`${value}::boolean`;
    case 'instant':
      return sql`${value}::timestamptz`;
    case 'integer':
      // As the column is, so that the planner knows how many there are.
      return /^-?\d{1,9}$/.test(String(value)) ? sql`${value}::integer` : sql`${value}::numeric`;
  }
}

/** Text that may stand anywhere, for LIKE on a column in lower case. */
export function patternOf(text: string): string {
  return `%${text.toLowerCase().replaceAll(/[\\%_]/g, '\\$&')}%`;
}
