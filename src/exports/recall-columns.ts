import type { ListedRecalled, RecallDossier } from '#app/vulnerabilities/recalls';
import type { Column } from './table.ts';

/** A recall with one of the devices it names, or with none. */
export interface RecallRow {
  readonly recall: RecallDossier['recall'];
  readonly device: ListedRecalled | null;
}

export const RECALL_COLUMNS: readonly Column<RecallRow>[] = [
  { key: 'recall', title: 'Recall', kind: 'text', width: 14, cell: (it) => it.recall.id },
  { key: 'kind', title: 'Kind', kind: 'text', width: 14, cell: (it) => it.recall.kind },
  { key: 'title', title: 'Title', kind: 'text', width: 40, cell: (it) => it.recall.title },
  { key: 'class', title: 'Class', kind: 'text', width: 7, cell: (it) => it.recall.recallClass },
  { key: 'firm', title: 'Firm', kind: 'text', width: 26, cell: (it) => it.recall.firm },
  { key: 'product', title: 'Product', kind: 'text', width: 50, cell: (it) => it.recall.description },
  { key: 'reason', title: 'Reason', kind: 'text', width: 50, cell: (it) => it.recall.reason },
  { key: 'action', title: 'Action', kind: 'text', width: 50, cell: (it) => it.recall.action },
  { key: 'codes', title: 'Which units', kind: 'text', width: 40, cell: (it) => it.recall.codeInfo },
  { key: 'status', title: 'Status at the agency', kind: 'text', width: 18, cell: (it) => it.recall.status },
  { key: 'initiated', title: 'Begun', kind: 'date', width: 12, cell: (it) => it.recall.initiatedOn },
  { key: 'ended', title: 'Ended', kind: 'date', width: 12, cell: (it) => it.recall.endedOn },
  { key: 'state', title: 'State here', kind: 'text', width: 14, cell: (it) => it.recall.state },
  { key: 'stateReason', title: 'Why', kind: 'text', width: 30, cell: (it) => it.recall.stateReason },
  { key: 'owner', title: 'Looked after by', kind: 'text', width: 18, cell: (it) => it.recall.ownerName },
  { key: 'due', title: 'Due', kind: 'date', width: 12, cell: (it) => it.recall.dueOn },
  { key: 'device', title: 'Device', kind: 'text', width: 16, cell: (it) => it.device?.deviceName ?? null },
  {
    key: 'deviceId',
    title: 'Device id',
    kind: 'text',
    width: 38,
    cell: (it) => it.device?.deviceId ?? null,
  },
  { key: 'model', title: 'Model', kind: 'text', width: 28, cell: (it) => it.device?.label ?? null },
  {
    key: 'serial',
    title: 'Serial number',
    kind: 'text',
    width: 18,
    cell: (it) => it.device?.fields.serial ?? null,
  },
  { key: 'site', title: 'Site', kind: 'text', width: 16, cell: (it) => it.device?.fields.site ?? null },
  {
    key: 'department',
    title: 'Department',
    kind: 'text',
    width: 16,
    cell: (it) => it.device?.fields.department ?? null,
  },
  { key: 'verdict', title: 'Verdict', kind: 'text', width: 14, cell: (it) => it.device?.verdict ?? null },
  {
    key: 'grounds',
    title: 'Grounds',
    kind: 'text',
    width: 60,
    cell: (it) => it.device?.grounds.map((each) => each.because).join('; ') ?? null,
  },
  {
    key: 'settled',
    title: 'Dealt with',
    kind: 'text',
    width: 14,
    cell: (it) => it.device?.settled?.state ?? null,
  },
  {
    key: 'settledOn',
    title: 'On',
    kind: 'date',
    width: 12,
    cell: (it) => it.device?.settled?.at.toISOString().slice(0, 10) ?? null,
  },
  {
    key: 'settledBy',
    title: 'By',
    kind: 'text',
    width: 18,
    cell: (it) => it.device?.settled?.byName ?? null,
  },
  {
    key: 'evidence',
    title: 'Evidence',
    kind: 'text',
    width: 40,
    cell: (it) => it.device?.settled?.evidence ?? null,
  },
];
