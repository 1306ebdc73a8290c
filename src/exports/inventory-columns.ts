import type { ListedDevice } from '#app/inventory/devices';
import type { CustomField } from '#engine/custom-fields';
import { deviceFieldColumns } from './device-field-columns.ts';
import type { Column } from './table.ts';

/** Every field of a device under a title that an import knows again, so that what is exported can be read back whole. */
const FIELDS: readonly Column<ListedDevice>[] = [
  { key: 'id', title: 'Device ID', kind: 'text', width: 16, cell: (it) => it.name },
  ...deviceFieldColumns(
    (it: ListedDevice) => it.fields,
    [
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
    ],
  ),
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
    { key: 'tier', title: 'Gravest tier', kind: 'text', width: 10, cell: (it) => it.risk?.tier ?? null },
    {
      key: 'affected',
      title: 'Findings affected',
      kind: 'integer',
      width: 9,
      cell: (it) => it.risk?.affected ?? null,
    },
    {
      key: 'undetermined',
      title: 'Findings undetermined',
      kind: 'integer',
      width: 9,
      cell: (it) => it.risk?.undetermined ?? null,
    },
    { key: 'due', title: 'First due', kind: 'date', width: 12, cell: (it) => it.risk?.dueOn ?? null },
    { key: 'seen', title: 'Last reported', kind: 'text', width: 20, cell: (it) => it.seenAt.toISOString() },
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
