import { addressOf } from '#contract/kit';
import * as api from '#contract/inventory/routes';
import { FileMenu } from '../../../ui/FileMenu.tsx';
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
  open: ['affected', 'undetermined'],
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
    <FileMenu
      label="Export"
      heading={total === undefined ? undefined : `${countOf(total, 'device')} of this filter`}
      files={items.map(([title, note, asked]) => ({
        title,
        note,
        href: addressOf(api.exportDevices, { query: asked }),
      }))}
    />
  );
}
