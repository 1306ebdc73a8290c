import type { Filter } from './read.ts';

/**
 * Whether values meet a filter of text fields. A field may have several values: one that fits is enough. Words may
 * stand in any of them; letter case says nothing.
 */
export function meets<Field extends string>(
  filter: Filter<Field>,
  valuesOf: (field: Field) => readonly string[],
  fields: readonly Field[],
): boolean {
  const lower = (field: Field) => valuesOf(field).map((it) => it.toLowerCase());
  switch (filter.kind) {
    case 'all':
      return filter.of.every((it) => meets(it, valuesOf, fields));
    case 'any':
      return filter.of.some((it) => meets(it, valuesOf, fields));
    case 'not':
      return !meets(filter.of, valuesOf, fields);
    case 'words':
      return fields.some((field) => lower(field).some((it) => it.includes(filter.text.toLowerCase())));
    case 'blank':
      return valuesOf(filter.field).length === 0;
    case 'contains':
      return lower(filter.field).some((it) => it.includes(filter.text.toLowerCase()));
    case 'equals':
      return lower(filter.field).includes(String(filter.value).toLowerCase());
    case 'compare':
      throw new Error(`Cannot compare ${filter.field}: it is text`);
  }
}
