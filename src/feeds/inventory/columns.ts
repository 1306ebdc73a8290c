import { isIP } from 'node:net';
import type { ColumnMapping, DroppedColumn, InventoryField } from './fields.ts';
import { headerKey, headerWords } from './header-words.ts';
import { patientDataAmong, patientDataIn } from './patient-data.ts';
import { FILLER_WORDS, SYNONYMS } from './synonyms.ts';
import type { GivenMapping } from './table.ts';

/** What every column of a source is taken for. */
export interface ColumnPlan {
  readonly mapping: readonly (ColumnMapping & { readonly index: number })[];
  readonly unmapped: readonly number[];
  readonly dropped: readonly (DroppedColumn & { readonly index: number })[];
}

interface Guess {
  readonly index: number;
  readonly field: InventoryField;
  /** Lower is stronger. */
  readonly rank: number;
  readonly because: string;
}

interface Meaning {
  readonly field: InventoryField;
  readonly rank: number;
}

const MEANINGS: ReadonlyMap<string, Meaning> = new Map(
  Object.entries(SYNONYMS).flatMap(([field, names]) =>
    names.map((name, rank) => [headerKey(name), { field: field as InventoryField, rank }] as const),
  ),
);

/** A name that needed words left out is weaker than any that did not. */
const FILLED_RANK = 100;
/** Content alone is the weakest reason. */
const CONTENT_RANK = 200;

/** A longer "name" is a sentence, not a name. */
const WORDS_MAX = 10;

/**
 * Words that make of a version one that is not what runs on the device, or is no version: "Latest version", "Version (target)",
 * "Hardware version", "Firmware date".
 */
const OTHER_VERSION_WORDS: ReadonlySet<string> = new Set(
  (
    'latest newest available target recommended required minimum min maximum max planned scheduled approved supported ' +
    'previous prior old former next new upcoming upgrade fixed fix hardware hw date released ' +
    'neueste verfugbare ziel soll geplante empfohlene freigegebene alte vorherige nachste hardwarestand ' +
    'disponible recommandee requise precedente recomendada requerida anterior nueva'
  ).split(' '),
);
const VERSION_FIELDS: ReadonlySet<InventoryField> = new Set(['version', 'osVersion']);

/** The field a column name stands for, and how strongly; null: no name the product knows. */
export function meaningOf(header: string): Meaning | null {
  const meaning = plainMeaningOf(header);
  const isOther =
    meaning !== null &&
    VERSION_FIELDS.has(meaning.field) &&
    headerWords(header.replaceAll(/[()[\]]/g, ' ')).some((it) => OTHER_VERSION_WORDS.has(it));
  return isOther ? null : meaning;
}

function plainMeaningOf(header: string): Meaning | null {
  const words = headerWords(header);
  const exact = MEANINGS.get(words.join(''));
  if (exact !== undefined) return exact;
  for (const part of innerNames(words)) {
    const found = MEANINGS.get(part);
    if (found !== undefined) return { field: found.field, rank: found.rank + FILLED_RANK };
  }
  return null;
}

/** The longest names that remain when only filler words are left out at either end. */
function innerNames(words: readonly string[]): string[] {
  const names: string[] = [];
  if (words.length > WORDS_MAX) return names;
  for (let length = words.length - 1; length >= 1; length--)
    for (let from = 0; from + length <= words.length; from++) {
      const inside = words.slice(from, from + length);
      const outside = [...words.slice(0, from), ...words.slice(from + length)];
      const isName = inside.some((it) => !FILLER_WORDS.has(it));
      if (isName && outside.every((it) => FILLER_WORDS.has(it))) names.push(inside.join(''));
    }
  return names;
}

/** A column the product wrote itself, beside those of a source: reading it in again passes over it. */
export function isOwnColumn(column: string): boolean {
  return column.startsWith('Patchward: ');
}

/**
 * Decides for each column: a field, unmapped (kept by name) or dropped (patient data).
 * `given` is what a person said (`--map model="Model Name"`, `--map model=` for no column) and beats every guess.
 */
