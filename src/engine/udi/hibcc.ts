import { dayOfYear, labelDay, type LabelDay, type Udi } from './udi.ts';

/** The alphabet of Code 39, whose positions are the weights of the check character. ANSI/HIBC 2.6, appendix B. */
const ALPHABET = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ-. $/+%';

/** Sum of the positions modulo 43, as a character. */
export function hibccCheck(text: string): string {
  let sum = 0;
  for (const letter of text) sum += ALPHABET.indexOf(letter);
  return ALPHABET[sum % 43] ?? '';
}

interface Found {
  lot: string | null;
  serial: string | null;
  expiry: LabelDay | null;
  manufactured: LabelDay | null;
  readonly parts: { readonly code: string; readonly value: string }[];
  readonly problems: string[];
}

/** A HIBC UDI: primary data, and secondary data behind a slash. Null: it is no HIBC text. */
export function readHibcc(text: string): Udi | { readonly problem: string } | null {
  const bare = text.replace(/^\*(.*)\*$/, '$1').toUpperCase();
  if (!bare.startsWith('+')) return null;
  if (bare.split('').some((it) => !ALPHABET.includes(it)))
    return { problem: 'it holds a character that may not stand in a HIBC code' };
  const check = bare.at(-1) ?? '';
  const content = bare.slice(0, -1);
  const [primary = '', ...secondary] = content.slice(1).split('/');
  // Labeler (a letter and three more), product (1–18), unit of measure (0–9).
  if (!/^[A-Z][A-Z0-9]{3}[A-Z0-9]{1,18}\d$/.test(primary))
    return { problem: 'its labeler and product code cannot be read' };
  const wanted = hibccCheck(content);
  const found: Found = {
    lot: null,
    serial: null,
    expiry: null,
    manufactured: null,
    parts: [{ code: '+', value: primary }],
    problems: check === wanted ? [] : [`its check character is "${check}" instead of "${wanted}"`],
  };
  for (const [index, part] of secondary.entries()) readSecondary(part, index === 0, found);
  return { agency: 'HIBCC', di: primary, version: null, ...found };
}

function readSecondary(part: string, isFirst: boolean, found: Found): void {
  const [, code = '', value = ''] =
    /^(\$\$\+|\$\$|\$\+|\$|16D|14D|S|Q|L|B)(.*)$/.exec(part) ?? (isFirst ? ['', 'YYJJJ', part] : []);
  found.parts.push({ code: code === 'YYJJJ' ? '' : code, value: code === '' ? part : value });
  switch (code) {
    case '$$':
    case '$$+': {
      const { day, rest } = datePrefix(value, found.problems);
      found.expiry ??= day;
      note(found, code === '$$+' ? 'serial' : 'lot', rest);
      return;
    }
    case '$':
    case 'L':
    case 'B':
      return note(found, 'lot', value);
    case '$+':
    case 'S':
      return note(found, 'serial', value);
    case '14D':
      found.expiry ??= wholeDate(value, found.problems);
      return;
    case '16D':
      found.manufactured ??= wholeDate(value, found.problems);
      return;
    case 'YYJJJ': {
      // The oldest form: five digits of a Julian date, then the lot.
      const [, year, day, lot = ''] = /^(\d\d)(\d{3})(.*)$/.exec(value) ?? [];
      if (year === undefined) found.problems.push(`"${part}" cannot be read`);
      else {
        found.expiry ??= known(
          dayOfYear(2000 + Number(year), Number(day)),
          value.slice(0, 5),
          found.problems,
        );
        note(found, 'lot', lot);
      }
      return;
    }
    case 'Q':
      return;
    default:
      found.problems.push(`"${part}" cannot be read`);
  }
}

function note(found: Found, field: 'lot' | 'serial', value: string): void {
  if (value !== '') found[field] ??= value;
}

/** Formats of the date in front of a lot or serial number, by its flag; without one it is MMYY. */
const DATES: Readonly<
  Record<string, { readonly length: number; readonly read: (it: string) => LabelDay | null }>
> = {
  '2': { length: 6, read: (it) => labelDay(year(it.slice(4, 6)), +it.slice(0, 2), +it.slice(2, 4)) },
  '3': { length: 6, read: (it) => labelDay(year(it.slice(0, 2)), +it.slice(2, 4), +it.slice(4, 6)) },
  '4': { length: 8, read: (it) => labelDay(year(it.slice(0, 2)), +it.slice(2, 4), +it.slice(4, 6)) },
  '5': { length: 5, read: (it) => dayOfYear(year(it.slice(0, 2)), +it.slice(2, 5)) },
  '6': { length: 7, read: (it) => dayOfYear(year(it.slice(0, 2)), +it.slice(2, 5)) },
  '7': { length: 0, read: () => null },
};

function year(two: string): number {
  return 2000 + Number(two);
}

/** The date, and what stands behind it; a quantity (8 and two digits, 9 and five) may come first. */
function datePrefix(
  text: string,
  problems: string[],
): { readonly day: LabelDay | null; readonly rest: string } {
  const value = text.replace(/^(?:8\d\d|9\d{5})/, '');
  const flag = value[0] ?? '';
  if (flag === '7') return { day: null, rest: value.slice(1) };
  const form = DATES[flag];
  const written = form === undefined ? value.slice(0, 4) : value.slice(1, 1 + form.length);
  const rest = value.slice(written.length + (form === undefined ? 0 : 1));
  if (written.length < (form?.length ?? 4) || !/^\d+$/.test(written))
    return { day: known(null, written, problems), rest };
  const day =
    form === undefined
      ? labelDay(year(written.slice(2)), Number(written.slice(0, 2)), 0)
      : form.read(written);
  return { day: known(day, written, problems), rest };
}

function wholeDate(text: string, problems: string[]): LabelDay | null {
  const [, y, m, d] = /^(\d{4})(\d\d)(\d\d)$/.exec(text) ?? [];
  return known(y === undefined ? null : labelDay(Number(y), Number(m), Number(d)), text, problems);
}

function known(day: LabelDay | null, written: string, problems: string[]): LabelDay | null {
  if (day === null) problems.push(`"${written}" is no date`);
  return day;
}
