import type { ListedDevice } from '#app/inventory/devices';
import type { CustomField } from '#engine/custom-fields';
import type { DeviceFields } from '#engine/words';
import type { CellKind, Column } from './table.ts';

type PlainField = Exclude<keyof DeviceFields, 'id' | 'components' | 'componentsComplete'>;

function field(key: PlainField, title: string, width: number, kind: CellKind = 'text'): Column<ListedDevice> {
  return { key, title, kind, width, cell: (it) => it.fields[key] ?? null };
}

/** Every field of a device under a title that an import knows again, so that what is exported can be read back whole. */
const FIELDS: readonly Column<ListedDevice>[] = [
  { key: 'id', title: 'Device ID', kind: 'text', width: 16, cell: (it) => it.name },
  field('manufacturer', 'Manufacturer', 18),
  field('model', 'Model', 24),
  field('version', 'Version', 14),
  field('deviceType', 'Device type', 18),
  field('os', 'Operating system', 20),
  field('osVersion', 'OS version', 14),
  {
    key: 'components',
    title: 'Components',
    kind: 'text',
    width: 30,
    cell: ({ fields: { components } }) => (components === undefined ? null : JSON.stringify(components)),
  },
  {
    key: 'componentsComplete',
    title: 'Components complete',
    kind: 'flag',
    width: 9,
    cell: (it) => it.fields.componentsComplete ?? null,
  },
  field('serial', 'Serial number', 16),
  field('assetTag', 'Asset tag', 12),
  field('udi', 'UDI', 20),
  field('ip', 'IP address', 15),
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
  field('lastPatchDate', 'Last patched', 12, 'date'),
  field('patchLevel', 'Patch level', 14),
  field('controls', 'Controls', 24),
];

/** The columns of an exported inventory: every field, what people put on the devices, and how its sources stand. */
export function inventoryColumns(custom: readonly CustomField[]): readonly Column<ListedDevice>[] {
  return [
    ...FIELDS,
    { key: 'tags', title: 'Tags', kind: 'text', width: 20, cell: (it) => it.tags.join('; ') || null },
    ...custom.map(
      ({ key, name, kind }): Column<ListedDevice> => ({
        key: `cf.${key}`,
        title: name,
        kind: kind === 'date' ? 'date' : 'text',
        width: 16,
        cell: (it) => it.custom[key] ?? null,
      }),
    ),
    { key: 'seen', title: 'Last spoken of', kind: 'text', width: 20, cell: (it) => it.seenAt.toISOString() },
    { key: 'sources', title: 'Number of sources', kind: 'integer', width: 9, cell: (it) => it.sourceCount },
    {
      key: 'conflicts',
      title: 'Conflicting fields',
      kind: 'integer',
      width: 9,
      cell: (it) => it.conflictCount,
    },
  ];
}