export function planColumns(
  columns: readonly string[],
  sample: readonly (readonly string[])[],
  given: GivenMapping,
): ColumnPlan {
  const values = columns.map((_, index) => sampleOf(sample, index));
  const dropped = columns.flatMap((column, index) => {
    if (isOwnColumn(column)) return [];
    const because = patientDataIn(column) ?? patientDataAmong(values[index] ?? []);
    return because === null ? [] : [{ column, because, index }];
  });
  const droppedIndexes = new Set(dropped.map((it) => it.index));
  const open = columns.flatMap((column, index) =>
    droppedIndexes.has(index) || isOwnColumn(column) ? [] : [{ column, index }],
  );
  const guesses = open.flatMap(({ column, index }) => guess(column, index, values[index] ?? [], given));
  guesses.sort((a, b) => a.rank - b.rank || a.index - b.index);

  const taken = new Map<InventoryField, Guess>();
  const used = new Set<number>();
  for (const it of guesses)
    if (!taken.has(it.field) && !used.has(it.index)) {
      taken.set(it.field, it);
      used.add(it.index);
    }
  const mapping = [...taken.values()]
    .sort((a, b) => a.index - b.index)
    .map((it) => ({
      field: it.field,
      column: columns[it.index] as string,
      because: it.because,
      index: it.index,
    }));
  return { mapping, dropped, unmapped: open.map((it) => it.index).filter((it) => !used.has(it)) };
}

function sampleOf(sample: readonly (readonly string[])[], index: number): string[] {
  return sample.map((cells) => (cells[index] ?? '').trim()).filter((it) => it !== '');
}

function guess(column: string, index: number, values: readonly string[], given: GivenMapping): Guess[] {
  const asked = Object.entries(given).filter(([, wanted]) => wanted === column);
  if (asked.length > 0)
    return asked.map(([field]) => ({
      index,
      field: field as InventoryField,
      rank: -1,
      because: 'chosen by you',
    }));
  const free = (it: Guess) => given[it.field] === undefined;
  const meaning = meaningOf(column);
  if (meaning !== null && suits(meaning.field, values))
    return [{ index, ...meaning, because: `the name "${column}" says so` }].filter(free);
  const seen = contentOf(values);
  return seen === null ? [] : [{ index, rank: CONTENT_RANK, ...seen }].filter(free);
}

// CVE ids are not guessed by content: such a column may as well list what a device is known not to have.
const DATE_LIKE = /\d{4}|\d{1,2}[./-]\d{1,2}[./-]\d{2}/;
const MAC_LIKE = /^(?:[\da-f]{2}[:-]){5}[\da-f]{2}$|^(?:[\da-f]{4}\.){2}[\da-f]{4}$/i;
const UDI_LIKE = /^\(01\)\d{14}|^\+[A-Z]\d{3}[A-Z\d]{1,18}\d[A-Z\d-. $/+%]\/|^=\//;
const ANSWER_LIKE = /^(?:yes|no|y|n|true|false|ja|nein|si|sí|oui|non|0|1|x)$/i;

/**
 * Names that mean different things in different lists count only where the values agree:
 * "PHI" is a yes or no, "Installed" a date, "Network" no list of addresses.
 */
function suits(field: InventoryField, values: readonly string[]): boolean {
  if (values.length === 0) return true;
  switch (field) {
    case 'installDate':
    case 'warrantyEnd':
    case 'endOfSale':
    case 'eolDate':
    case 'eosDate':
    case 'lastPatchDate':
      return most(values, (it) => DATE_LIKE.test(it));
    case 'storesPhi':
    case 'transmitsPhi':
      return most(values, (it) => it.length <= 20);
    case 'manufacturer':
    case 'model':
    case 'serial':
      return values.length < 3 || !most(values, (it) => ANSWER_LIKE.test(it) && !/^\d$/.test(it));
    default:
      return true;
  }
}

function contentOf(values: readonly string[]): { field: InventoryField; because: string } | null {
  if (values.length === 0) return null;
  if (nearlyAll(values, (it) => MAC_LIKE.test(it)))
    return { field: 'mac', because: 'the values are MAC addresses' };
  if (nearlyAll(values, (it) => isIP(it) !== 0))
    return { field: 'ip', because: 'the values are IP addresses' };
  if (nearlyAll(values, (it) => UDI_LIKE.test(it)))
    return { field: 'udi', because: 'the values are device identifiers (UDI)' };
  return null;
}

function most(values: readonly string[], holds: (value: string) => boolean): boolean {
  return values.filter(holds).length * 2 >= values.length;
}

function nearlyAll(values: readonly string[], holds: (value: string) => boolean): boolean {
  return values.filter(holds).length >= values.length * 0.9;
}
