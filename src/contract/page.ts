import * as z from 'zod';

/** The server's cap on a page, whatever is asked for. */
const PAGE_LIMIT_MAX = 500;

/** What every list takes: where to go on, and how many at most. */
export const PageQuery = z.object({
  cursor: z.string().max(200).optional(),
  limit: z.coerce.number().int().min(1).max(PAGE_LIMIT_MAX).default(100),
});

/** The one envelope of every list. `next` is the cursor of the following page, null on the last. */
export function pageOf<T extends z.ZodType>(item: T) {
  return z.object({ items: z.array(item).readonly(), next: z.string().nullable(), total: z.number().int() });
}

export interface Page<T> {
  readonly items: readonly T[];
  readonly next: string | null;
  readonly total: number;
}

/** A query parameter that may be repeated: one value or several arrive, several leave. */
export function several<T extends z.ZodType<string>>(item: T) {
  return z
    .union([item, z.array(item).max(50)])
    .transform((it) => (Array.isArray(it) ? it : [it]) as z.output<T>[])
    .optional();
}

/** The envelope of a list whose count stops somewhere. */
export function cappedPageOf<T extends z.ZodType>(item: T) {
  return pageOf(item).extend({
    /** There are more than `total`: counting stopped there. */
    isCapped: z.boolean(),
  });
}

/** Columns to sort by, as `site,-criticality`: a minus turns a column round. Rows without a value come last either way. */
export function sortBy<const Column extends string>(columns: readonly Column[], fallback: string) {
  return z
    .string()
    .max(200)
    .default(fallback)
    .transform((text, context) => {
      const steps = text
        .split(',')
        .map((it) => ({ column: it.replace(/^-/, ''), falling: it.startsWith('-') }));
      const known = steps.filter((it): it is SortStep<Column> =>
        (columns as readonly string[]).includes(it.column),
      );
      const isFine =
        known.length === steps.length &&
        known.length <= SORT_STEPS_MAX &&
        new Set(known.map((it) => it.column)).size === known.length;
      if (isFine) return known;
      context.addIssue(
        `Not up to ${SORT_STEPS_MAX} of ${columns.join(', ')}, each once, separated by commas`,
      );
      return z.NEVER;
    });
}

const SORT_STEPS_MAX = 4;

interface SortStep<Column extends string> {
  readonly column: Column;
  readonly falling: boolean;
}
