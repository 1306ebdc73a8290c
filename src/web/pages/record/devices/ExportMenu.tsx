import { Button, Menu } from '@mantine/core';
import { addressOf } from '#contract/kit';
import * as api from '#contract/inventory/routes';
import { Icon } from '../../../ui/Icon.tsx';
import { countOf } from '../../../ui/words.ts';

interface ExportMenuProps {
  readonly filter: string;
  readonly sort: string;
  /** Columns the list shows. */
  readonly columns: readonly string[];
  readonly total: number | undefined;
}

/** Columns of the list that are written as others in a file. */
const WRITTEN: Readonly<Record<string, readonly string[]>> = {
  tag: ['assetTag'],
  label: ['manufacturer', 'model'],
  site: ['site', 'department'],
  sources: ['sources', 'conflicts'],
  modelName: ['model'],
  assetTagOnly: ['assetTag'],
};

/** The list as a file: what its filter selects, whole, however long it is. */
export function ExportMenu({ filter, sort, columns, total }: ExportMenuProps) {
  const shown = [...new Set(columns.flatMap((it) => WRITTEN[it] ?? [it]))].join(',');
  const query = { filter, ...(sort === '' ? {} : { sort }) };
  const items = [
    ['Excel workbook', 'the columns shown', { ...query, columns: shown, format: 'xlsx' as const }],
    ['CSV', 'the columns shown', { ...query, columns: shown, format: 'csv' as const }],
    ['Excel workbook, whole', 'every field; an import reads it back', { ...query, format: 'xlsx' as const }],
    ['CSV, whole', 'every field; an import reads it back', { ...query, format: 'csv' as const }],
    ['JSON', 'every field, for programs', { ...query, format: 'json' as const }],
  ] as const;
  return (
    <Menu position="bottom-end" width={280} shadow="md" withInitialFocusPlaceholder={false}>
      <Menu.Target>
        <Button
          variant="default"
          leftSection={<Icon name="down" size={14} />}
          rightSection={<Icon name="chevron" size={12} />}
        >
          Export
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        {total !== undefined && <Menu.Label>{countOf(total, 'device')} of this filter</Menu.Label>}
        {items.map(([title, note, asked]) => (
          <Menu.Item key={title} component="a" href={addressOf(api.exportDevices, { query: asked })} download>
            <span className="strong">{title}</span>
            <span className="muted small block">{note}</span>
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
