import { api } from '#contract/api';
import type { ExportFormat } from '#contract/assessments/routes';
import { addressOf } from '#contract/kit';
import { FileMenu } from '../ui/FileMenu.tsx';

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
    <FileMenu
      label="Download"
      files={FORMATS.map((format) => ({
        title: WORDS[format][0],
        note: WORDS[format][1],
        href: addressOf(api.exportAssessment, { params: { id }, query: { format } }),
      }))}
    />
  );
}
