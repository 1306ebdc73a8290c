import type { AssessedDevice } from '#app/vulnerabilities/assessment';
import { deviceFieldColumns } from './device-field-columns.ts';
import type { Column } from './table.ts';

/** The columns of a list of devices: every field of the inventory, so that an export can be read back, then the result. */
export const DEVICE_COLUMNS: readonly Column<AssessedDevice>[] = [
  { key: 'id', title: 'Device', kind: 'text', width: 16, cell: (it) => it.device.id },
  ...deviceFieldColumns(
    (it: AssessedDevice) => it.device,
    [
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
    ],
  ),
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
