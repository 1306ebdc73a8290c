import type { FilterFields } from './read.ts';

/** What could be written where somebody types, and the part of the text it would take the place of. */
export type Completion =
  | { readonly kind: 'field'; readonly from: number; readonly to: number; readonly names: readonly string[] }
  | {
      readonly kind: 'value';
      readonly from: number;
      readonly to: number;
      readonly field: string;
      /** What stands there so far. */
      readonly text: string;
      /** Every value there is that fits; null: whoever keeps the values knows. */
      readonly values: readonly string[] | null;
    };

const BEFORE = /(?:^|[\s(-])([A-Za-z][\w.-]*)$/;
const VALUE = /(?:^|[\s(-])([A-Za-z][\w.-]*):(=?)(?:"((?:[^"\\]|\\.)*)|([^\s()"]*))$/;
const NAMES_MAX = 12;

/** Completes the word that ends at the caret; null: there is none, or nothing fits. */
export function completionAt(text: string, caret: number, fields: FilterFields): Completion | null {
  const head = text.slice(0, caret);
  const value = VALUE.exec(head);
  if (value !== null) return valueAt(text, caret, value, fields);
  const word = BEFORE.exec(head)?.[1];
  const isQuoted = (head.replaceAll(/\\./g, '').split('"').length - 1) % 2 === 1;
  if (word === undefined || isQuoted) return null;
  const names = Object.keys(fields).filter((it) => it.toLowerCase().includes(word.toLowerCase()));
  const byStart = (it: string) => (it.toLowerCase().startsWith(word.toLowerCase()) ? 0 : 1);
  const sorted = names.toSorted((a, b) => byStart(a) - byStart(b));
  return sorted.length === 0
    ? null
    : {
        kind: 'field',
        from: caret - word.length,
        to: endOfWord(text, caret),
        names: sorted.slice(0, NAMES_MAX),
      };
}

function valueAt(
  text: string,
  caret: number,
  found: RegExpExecArray,
  fields: FilterFields,
): Completion | null {
  const [, name = '', , quoted, bare = ''] = found;
  const field = Object.keys(fields).find((it) => it.toLowerCase() === name.toLowerCase());
  const kind = field === undefined ? undefined : fields[field];
  if (field === undefined || kind === undefined) return null;
  const said = quoted ?? bare;
  const from = caret - said.length - (quoted === undefined ? 0 : 1);
  const place = { kind: 'value', from, to: endOfWord(text, caret), field, text: said } as const;
  const fitting = (of: readonly string[]) =>
    of.filter((it) => it.toLowerCase().startsWith(said.toLowerCase()));
  switch (kind.kind) {
    case 'choice':
      return { ...place, values: fitting([...kind.choices, 'none']) };
    case 'flag':
      return { ...place, values: fitting(['yes', 'no', 'none']) };
    case 'day':
      return { ...place, values: fitting(['<today', '<today+180d', '>today', 'none']) };
    case 'instant':
      return { ...place, values: fitting(['<7d', '<30d', '>30d', '>90d']) };
    case 'number':
      return { ...place, values: fitting(['>0', '0']) };
    case 'text':
    case 'address':
      return { ...place, values: null };
  }
}

function endOfWord(text: string, caret: number): number {
  const rest = /^[^\s()"]*"?/.exec(text.slice(caret))?.[0] ?? '';
  return caret + rest.length;
}

/** Text with a completion taken, and where the caret stands then. */
export function completed(
  text: string,
  { kind, from, to }: { readonly kind: Completion['kind']; readonly from: number; readonly to: number },
  choice: string,
): { readonly text: string; readonly caret: number } {
  const written = kind === 'field' ? `${choice}:` : `${valueText(choice)} `;
  const rest = text.slice(to);
  const tail = kind === 'value' ? rest.replace(/^\s/, '') : rest;
  return { text: text.slice(0, from) + written + tail, caret: from + written.length };
}

/** A value as the grammar writes it. */
export function valueText(value: string): string {
  return /^[^\s()"]+$/.test(value) ? value : `"${value.replaceAll(/["\\]/g, '\\$&')}"`;
}
