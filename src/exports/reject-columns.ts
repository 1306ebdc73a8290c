import type { Reject } from '#engine/words';
import type { Column } from './table.ts';

/** The columns of a list of rejected input: where it stands, what is wrong, and how it stood. */
export const REJECT_COLUMNS: readonly Column<Reject>[] = [
  { key: 'file', title: 'File', kind: 'text', width: 30, cell: (it) => it.file },
  { key: 'line', title: 'Line', kind: 'integer', width: 8, cell: (it) => it.line ?? null },
  { key: 'field', title: 'Field', kind: 'text', width: 16, cell: (it) => it.field ?? null },
  { key: 'reason', title: 'Reason', kind: 'text', width: 60, cell: (it) => it.reason },
  { key: 'raw', title: 'As it stood', kind: 'text', width: 60, cell: (it) => it.raw ?? null },
];
