import type { DeviceFields } from '#engine/words';
import type { CellKind, Column } from './table.ts';

type PlainField = Exclude<keyof DeviceFields, 'id' | 'components' | 'componentsComplete'>;

/**
 * Every field of a device under a title that an import knows again, so that what is exported can be read back.
 * @param components what a device is made of, in the words of the table it goes into
 */
export function deviceFieldColumns<Row>(
  fieldsOf: (row: Row) => Pick<DeviceFields, PlainField>,
  components: readonly Column<Row>[],
): readonly Column<Row>[] {
  const field = (key: PlainField, title: string, width: number, kind: CellKind = 'text'): Column<Row> => ({
    key,
    title,
    kind,
    width,
    cell: (it) => fieldsOf(it)[key] ?? null,
  });
  return [
    field('manufacturer', 'Manufacturer', 18),
    field('model', 'Model', 24),
    field('version', 'Version', 14),
    field('deviceType', 'Device type', 18),
    field('os', 'Operating system', 20),
    field('osVersion', 'OS version', 14),
    ...components,
    field('serial', 'Serial number', 16),
    field('assetTag', 'Asset tag', 12),
    field('udi', 'UDI', 20),
    field('ip', 'IP address', 15),
    field('ipv6', 'IPv6 address', 24),
    field('mac', 'MAC address', 18),
    field('hostname', 'Host name', 18),
    field('vlan', 'VLAN', 8),
    field('segment', 'Segment', 14),
    field('exposure', 'Exposure', 15),
    field('site', 'Site', 16),
    field('building', 'Building', 12),
    field('floor', 'Floor', 8),
    field('room', 'Room', 10),
    field('department', 'Department', 16),
    field('owner', 'Owner', 16),
    field('clinicalUse', 'Clinical use', 20),
    field('criticality', 'Criticality', 15),
    field('fdaClass', 'FDA class', 9),
    field('fdaProductCode', 'FDA product code', 12),
    field('storesPhi', 'Stores PHI', 9, 'flag'),
    field('transmitsPhi', 'Transmits PHI', 9, 'flag'),
    field('installDate', 'Installed', 12, 'date'),
    field('warrantyEnd', 'Warranty ends', 12, 'date'),
    field('endOfSale', 'End of sale', 12, 'date'),
    field('eolDate', 'End of life', 12, 'date'),
    field('eosDate', 'End of support', 12, 'date'),
    field('supportContract', 'Support contract', 16),
    field('contractProvider', 'Contract provider', 18),
    field('contractEnd', 'Contract ends', 12, 'date'),
    field('contractConditions', 'Patch conditions', 24),
    field('lastPatchDate', 'Last patched', 12, 'date'),
    field('patchLevel', 'Patch level', 14),
    field('controls', 'Controls', 24),
  ];
}
