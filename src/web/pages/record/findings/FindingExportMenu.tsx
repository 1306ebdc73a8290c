import { Button, Menu } from '@mantine/core';
import { addressOf } from '#contract/kit';
import * as api from '#contract/vulnerabilities/routes';
import { Icon } from '../../../ui/Icon.tsx';

const FORMATS = [
  ['xlsx', 'Excel workbook', 'a row for each finding'],
  ['csv', 'CSV', 'a row for each finding'],
  ['json', 'JSON', 'for programs'],
  ['csaf-vex', 'CSAF VEX', 'what is affected and what is not, with decisions'],
  ['cyclonedx-vex', 'CycloneDX VEX', 'the same'],
  ['openvex', 'OpenVEX', 'the same'],
] as const;

/** The list as a file: what its filter selects, whole. */
export function FindingExportMenu({ filter }: { readonly filter: string }) {
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
            href={addressOf(api.exportFindings, { query: { filter, format } })}
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
