import type { AbsenceStatement, JudgedSubject } from '#engine/absence';
import { csvChunks, type CsvOptions } from './csv.ts';
import type { Column } from './table.ts';

const ANSWER_WORDS = { present: 'present', absent: 'known absent', unknown: 'cannot be told' } as const;

const ABSENCE_COLUMNS: readonly Column<JudgedSubject>[] = [
  { key: 'deviceId', title: 'Device', kind: 'text', width: 16, cell: (it) => it.deviceId },
  { key: 'label', title: 'What it is', kind: 'text', width: 40, cell: (it) => it.label },
  { key: 'answer', title: 'Answer', kind: 'text', width: 14, cell: (it) => ANSWER_WORDS[it.presence.kind] },
  {
    key: 'confidence',
    title: 'Confidence',
    kind: 'text',
    width: 12,
    cell: (it) => (it.presence.kind === 'present' ? it.presence.confidence : null),
  },
  { key: 'because', title: 'Grounds', kind: 'text', width: 60, cell: (it) => it.presence.because },
];

/** One row per device: where the product is first, then where it cannot be told, then where it is known not to be. */
export function absenceCsvChunks(it: AbsenceStatement, options: CsvOptions = {}): Iterable<string> {
  return csvChunks({ columns: ABSENCE_COLUMNS, rows: [...it.present, ...it.unknown, ...it.absent] }, options);
}

export function absenceJsonChunks(it: AbsenceStatement): Iterable<string> {
  const { question, asOf, text, present, absent, unknown } = it;
  const counts = { present: present.length, absent: absent.length, unknown: unknown.length };
  return [`${JSON.stringify({ question, asOf, text, counts, present, unknown, absent }, null, 1)}\n`];
}
