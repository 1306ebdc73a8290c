import type { RecordFinding } from '#contract/vulnerabilities/finding';
import { FINDING_COLUMNS, FindingCard } from '../../parts/finding-columns.tsx';
import type { GridColumn } from '../../ui/RowGrid.tsx';

/** The columns of an assessment's list, with the name that sources give the device. The order is the server's alone. */
export const RECORD_FINDING_COLUMNS: readonly GridColumn<RecordFinding>[] = FINDING_COLUMNS.map(
  ({ sort: _, ...it }) => (it.key === 'id' ? { ...it, cell: nameCell } : it),
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
