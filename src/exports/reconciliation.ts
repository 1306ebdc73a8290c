import type { ListedDiscrepancy, ReconciliationDossier } from '#app/inventory/reconciliations';
import { DISCREPANCY_DESCRIPTIONS, sayDiscrepancy, SIGNATURES_NEEDED } from '#engine/reconciliation';
import { csvChunks } from './csv.ts';
import type { Column } from './table.ts';
import { sheetOf, xlsxChunks } from './xlsx.ts';

const DISCREPANCY_COLUMNS: readonly Column<ListedDiscrepancy>[] = [
  {
    key: 'kind',
    title: 'What is amiss',
    kind: 'text',
    width: 34,
    cell: (it) => DISCREPANCY_DESCRIPTIONS[it.kind].title,
  },
  { key: 'name', title: 'Device', kind: 'text', width: 18, cell: (it) => it.name },
  { key: 'label', title: 'Maker and model', kind: 'text', width: 34, cell: (it) => it.label },
  { key: 'site', title: 'Site', kind: 'text', width: 16, cell: (it) => it.site },
  { key: 'department', title: 'Department', kind: 'text', width: 20, cell: (it) => it.department },
  {
    key: 'detail',
    title: 'What exactly',
    kind: 'text',
    width: 50,
    cell: (it) => sayDiscrepancy(it.kind, it.detail),
  },
  {
    key: 'since',
    title: 'First reported',
    kind: 'date',
    width: 14,
    cell: (it) => it.since.toISOString().slice(0, 10),
  },
  { key: 'assignee', title: 'Assigned to', kind: 'text', width: 22, cell: (it) => it.assigneeName },
  { key: 'reason', title: 'Reason', kind: 'text', width: 40, cell: (it) => it.reason },
  { key: 'dueOn', title: 'Until', kind: 'date', width: 12, cell: (it) => it.dueOn },
  { key: 'deviceId', title: 'Device id', kind: 'text', width: 38, cell: (it) => it.deviceId },
];

interface Fact {
  readonly what: string;
  readonly value: string | number;
}

const FACT_COLUMNS: readonly Column<Fact>[] = [
  { key: 'what', title: 'What', kind: 'text', width: 44, cell: (it) => it.what },
  { key: 'value', title: 'Value', kind: 'text', width: 60, cell: (it) => String(it.value) },
];

function factsOf(report: ReconciliationDossier): Fact[] {
  const { comparison, trend, previous } = report;
  return [
    { what: 'Report', value: report.id },
    { what: 'Inventory as of', value: report.asOf?.toISOString() ?? 'being made' },
    { what: 'Made by', value: report.madeByName },
    { what: 'Unseen after days', value: report.unseenDays },
    { what: 'Devices', value: comparison.devices },
    { what: 'With every critical field', value: comparison.complete },
    { what: 'Registered, without any address', value: comparison.unconnected },
    { what: 'Known by hand alone', value: comparison.byHandAlone },
    { what: 'Compared with the report of', value: previous?.asOf?.toISOString() ?? 'none signed before' },
    ...trend.map(({ kind, count, isNew, gone, unassigned }) => ({
      what: DISCREPANCY_DESCRIPTIONS[kind].title,
      value: `${count} (${isNew} new, ${gone ?? 'unknown'} gone, ${unassigned} assigned to nobody)`,
    })),
    { what: 'Signatures needed', value: SIGNATURES_NEEDED },
    ...report.signatures.map(({ name, roles, at, note }) => ({
      what: `Signed by ${name}`,
      value: `${at.toISOString()}, as ${roles.join(', ')}${note === null ? '' : `: ${note}`}`,
    })),
    {
      what: 'SHA-256 of what was signed',
      value: report.contentHash === null ? 'not signed off' : Buffer.from(report.contentHash).toString('hex'),
    },
  ];
}

const SOURCE_COLUMNS: readonly Column<ReconciliationDossier['comparison']['sources'][number]>[] = [
  { key: 'source', title: 'Source', kind: 'text', width: 28, cell: (it) => it.source },
  { key: 'devices', title: 'Devices', kind: 'integer', width: 10, cell: (it) => it.devices },
  { key: 'matched', title: 'Also in another', kind: 'integer', width: 16, cell: (it) => it.matched },
  {
    key: 'share',
    title: 'Matched',
    kind: 'percent',
    width: 10,
    cell: (it) => (it.devices === 0 ? null : it.matched / it.devices),
  },
  { key: 'alone', title: 'In no other', kind: 'integer', width: 12, cell: (it) => it.alone },
  { key: 'lacks', title: 'Lacks', kind: 'integer', width: 10, cell: (it) => it.lacks },
  { key: 'complete', title: 'Complete', kind: 'integer', width: 10, cell: (it) => it.complete },
];

const PAIR_COLUMNS: readonly Column<ReconciliationDossier['comparison']['pairs'][number]>[] = [
  { key: 'a', title: 'Source', kind: 'text', width: 28, cell: (it) => it.a },
  { key: 'b', title: 'Other source', kind: 'text', width: 28, cell: (it) => it.b },
  { key: 'both', title: 'In both', kind: 'integer', width: 10, cell: (it) => it.both },
  { key: 'onlyA', title: 'In the first alone', kind: 'integer', width: 18, cell: (it) => it.onlyA },
  { key: 'onlyB', title: 'In the other alone', kind: 'integer', width: 18, cell: (it) => it.onlyB },
];

const PLACE_COLUMNS: readonly Column<ReconciliationDossier['comparison']['places'][number]>[] = [
  { key: 'site', title: 'Site', kind: 'text', width: 20, cell: (it) => it.site },
  { key: 'department', title: 'Department', kind: 'text', width: 24, cell: (it) => it.department },
  { key: 'devices', title: 'Devices', kind: 'integer', width: 10, cell: (it) => it.devices },
  { key: 'complete', title: 'Complete', kind: 'integer', width: 10, cell: (it) => it.complete },
];

/** The discrepancies of a report, one a line. */
export function reconciliationCsv(rows: Iterable<ListedDiscrepancy>): Iterable<string> {
  return csvChunks({ columns: DISCREPANCY_COLUMNS, rows }, { byteOrderMark: true });
}

/** A report whole: figures, signatures, sources, pairs of sources, places, discrepancies. */
export function reconciliationXlsx(
  report: ReconciliationDossier,
  rows: Iterable<ListedDiscrepancy>,
): Iterable<Uint8Array> {
  const { sources, pairs, places } = report.comparison;
  return xlsxChunks([
    sheetOf('Report', { columns: FACT_COLUMNS, rows: factsOf(report) }),
    sheetOf('Sources', { columns: SOURCE_COLUMNS, rows: sources }),
    sheetOf('Pairs of sources', { columns: PAIR_COLUMNS, rows: pairs }),
    sheetOf('Departments', { columns: PLACE_COLUMNS, rows: places }),
    sheetOf('Discrepancies', { columns: DISCREPANCY_COLUMNS, rows }),
  ]);
}
