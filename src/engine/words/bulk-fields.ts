import type { DeviceFields } from './device.ts';

/**
 * Fields that people may set on many devices at once. What tells one device from another (serial number, asset tag,
 * UDI, addresses) and its maker are not among them: the same value on many devices would make them look like one.
 */
export const BULK_FIELDS = [
  'model',
  'deviceType',
  'version',
  'os',
  'osVersion',
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
  'contractProvider',
  'contractEnd',
  'contractConditions',
  'lastPatchDate',
  'patchLevel',
  'controls',
] as const satisfies readonly (keyof DeviceFields)[];
export type BulkField = (typeof BULK_FIELDS)[number];

export function isBulkField(field: string): field is BulkField {
  return (BULK_FIELDS as readonly string[]).includes(field);
}
