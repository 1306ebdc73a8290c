import type { Standing } from '#engine/absence';
import type { Column } from './table.ts';

const STANDING_WORDS = {
  affected: 'affected',
  undetermined: 'cannot be told whether affected',
  'not-affected': 'not affected',
  absent: 'known not to have it',
  unknown: 'cannot be told whether it has it',
} as const satisfies Record<Standing, string>;

/** How one device stands to what a statement is about. */
export interface StandingRow {
  readonly deviceId: string;
  readonly name: string | null;
  readonly label: string;
  readonly standing: Standing;
  readonly because: string;
}

export const ABSENCE_COLUMNS: readonly Column<StandingRow>[] = [
  { key: 'name', title: 'Device', kind: 'text', width: 18, cell: (it) => it.name },
  { key: 'deviceId', title: 'Device id', kind: 'text', width: 38, cell: (it) => it.deviceId },
  { key: 'label', title: 'What it is', kind: 'text', width: 40, cell: (it) => it.label },
  { key: 'standing', title: 'Answer', kind: 'text', width: 28, cell: (it) => STANDING_WORDS[it.standing] },
  { key: 'because', title: 'Grounds', kind: 'text', width: 60, cell: (it) => it.because },
];
