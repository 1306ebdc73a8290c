import { ActionIcon, Tooltip } from '@mantine/core';
import { Icon } from '../ui/Icon.tsx';

interface ChartActsProps {
  readonly asTable: boolean;
  readonly onTable: (asTable: boolean) => void;
  readonly onExport: () => void;
}

/** Every chart has its table and its export. */
export function ChartActs({ asTable, onTable, onExport }: ChartActsProps) {
  const label = asTable ? 'Show as chart' : 'Show as table';
  return (
    <>
      <Tooltip label={label}>
        <ActionIcon variant="subtle" size={28} aria-label={label} onClick={() => onTable(!asTable)}>
          <Icon name={asTable ? 'map' : 'table'} />
        </ActionIcon>
      </Tooltip>
      <Tooltip label="Download as CSV">
        <ActionIcon variant="subtle" size={28} aria-label="Download as CSV" onClick={onExport}>
          <Icon name="down" />
        </ActionIcon>
      </Tooltip>
    </>
  );
}
