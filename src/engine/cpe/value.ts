/**
 * One attribute value of a CPE name, as plain text: wildcards `*` and `?` stand for themselves, and only a literal
 * asterisk, question mark, backslash or lone hyphen keeps its backslash. `*` alone is ANY, `-` alone is NA.
 * So `c-cure_9000` reads as people write it, and nothing is lost. Source: NISTIR 7695, §5.3.2 and §6.
 */
export type CpeValue = string;

export const ANY: CpeValue = '*';
export const NA: CpeValue = '-';

/** Reads one component of a formatted string. Null: not allowed there. */
export function valueFromFormatted(component: string): CpeValue | null {
  if (component === ANY || component === NA) return component;
  let value = '';
  for (let at = 0; at < component.length; at++) {
    const char = component.charAt(at);
    if (char === '\\') {
      at++;
      const literal = component.charAt(at);
      if (!isPrintable(literal)) return null;
      value += asLiteral(literal);
    } else if (isPlain(char) || char === '*' || char === '?') value += char;
    else return null;
  }
  return finish(value);
}

/** Reads one component of a 2.2 URI: percent-encoded, case-insensitive, `%01` is `?` and `%02` is `*`. */
export function valueFromUri(component: string): CpeValue | null {
  if (component === '') return ANY;
  if (component === NA) return NA;
  let value = '';
  for (let at = 0; at < component.length; at++) {
    const char = component.charAt(at).toLowerCase();
    if (char === '%') {
      const decoded = ENCODED.get(component.slice(at + 1, at + 3).toLowerCase());
      if (decoded === undefined) return null;
      value += decoded;
      at += 2;
    } else if (isPlain(char) || char === '~') value += char;
    else return null;
  }
  return finish(value);
}

/** The value as a component of a formatted string. */
export function formatValue(value: CpeValue): string {
  if (value === ANY || value === NA) return value;
  let text = '';
  for (const { char, wild } of unitsOf(value)) text += wild || isPlain(char) ? char : `\\${char}`;
  return text;
}

/** The value as a component of a 2.2 URI. */
export function formatUriValue(value: CpeValue): string {
  if (value === ANY) return '';
  if (value === NA) return value;
  let text = '';
  for (const { char, wild } of unitsOf(value)) {
    if (wild) text += char === '?' ? '%01' : '%02';
    else text += isPlain(char) ? char : percentEncode(char);
  }
  return text;
}

/** The value as NISTIR 7695 writes it in a well-formed name: everything but letters, digits and `_` quoted. */
export function quoteValue(value: CpeValue): string {
  let text = '';
  for (const { char, wild } of unitsOf(value)) text += wild || isWordChar(char) ? char : `\\${char}`;
  return text;
}

interface Unit {
  readonly char: string;
  readonly wild: boolean;
}

function unitsOf(value: CpeValue): Unit[] {
  const units: Unit[] = [];
  for (let at = 0; at < value.length; at++) {
    const char = value.charAt(at);
    if (char === '\\') units.push({ char: value.charAt(++at), wild: false });
    else units.push({ char, wild: char === '*' || char === '?' });
  }
  return units;
}

const PUNCTUATION = '!"#$%&\'()*+,/:;<=>?@[\\]^`{|}~';

const percentEncode = (char: string): string => `%${char.charCodeAt(0).toString(16).padStart(2, '0')}`;

const ENCODED: ReadonlyMap<string, string> = new Map([
  ['01', '?'],
  ['02', '*'],
  ...PUNCTUATION.split('').map((it): [string, string] => [percentEncode(it).slice(1), asLiteral(it)]),
]);

function asLiteral(char: string): string {
  return char === '*' || char === '?' || char === '\\' ? `\\${char}` : char;
}

/** Wildcards stand only at the ends: one asterisk, or a run of question marks (NISTIR 7695 §5.3.2). */
function finish(value: string): CpeValue | null {
  if (value === NA) return '\\-';
  return value === '?' || WELL_FORMED.test(value) ? value : null;
}

const WELL_FORMED = /^(?:\*|\?*)(?:[^*?\\]|\\[\s\S])+(?:\*|\?*)$/;

function isWordChar(char: string): boolean {
  return /^\w$/.test(char);
}

/** May stand unquoted in a formatted string. */
function isPlain(char: string): boolean {
  return isWordChar(char) || char === '.' || char === '-';
}

function isPrintable(char: string): boolean {
  return char > ' ' && char <= '~';
}
