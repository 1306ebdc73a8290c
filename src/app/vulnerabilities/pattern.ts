import { type Filter, meets, PATTERN_FILTER_FIELDS, readFilter } from '#engine/filter';
import type { Configuration } from '#engine/match';

export type Pattern = Filter<keyof typeof PATTERN_FILTER_FIELDS>;

const FIELDS = Object.keys(PATTERN_FILTER_FIELDS) as (keyof typeof PATTERN_FILTER_FIELDS)[];

/** A pattern as a person writes it; the problem and its place where it cannot be read, or says nothing. */
export function patternIn(text: string): { readonly pattern: Pattern } | { readonly problem: string } {
  const read = readFilter(text, PATTERN_FILTER_FIELDS, { nowMs: 0 });
  if ('problem' in read) return { problem: `at character ${read.at + 1}: ${read.problem}` };
  return read.filter === null
    ? { problem: 'it says nothing, and would be every device' }
    : { pattern: read.filter };
}

/** Whether a configuration is of a pattern: what matching looks at, and nothing else. */
export function isOfPattern(pattern: Pattern, { items }: Configuration): boolean {
  const values = (pick: (it: Configuration['items'][number]) => string | undefined) =>
    items.flatMap((it) => pick(it) ?? []);
  return meets(
    pattern,
    (field) => {
      switch (field) {
        case 'manufacturer':
          return values((it) => (it.kind === 'device' ? it.manufacturer : undefined));
        case 'model':
          return values((it) => (it.kind === 'device' ? it.model : undefined));
        case 'version':
          return values((it) => (it.kind === 'device' ? it.version : undefined));
        case 'os':
          return values((it) => (it.kind === 'os' ? it.model : undefined));
        case 'osVersion':
          return values((it) => (it.kind === 'os' ? it.version : undefined));
        case 'component':
          return values((it) =>
            it.kind === 'component'
              ? [it.manufacturer, it.model, it.version].filter((part) => part !== undefined).join(' ')
              : undefined,
          );
      }
    },
    FIELDS,
  );
}
