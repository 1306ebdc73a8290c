import type { AssessedDevice } from '#app/vulnerabilities/assessment';
import type { Device } from '#engine/words';
import type { Cell, CellKind, Column } from './table.ts';

type PlainField = Exclude<keyof Device, 'components' | 'componentsComplete'>;

function field(
  key: PlainField,
  title: string,
  width: number,
  kind: CellKind = 'text',
): Column<AssessedDevice> {
  return { key, title, kind, width, cell: (it): Cell => it.device[key] ?? null };
}

/** The columns of a list of devices: every field of the inventory, so that an export can be read back, then the result. */
export const DEVICE_COLUMNS: readonly Column<AssessedDevice>[] = [
  field('id', 'Device', 16),
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
    cell: (it) =>
      (it.device.components ?? [])
        .map((part) => [part.name, part.version].filter(Boolean).join(' '))
        .join('; ') || null,
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
  {
    key: 'identifiedAs',
    title: 'Recognised as',
    kind: 'text',
    width: 40,
    cell: (it) =>
      it.identified.map((product) => `${product.product} (${product.confidence})`).join('; ') || null,
  },
  {
    key: 'affected',
    title: 'Affected by',
    kind: 'integer',
    width: 10,
    cell: (it) => countOf(it, 'affected'),
  },
  {
    key: 'undetermined',
    title: 'Cannot be told',
    kind: 'integer',
    width: 10,
    cell: (it) => countOf(it, 'undetermined'),
  },
  {
    key: 'notAffected',
    title: 'Not affected by',
    kind: 'integer',
    width: 10,
    cell: (it) => it.notAffected.length,
  },
  {
    key: 'score',
    title: 'Highest risk',
    kind: 'integer',
    width: 8,
    cell: (it) => it.judgements[0]?.score ?? null,
  },
];

function countOf(it: AssessedDevice, verdict: 'affected' | 'undetermined'): number {
  return it.judgements.filter((judgement) => judgement.verdict === verdict).length;
}
