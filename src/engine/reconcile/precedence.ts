import type { DeviceFields, SourceKind } from '#engine/words';

/** A kind of source, or one source by its name. */
export type Voice = SourceKind | `source:${string}`;

/** Whose word counts for each field: the first voice that says anything. */
export type Precedence = { readonly [Field in keyof Required<DeviceFields>]: readonly Voice[] };

const REGISTERED: readonly Voice[] = ['person', 'cmms', 'list', 'register', 'discovery', 'scanner', 'sbom'];
const SEEN: readonly Voice[] = ['person', 'discovery', 'scanner', 'list', 'cmms', 'register', 'sbom'];
const BUILT: readonly Voice[] = ['person', 'sbom', 'discovery', 'scanner', 'list', 'cmms', 'register'];

/** Where a source stands in an order, by its name or else by its kind; one that is not named comes last. */
export function rankIn(order: readonly Voice[], kind: SourceKind, source: string): number {
  const byName = order.indexOf(`source:${source}`);
  const byKind = order.indexOf(kind);
  if (byName === -1) return byKind === -1 ? order.length : byKind;
  return byKind === -1 ? byName : Math.min(byName, byKind);
}

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
  ipv6: SEEN,
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
  contractProvider: REGISTERED,
  contractEnd: REGISTERED,
  contractConditions: REGISTERED,
  lastPatchDate: SEEN,
  patchLevel: SEEN,
  controls: REGISTERED,
};
