import type { SourceKind } from '#engine/words';
import { headerKey } from './header-words.ts';

// Columns that only one kind of system exports. Source: field names of WebTMA, ServiceNow, Claroty xDome and Armis.
const TELLTALES: readonly { readonly kind: SourceKind; readonly columns: readonly string[] }[] = [
  {
    kind: 'discovery',
    columns: [
      'device.uid',
      'combined_os',
      'internet_communication',
      'purdue_level',
      'boundaries',
      'dataSources',
      'last seen',
      'first seen',
      'last_seen',
      'open ports',
      'mac vendor',
      'hwaddr',
      'valid_lifetime',
    ],
  },
  {
    kind: 'cmms',
    columns: [
      'Alternate Tag #',
      'Assigned Tech',
      'Parent Tag #',
      'Model category',
      'purchase cost',
      'last PM',
      'next PM',
      'pm date',
      'work order',
      'cost centre',
      'cost center',
      'technician',
      'Location ID',
      'Tag #',
      'Asset Tag',
      'control number',
      'acquisition cost',
    ],
  },
];

/** What kind of system wrote a table with these columns. */
export function sourceKindOf(columns: readonly string[]): SourceKind {
  const keys = new Set(columns.map(headerKey));
  const found = TELLTALES.map(({ kind, columns: names }) => ({
    kind,
    count: names.filter((it) => keys.has(headerKey(it))).length,
  })).sort((a, b) => b.count - a.count)[0];
  return found === undefined || found.count === 0 ? 'list' : found.kind;
}
