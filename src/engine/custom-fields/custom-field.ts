import type { FilterField, FilterFields } from '#engine/filter';

export const CUSTOM_FIELD_KINDS = ['text', 'number', 'date', 'flag', 'choice'] as const;
export type CustomFieldKind = (typeof CUSTOM_FIELD_KINDS)[number];

/** A field that a hospital adds to its devices. */
export interface CustomField {
  readonly id: string;
  /** By which filters and programs name it, after `cf.`. */
  readonly key: string;
  /** By which people, filters and exports name it. */
  readonly name: string;
  readonly kind: CustomFieldKind;
  /** What can be chosen, where kind is `choice`. */
  readonly choices: readonly string[];
}

const TEXT_CHARS_MAX = 2000;

/** Reads what somebody typed, or a cell says, into the one form a field keeps. */
export function readCustomValue(
  { kind, choices, name }: Pick<CustomField, 'kind' | 'choices' | 'name'>,
  text: string,
): { readonly value: string } | { readonly problem: string } {
  const said = text.trim();
  if (said === '') return { problem: `"${name}" needs a value` };
  switch (kind) {
    case 'text':
      return said.length <= TEXT_CHARS_MAX
        ? { value: said }
        : { problem: `"${name}" holds at most ${TEXT_CHARS_MAX} characters` };
    case 'number':
      return /^-?\d{1,15}(\.\d{1,6})?$/.test(said)
        ? { value: String(Number(said)) }
        : { problem: `"${said}" is no number: write 12 or 12.5` };
    case 'date':
      return isDay(said) ? { value: said } : { problem: `"${said}" is no date: write 2026-03-31` };
    case 'flag':
      if (/^(yes|true|y|1)$/i.test(said)) return { value: 'yes' };
      if (/^(no|false|n|0)$/i.test(said)) return { value: 'no' };
      return { problem: `"${said}" is neither yes nor no` };
    case 'choice': {
      const choice = choices.find((it) => it.toLowerCase() === said.toLowerCase());
      return choice === undefined
        ? { problem: `"${said}" is none of ${choices.join(', ')}` }
        : { value: choice };
    }
  }
}

function isDay(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const ms = Date.parse(`${text}T00:00:00Z`);
  return !Number.isNaN(ms) && new Date(ms).toISOString().startsWith(text);
}

/** The field's key: `Service contract no.` → `service-contract-no`. Null: nothing of the name is left. */
export function customFieldKey(name: string): string | null {
  const key = name
    .normalize('NFKD')
    .replaceAll(/\p{M}/gu, '')
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-+|-+$/g, '')
    .slice(0, 40);
  return key === '' ? null : key;
}

/** How a filter names and reads each: `cf.service-contract:gold`. */
export function customFilterFields(fields: readonly CustomField[]): FilterFields {
  return Object.fromEntries(fields.map((it) => [`cf.${it.key}`, filterFieldOf(it)]));
}

function filterFieldOf({ kind, choices }: CustomField): FilterField {
  switch (kind) {
    case 'text':
    case 'number':
    case 'flag':
      return { kind };
    case 'date':
      return { kind: 'day' };
    case 'choice':
      return { kind, choices };
  }
}
