import { BULK_FIELDS, CRITICALITIES, type DeviceFields, EXPOSURES, FDA_CLASSES } from '#engine/words';
import { capital } from '../ui/words.ts';
import { FIELD_NAMES } from './fields.ts';

/** What tells a device from others; the rest may be set on many at once. */
const TELLING_FIELDS = [
  'manufacturer',
  'serial',
  'assetTag',
  'udi',
  'ip',
  'ipv6',
  'mac',
  'hostname',
] as const;

const CHOICES: Partial<Readonly<Record<keyof DeviceFields, readonly string[]>>> = {
  criticality: CRITICALITIES,
  exposure: EXPOSURES,
  fdaClass: FDA_CLASSES,
};
const FLAGS: readonly string[] = ['storesPhi', 'transmitsPhi'];
const DAYS: readonly string[] = [
  'installDate',
  'warrantyEnd',
  'endOfSale',
  'eolDate',
  'eosDate',
  'contractEnd',
  'lastPatchDate',
];

/** What can be said of a field. */
export type DeviceFieldKind =
  | { readonly kind: 'text' | 'day' }
  | {
      readonly kind: 'choice';
      readonly choices: readonly { readonly value: string; readonly label: string }[];
    };

export function kindOfField(field: string): DeviceFieldKind {
  const choices = FLAGS.includes(field) ? ['yes', 'no'] : CHOICES[field as keyof DeviceFields];
  if (choices !== undefined)
    return { kind: 'choice', choices: choices.map((it) => ({ value: it, label: capital(it) })) };
  return { kind: DAYS.includes(field) ? 'day' : 'text' };
}

/** Fields a person can say of a device. */
export const EDITABLE_FIELDS = [...TELLING_FIELDS, ...BULK_FIELDS] as const;
type EditableField = (typeof EDITABLE_FIELDS)[number];

export function isEditableField(field: string): field is EditableField {
  return (EDITABLE_FIELDS as readonly string[]).includes(field);
}

/** Fields as a list to choose from. */
export function fieldOptions(fields: readonly (keyof DeviceFields)[]) {
  return fields.map((value) => ({ value, label: FIELD_NAMES[value] }));
}
