import { addressOf } from '#contract/kit';
import * as api from '#contract/vulnerabilities/routes';
import { FileMenu } from '../../../ui/FileMenu.tsx';

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
    <FileMenu
      label="Export"
      size="xs"
      files={FORMATS.map(([format, title, note]) => ({
        title,
        note,
        href: addressOf(api.exportFindings, { query: { filter, format } }),
      }))}
    />
  );
}
