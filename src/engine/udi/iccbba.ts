import { dayOfYear, type LabelDay, type Udi } from './udi.ts';

/**
 * Data structures of ISBT 128 that a UDI is made of: two characters in front, then a fixed length.
 * ICCBBA ST-011; FDA "UDI formats by FDA-accredited issuing agency", 2017.
 */
const STRUCTURES: readonly (readonly [code: string, length: number])[] = [
  // Processor product identification code: facility 5, its product 6, ISBT product 5.
  ['=/', 16],
  // Catalogue number of a blood container set: manufacturer 2, digit, catalogue 7.
  ['=)', 10],
  ['=,', 6],
  ['=>', 6],
  ['=}', 6],
  ['&,1', 18],
  ['&)', 10],
  // Donation identification number.
  ['=', 15],
];

/** An ICCBBA UDI: "=/" or "=)" with what follows. Null: it is none. */
export function readIccbba(text: string): Udi | { readonly problem: string } | null {
  if (!/^[=&]/.test(text)) return null;
  const parts: { code: string; value: string }[] = [];
  let rest = text;
  while (rest !== '') {
    const structure = STRUCTURES.find(([code]) => rest.startsWith(code));
    if (structure === undefined) return { problem: `"${rest.slice(0, 4)}" is no ISBT 128 data structure` };
    const [code, length] = structure;
    const value = rest.slice(code.length, code.length + length);
    if (value.length < length || /[^A-Z0-9]/i.test(value))
      return { problem: `"${code}" is not followed by ${length} letters and digits` };
    parts.push({ code, value });
    rest = rest.slice(code.length + length);
  }
  const problems: string[] = [];
  const valueOf = (...codes: readonly string[]) => parts.find((it) => codes.includes(it.code))?.value ?? null;
  const dayIn = (code: string): LabelDay | null => {
    const value = valueOf(code);
    if (value === null) return null;
    // A digit for the century, two for the year, three for the day: 014032 is the 32nd day of 2014.
    const [, century, year, day] = /^(\d)(\d\d)(\d{3})$/.exec(value) ?? [];
    const base = Number(century) === 9 ? 1900 : 2000 + Number(century) * 100;
    const found = century === undefined ? null : dayOfYear(base + Number(year), Number(day));
    if (found === null) problems.push(`"${value}" is no date`);
    return found;
  };
  return {
    agency: 'ICCBBA',
    di: valueOf('=/', '=)'),
    lot: valueOf('&,1', '&)'),
    serial: valueOf('=,'),
    expiry: dayIn('=>'),
    manufactured: dayIn('=}'),
    version: null,
    parts,
    problems,
  };
}
