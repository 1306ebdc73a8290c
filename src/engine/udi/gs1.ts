import { GS1_FORMATS, hasCheckDigit, leadingIdentifier } from './gs1-identifiers.ts';
import { fullYear, labelDay, type LabelDay, type Udi } from './udi.ts';

type Parts = { readonly code: string; readonly value: string }[];

/** Symbology identifiers of the barcodes that carry GS1 data, as scanners put them in front. */
const SYMBOLOGY = /^\](?:d2|C1|e0|Q3|J1)/;
/** The separator FNC1 as scanners and people write it. */
const SEPARATOR = /<GS>|\{GS\}|<FNC1>|\{FNC1\}/gi;
const FNC1 = '\u001d';
/** Characters of GS1 values: letters, digits and these signs. */
const VALUE = /^[!"%&'()*+,\-./0-9:;<=>?A-Z_a-z]+$/;

/** A GS1 UDI: as scanned, with brackets as people read it, or a bare GTIN. Null: it is no GS1 text. */
export function readGs1(text: string, currentYear: number): Udi | { readonly problem: string } | null {
  const isScanned = SYMBOLOGY.test(text);
  const written = text.replace(SYMBOLOGY, '').replaceAll(SEPARATOR, FNC1);
  const parts = partsOf(written, isScanned);
  return parts === null || 'problem' in parts ? parts : udiOf(parts, currentYear);
}

function partsOf(text: string, isScanned: boolean): Parts | { readonly problem: string } | null {
  if (text.startsWith('(')) return bracketedParts(text);
  if (/^\d{14}$/.test(text) && !isScanned) return [{ code: '01', value: text }];
  if (!/^\d{2}/.test(text.startsWith(FNC1) ? text.slice(1) : text)) return null;
  return scannedParts(text);
}

/** (01)…(17)…: a bracket inside a value is one only where a known identifier stands in it. */
function bracketedParts(text: string): Parts | { readonly problem: string } {
  const found = [...text.matchAll(/\((\d{2,4})\)/g)].filter((it) => GS1_FORMATS.has(it[1] ?? ''));
  if (found[0]?.index !== 0) return { problem: `"${text.slice(0, 6)}" is no GS1 application identifier` };
  return found.map((it, index) => ({
    code: it[1] as string,
    value: text
      .slice(it.index + it[0].length, found[index + 1]?.index)
      .replaceAll(FNC1, '')
      .trim(),
  }));
}

function scannedParts(text: string): Parts | { readonly problem: string } {
  const parts: Parts = [];
  let rest = text;
  for (;;) {
    while (rest.startsWith(FNC1)) rest = rest.slice(1);
    if (rest === '') return parts;
    const code = leadingIdentifier(rest);
    if (code === null) return { problem: `"${rest.slice(0, 4)}" is no GS1 application identifier` };
    const { isFixed, most } = GS1_FORMATS.get(code) as { isFixed: boolean; most: number };
    const after = rest.slice(code.length);
    const end = isFixed ? most : after.indexOf(FNC1);
    const value = end === -1 ? after : after.slice(0, end);
    parts.push({ code, value });
    rest = after.slice(value.length);
  }
}

function udiOf(parts: Parts, currentYear: number): Udi {
  const valueOf = (code: string) => parts.find((it) => it.code === code)?.value || null;
  const problems = parts.flatMap(problemOf);
  const dayOf = (code: string): LabelDay | null => {
    const value = valueOf(code);
    if (value === null || !/^\d{6}$/.test(value)) return null;
    const [year = 0, month = 0, day = 0] = [value.slice(0, 2), value.slice(2, 4), value.slice(4)].map(Number);
    const found = labelDay(fullYear(year, currentYear), month, day);
    if (found === null) problems.push(`(${code}) ${value} is no day`);
    return found;
  };
  return {
    agency: 'GS1',
    di: valueOf('01'),
    lot: valueOf('10'),
    serial: valueOf('21'),
    expiry: dayOf('17'),
    manufactured: dayOf('11'),
    version: valueOf('8012'),
    parts,
    problems,
  };
}

function problemOf({ code, value }: Parts[number]): string[] {
  const format = GS1_FORMATS.get(code);
  if (format === undefined) return [`(${code}) is no GS1 application identifier`];
  const { least, most, isNumeric, checked } = format;
  if (value.length < least || value.length > most)
    return [
      `(${code}) ${value === '' ? 'is empty' : `${value} has ${value.length} characters`} instead of ${least === most ? least : `${least} to ${most}`}`,
    ];
  if (isNumeric ? !/^\d+$/.test(value) : !VALUE.test(value))
    return [`(${code}) ${value} holds a character that may not stand there`];
  return checked > 0 && !hasCheckDigit(value.slice(0, checked))
    ? [`(${code}) ${value} has a wrong check digit`]
    : [];
}
