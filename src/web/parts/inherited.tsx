import type { InheritedView } from '#contract/inventory/device';
import type { PatchMethod } from '#engine/words';
import { capital, day } from '../ui/words.ts';

export const PATCH_METHOD_WORDS: Readonly<Record<PatchMethod, string>> = {
  owner: 'The owner may install',
  remote: 'The vendor installs remotely',
  'wait-for-approval': 'The owner, once the vendor has approved',
  'vendor-visit': 'The vendor comes',
  never: 'Nobody can',
};

const ORIGINS: Readonly<Record<InheritedView['from'], string>> = {
  model: 'set for the model',
  mds2: 'MDS2',
  register: 'device register',
  segment: 'segment',
  'segment-by-ip': 'segment by address',
  udi: 'read from its UDI',
};

/** Where an inherited value is from: "MDS2, MPII-2". */
export function originWords({ from, what }: InheritedView): string {
  return what === '' || from === 'udi' ? ORIGINS[from] : `${ORIGINS[from]}: ${what}`;
}

const DAYS = new Set(['endOfSale', 'eolDate', 'eosDate', 'osEosDate', 'installDate', 'warrantyEnd']);

/** A value as people say it. */
export function valueWords(field: string, value: string | boolean): string {
  if (typeof value === 'boolean') return value ? 'Yes' : 'No';
  if (DAYS.has(field)) return day(value);
  if (field === 'patchMethod') return PATCH_METHOD_WORDS[value as PatchMethod] ?? value;
  return field === 'criticality' || field === 'exposure' ? capital(value) : value;
}

/** Names of fields that a model passes on and no column of a file feeds. */
export const MODEL_FIELD_NAMES: Readonly<Record<string, string>> = {
  osEosDate: 'End of support of the operating system',
  patchMethod: 'Who can patch it',
};
