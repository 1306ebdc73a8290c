import { FIELD_NAMES } from '../../parts/fields.ts';

/** What the server says of a device beside the fields that columns feed. */
const NAMES: Readonly<Record<string, string>> = { ...FIELD_NAMES, name: 'Name' };

/** A field as people call it; a column that is no field keeps its own name. */
export function nameOfField(field: string): string {
  return NAMES[field] ?? field;
}
