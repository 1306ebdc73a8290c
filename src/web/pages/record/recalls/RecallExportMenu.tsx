import { Button, Menu } from '@mantine/core';
import { addressOf } from '#contract/kit';
import * as api from '#contract/vulnerabilities/recall-routes';
import { Icon } from '../../../ui/Icon.tsx';

const FORMATS = [
  ['xlsx', 'Excel workbook', 'a row for each device a recall names'],
  ['csv', 'CSV', 'the same'],
  ['json', 'JSON', 'for programs'],
] as const;

/** The list as a file: what its filter selects, whole. */
export function RecallExportMenu({ filter }: { readonly filter: string }) {
  return (
    <Menu position="bottom-end" width={280} shadow="md" withInitialFocusPlaceholder={false}>
      <Menu.Target>
        <Button
          variant="default"
          size="xs"
          leftSection={<Icon name="down" size={14} />}
          rightSection={<Icon name="chevron" size={12} />}
        >
          Export
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        {FORMATS.map(([format, title, note]) => (
          <Menu.Item
            key={format}
            component="a"
            href={addressOf(api.exportRecalls, { query: { filter, format } })}
            download
          >
            <span className="strong">{title}</span>
            <span className="muted small block">{note}</span>
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
