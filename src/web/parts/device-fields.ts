import { type BulkField, CRITICALITIES, type DeviceFields, EXPOSURES, FDA_CLASSES } from '#engine/words';
import { capital } from '../ui/words.ts';
import { FIELD_NAMES } from './fields.ts';

/** Fields a person can say of a device: those set on many, and those that tell it from others. */
type EditableField = BulkField | ('manufacturer' | 'serial' | 'assetTag' | 'udi' | 'ip' | 'mac' | 'hostname');

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

/** In the order people look for them. */
export const EDITABLE_FIELDS: readonly EditableField[] = [
  'manufacturer',
  'model',
  'deviceType',
  'serial',
  'assetTag',
  'udi',
  'version',
  'os',
  'osVersion',
  'ip',
  'mac',
  'hostname',
  'vlan',
  'segment',
  'exposure',
  'site',
  'building',
  'floor',
  'room',
  'department',
  'owner',
  'clinicalUse',
  'criticality',
  'fdaClass',
  'fdaProductCode',
  'storesPhi',
  'transmitsPhi',
  'installDate',
  'warrantyEnd',
  'endOfSale',
  'eolDate',
  'eosDate',
  'supportContract',
  'lastPatchDate',
  'patchLevel',
  'controls',
];

export function isEditableField(field: string): field is EditableField {
  return (EDITABLE_FIELDS as readonly string[]).includes(field);
}

/** Fields as a list to choose from. */
export function fieldOptions(fields: readonly (keyof DeviceFields)[]) {
  return fields.map((value) => ({ value, label: FIELD_NAMES[value] }));
}
