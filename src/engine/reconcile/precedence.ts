import type { DeviceFields, SourceKind } from '#engine/words';

/** Whose word counts for each field: the first kind of source that says anything. */
export type Precedence = { readonly [Field in keyof Required<DeviceFields>]: readonly SourceKind[] };

const REGISTERED: readonly SourceKind[] = ['cmms', 'list', 'register', 'discovery', 'scanner', 'sbom'];
const SEEN: readonly SourceKind[] = ['discovery', 'scanner', 'list', 'cmms', 'register', 'sbom'];
const BUILT: readonly SourceKind[] = ['sbom', 'discovery', 'scanner', 'list', 'cmms', 'register'];

/**
 * The house default (INV-07): whoever looks after the device knows what and where it is; whoever reads it over the
 * network knows its addresses, firmware and operating system as they are today.
 */
export const PRECEDENCE: Precedence = {
  id: REGISTERED,
  manufacturer: REGISTERED,
  model: REGISTERED,
  deviceType: REGISTERED,
  version: SEEN,
  os: SEEN,
  osVersion: SEEN,
  components: BUILT,
  componentsComplete: BUILT,
  serial: REGISTERED,
  assetTag: REGISTERED,
  udi: REGISTERED,
  ip: SEEN,
  mac: SEEN,
  hostname: SEEN,
  vlan: SEEN,
  segment: SEEN,
  exposure: SEEN,
  site: REGISTERED,
  building: REGISTERED,
  floor: REGISTERED,
  room: REGISTERED,
  department: REGISTERED,
  owner: REGISTERED,
  clinicalUse: REGISTERED,
  criticality: REGISTERED,
  fdaClass: REGISTERED,
  fdaProductCode: REGISTERED,
  storesPhi: REGISTERED,
  transmitsPhi: REGISTERED,
  installDate: REGISTERED,
  warrantyEnd: REGISTERED,
  endOfSale: REGISTERED,
  eolDate: REGISTERED,
  eosDate: REGISTERED,
  supportContract: REGISTERED,
  lastPatchDate: SEEN,
  patchLevel: SEEN,
  controls: REGISTERED,
};
