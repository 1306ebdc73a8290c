/** The first five attributes of a formatted string, unescaped; wildcards as they stand. */
export interface CpeParts {
  readonly part: string;
  readonly vendor: string;
  readonly product: string;
  readonly version: string;
  readonly update: string;
}

/**
 * Takes a formatted string apart without checking it: for millions of names that NVD has already checked.
 * Null: it is no formatted string or has fewer than five attributes. Use `parseCpe()` for anything people wrote.
 */
export function splitCpe(formatted: string): CpeParts | null {
  if (!formatted.startsWith('cpe:2.3:')) return null;
  const found: string[] = [];
  let start = 8;
  while (found.length < 5) {
    const end = endOfComponent(formatted, start);
    found.push(unescape(formatted, start, end));
    if (end === formatted.length) break;
    start = end + 1;
  }
  const [part, vendor, product, version, update] = found;
  if (part === undefined || vendor === undefined || product === undefined) return null;
  if (version === undefined || update === undefined) return null;
  return { part, vendor, product, version, update };
}

function endOfComponent(text: string, start: number): number {
  let at = start;
  for (; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === 58) return at;
    if (code === 92) at++;
  }
  return text.length;
}

function unescape(text: string, start: number, end: number): string {
  const component = text.slice(start, end);
  return component.includes('\\') ? component.replaceAll(/\\(.)/g, '$1') : component;
}
