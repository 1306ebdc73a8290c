import type { Action } from '#engine/triage';
import type { Column } from './table.ts';

/** The columns of the list of what to do; its order is the rank. */
export const ACTION_COLUMNS: readonly Column<Action>[] = [
  { key: 'title', title: 'What to do', kind: 'text', width: 60, cell: (it) => it.title },
  { key: 'clears', title: 'What it clears', kind: 'text', width: 40, cell: (it) => it.clears },
  { key: 'points', title: 'Risk points', kind: 'integer', width: 11, cell: (it) => it.points },
  { key: 'devices', title: 'Devices', kind: 'integer', width: 9, cell: (it) => it.deviceIds.length },
  {
    key: 'vulnerabilities',
    title: 'Vulnerabilities',
    kind: 'integer',
    width: 9,
    cell: (it) => it.vulnerabilities.length,
  },
  { key: 'critical', title: 'Critical', kind: 'integer', width: 9, cell: (it) => it.critical },
  { key: 'highestTier', title: 'Highest tier', kind: 'text', width: 12, cell: (it) => it.highestTier },
  { key: 'findings', title: 'Findings', kind: 'integer', width: 9, cell: (it) => it.findings },
  { key: 'overdue', title: 'Overdue', kind: 'integer', width: 9, cell: (it) => it.overdue },
  { key: 'dueBy', title: 'Due', kind: 'date', width: 12, cell: (it) => it.dueBy },
  {
    key: 'heldDevices',
    title: 'Devices that cannot be done now',
    kind: 'integer',
    width: 12,
    cell: (it) => it.heldDevices,
  },
  { key: 'subject', title: 'Of', kind: 'text', width: 30, cell: (it) => it.subject },
  { key: 'version', title: 'To version', kind: 'text', width: 14, cell: (it) => it.version },
  { key: 'advisory', title: 'Advisory', kind: 'text', width: 18, cell: (it) => it.advisory },
  { key: 'details', title: 'Details', kind: 'text', width: 60, cell: (it) => it.details },
  { key: 'url', title: 'Advisory address', kind: 'text', width: 40, cell: (it) => it.url },
  {
    key: 'deviceIds',
    title: 'On these devices',
    kind: 'text',
    width: 40,
    cell: (it) => it.deviceIds.join(', '),
  },
  {
    key: 'ids',
    title: 'These vulnerabilities',
    kind: 'text',
    width: 40,
    cell: (it) => it.vulnerabilities.join(', '),
  },
];
