import type { DeviceFields } from '#engine/words';

/** What spellings of one maker have in common, by what is known of makers; null: the text names nobody. */
export type MakerKey = (maker: string) => string | null;

/**
 * Whether values of one field say different things. Letter case and blanks say nothing; of host names, "pump-17" and
 * "pump-17.hospital.example" are one, the one without its domain and the other with it. Spellings of one maker are one
 * where `makerKey` tells them.
 */
export function disagree(field: keyof DeviceFields, values: readonly string[], makerKey?: MakerKey): boolean {
  const keyOf = (value: string): string =>
    (field === 'manufacturer' ? makerKey?.(value) : null) ?? foldedText(value);
  const folded = [...new Set(values.map(keyOf))];
  if (folded.length < 2 || field !== 'hostname') return folded.length > 1;
  const qualified = folded.filter((it) => it.includes('.'));
  return qualified.length + folded.filter((it) => isAnother(it, qualified)).length > 1;
}

/** A name without a domain that is the beginning of none of the names with one. */
function isAnother(name: string, qualified: readonly string[]): boolean {
  return !name.includes('.') && !qualified.some((it) => it.startsWith(`${name}.`));
}

export function foldedText(text: string): string {
  return text.trim().toLowerCase().replaceAll(/\s+/g, ' ');
}
