/** What JSON can say. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [name: string]: Json };

/**
 * The one text of a JSON value: names sorted by UTF-16 code units, no white space, numbers and strings as ECMAScript
 * writes them (RFC 8785). Equal values have equal text, so text can be hashed and compared byte by byte.
 */
export function canonicalJson(value: Json): string {
  if (Array.isArray(value)) return `[${value.map((it: Json) => canonicalJson(it)).join(',')}]`;
  if (typeof value === 'object' && value !== null) {
    const members = Object.entries(value as { readonly [name: string]: Json })
      .toSorted(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0))
      .map(([name, it]) => `${JSON.stringify(name)}:${canonicalJson(it)}`);
    return `{${members.join(',')}}`;
  }
  if (typeof value === 'number' && !Number.isFinite(value))
    throw new Error(`Cannot write ${value} as JSON: it is not a finite number`);
  return JSON.stringify(value);
}
