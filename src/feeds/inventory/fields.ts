import type { DeviceFields } from '#engine/words';

/** What a column can mean: a field of a device, or the CVE ids a scanner reports for it. */
export type InventoryField = keyof DeviceFields | 'reported';

/** Which column feeds which field, and why that was chosen. */
export interface ColumnMapping {
  readonly field: InventoryField;
  readonly column: string;
  readonly because: string;
}

/** A column that is not kept at all. */
export interface DroppedColumn {
  readonly column: string;
  readonly because: string;
}

const FIELD_SET: { readonly [Field in InventoryField]: true } = {
  id: true,
  manufacturer: true,
  model: true,
  deviceType: true,
  version: true,
  os: true,
  osVersion: true,
  components: true,
  componentsComplete: true,
  serial: true,
  assetTag: true,
  udi: true,
  ip: true,
  ipv6: true,
  mac: true,
  hostname: true,
  vlan: true,
  segment: true,
  exposure: true,
  site: true,
  building: true,
  floor: true,
  room: true,
  department: true,
  owner: true,
  clinicalUse: true,
  criticality: true,
  fdaClass: true,
  fdaProductCode: true,
  storesPhi: true,
  transmitsPhi: true,
  installDate: true,
  warrantyEnd: true,
  endOfSale: true,
  eolDate: true,
  eosDate: true,
  supportContract: true,
  contractProvider: true,
  contractEnd: true,
  contractConditions: true,
  lastPatchDate: true,
  patchLevel: true,
  controls: true,
  reported: true,
};

export function isInventoryField(text: string): text is InventoryField {
  return Object.hasOwn(FIELD_SET, text);
}
