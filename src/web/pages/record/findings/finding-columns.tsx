import type { RecordFinding } from '#contract/vulnerabilities/finding';
import { FINDING_COLUMNS, FindingCard } from '../../../parts/finding-columns.tsx';
import { ReadinessCell } from '../readiness/ReadinessText.tsx';
import type { GridColumn } from '../../../ui/RowGrid.tsx';

const READINESS_COLUMN: GridColumn<RecordFinding> = {
  key: 'readiness',
  title: 'Readiness',
  track: 'minmax(130px, 1fr)',
  from: 1180,
  cell: ({ readiness }) => <ReadinessCell it={readiness} />,
};

/** The columns of an assessment's list, with the name that sources give the device. The order is the server's alone. */
export const RECORD_FINDING_COLUMNS: readonly GridColumn<RecordFinding>[] = FINDING_COLUMNS.flatMap(
  ({ sort: _, ...it }): GridColumn<RecordFinding>[] => {
    if (it.key === 'id') return [{ ...it, cell: nameCell }];
    return it.key === 'due' ? [READINESS_COLUMN, it] : [it];
  },
);

function nameCell({ deviceName }: RecordFinding) {
  return (
    <span className="mono second cut" title={deviceName ?? undefined}>
      {deviceName ?? 'unnamed'}
    </span>
  );
}

export function RecordFindingCard({ row }: { readonly row: RecordFinding }) {
  return <FindingCard row={{ ...row, deviceId: row.deviceName ?? 'unnamed' }} />;
}
