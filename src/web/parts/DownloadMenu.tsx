import { Button, Menu } from '@mantine/core';
import { api } from '#contract/api';
import type { ExportFormat } from '#contract/assessments/routes';
import { addressOf } from '#contract/kit';
import { Icon } from '../ui/Icon.tsx';

const WORDS = {
  xlsx: ['Excel workbook', 'findings, actions and devices on sheets'],
  csv: ['CSV', 'one finding a row'],
  json: ['JSON', 'everything, with its grounds'],
  'csaf-vex': ['CSAF VEX', 'statements for other tools'],
  'cyclonedx-vex': ['CycloneDX VEX', 'statements for other tools'],
} as const satisfies Partial<Record<ExportFormat, readonly [string, string]>>;

const FORMATS = Object.keys(WORDS) as (keyof typeof WORDS)[];

export function DownloadMenu({ id }: { readonly id: string }) {
  return (
    <Menu position="bottom-end" width={280} shadow="md" withInitialFocusPlaceholder={false}>
      <Menu.Target>
        <Button
          variant="default"
          leftSection={<Icon name="down" size={14} />}
          rightSection={<Icon name="chevron" size={12} />}
        >
          Download
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        {FORMATS.map((format) => (
          <Menu.Item
            key={format}
            component="a"
            href={addressOf(api.exportAssessment, { params: { id }, query: { format } })}
            download
          >
            <span className="strong">{WORDS[format][0]}</span>
            <span className="muted small block">{WORDS[format][1]}</span>
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
