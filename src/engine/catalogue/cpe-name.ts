/** The fields of a CPE 2.3 formatted string that tell products apart, unescaped and lower case. */
export interface CpeName {
  readonly part: 'a' | 'o' | 'h';
  readonly vendor: string;
  readonly product: string;
  readonly version: string;
  /** update, edition, language, sw_edition, target_sw, target_hw, other, as written. */
  readonly attributes: readonly string[];
}

const PREFIX = 'cpe:2.3:';
/** Most names say no more than the version. */
const NOTHING_MORE = '*:*:*:*:*:*:*';
const NO_ATTRIBUTES: readonly string[] = NOTHING_MORE.split(':');
const COLON = 0x3a;
const BACKSLASH = 0x5c;

/** Splits a CPE 2.3 formatted string (NISTIR 7695, 6.2); null when it is none. */
export function splitCpe(text: string): CpeName | null {
  if (!text.startsWith(PREFIX)) return null;
  const part = text.charAt(PREFIX.length);
  if (part !== 'a' && part !== 'o' && part !== 'h') return null;
  const partEnd = endOfField(text, PREFIX.length);
  const vendorEnd = endOfField(text, partEnd + 1);
  const productEnd = endOfField(text, vendorEnd + 1);
  const versionEnd = endOfField(text, productEnd + 1);
  if (partEnd !== PREFIX.length + 1 || versionEnd >= text.length) return null;
  const attributes = attributesFrom(text, versionEnd + 1);
  if (attributes.length !== NO_ATTRIBUTES.length) return null;
  return {
    part,
    vendor: unescapeCpe(text.slice(partEnd + 1, vendorEnd)).toLowerCase(),
    product: unescapeCpe(text.slice(vendorEnd + 1, productEnd)).toLowerCase(),
    version: text.slice(productEnd + 1, versionEnd),
    attributes,
  };
}

function attributesFrom(text: string, start: number): readonly string[] {
  if (text.length === start + NOTHING_MORE.length && text.endsWith(NOTHING_MORE)) return NO_ATTRIBUTES;
  const attributes: string[] = [];
  for (let at = start; at <= text.length; ) {
    const end = endOfField(text, at);
    attributes.push(text.slice(at, end));
    at = end + 1;
  }
  return attributes;
}

/** Where the field's colon stands, or the end of the text. A colon behind a backslash belongs to the value. */
function endOfField(text: string, start: number): number {
  for (let at = start; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === COLON) return at;
    if (code === BACKSLASH) at++;
  }
  return text.length;
}

export function unescapeCpe(value: string): string {
  return value.includes('\\') ? value.replaceAll(/\\(.)/g, '$1') : value;
}
