import { addressOf } from '#contract/kit';
import * as api from '#contract/vulnerabilities/recall-routes';
import { FileMenu } from '../../../ui/FileMenu.tsx';

const FORMATS = [
  ['xlsx', 'Excel workbook', 'a row for each device a recall names'],
  ['csv', 'CSV', 'the same'],
  ['json', 'JSON', 'for programs'],
] as const;

/** The list as a file: what its filter selects, whole. */
export function RecallExportMenu({ filter }: { readonly filter: string }) {
  return (
    <FileMenu
      label="Export"
      size="xs"
      files={FORMATS.map(([format, title, note]) => ({
        title,
        note,
        href: addressOf(api.exportRecalls, { query: { filter, format } }),
      }))}
    />
  );
}
