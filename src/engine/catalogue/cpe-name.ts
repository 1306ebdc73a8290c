/** The fields of a CPE 2.3 formatted string that tell products apart, unescaped and lower case. */
export interface CpeName {
  readonly part: 'a' | 'o' | 'h';
  readonly vendor: string;
  readonly product: string;
  readonly version: string;
  /** update, edition, language, sw_edition, target_sw, target_hw, other, as written. */
  readonly attributes: readonly string[];
}

/**
 * Splits a CPE 2.3 formatted string (NISTIR 7695, 6.2); null when it is none. A colon that belongs to a value stands
 * behind a backslash.
 */
export function splitCpe(text: string): CpeName | null {
  if (!text.startsWith('cpe:2.3:')) return null;
  const fields = (text.includes('\\:') ? text.split(/(?<!\\)(?:\\\\)*:/) : text.split(':')).slice(2);
  const [part, vendor, product, version] = fields;
  if (fields.length !== 11 || version === undefined || vendor === undefined || product === undefined)
    return null;
  if (part !== 'a' && part !== 'o' && part !== 'h') return null;
  return {
    part,
    vendor: unescapeCpe(vendor).toLowerCase(),
    product: unescapeCpe(product).toLowerCase(),
    version,
    attributes: fields.slice(4),
  };
}

export function unescapeCpe(value: string): string {
  return value.includes('\\') ? value.replaceAll(/\\(.)/g, '$1') : value;
}
