import { FIELD_NAMES } from '../../parts/fields.ts';

/** A field as people call it; a column that is no field keeps its own name. */
export function nameOfField(field: string): string {
  return (FIELD_NAMES as Readonly<Record<string, string>>)[field] ?? field;
}
