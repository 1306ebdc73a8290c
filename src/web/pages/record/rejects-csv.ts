import { csvText } from '../../ui/download-csv.ts';

interface RejectLine {
  readonly line: number | null;
  readonly field: string | null;
  readonly reason: string;
  readonly raw: string | null;
}

/** Rejected rows as a file to repair. */
export function rejectsCsv(rows: readonly RejectLine[]): string {
  return csvText([
    ['line', 'field', 'reason', 'row'],
    ...rows.map((it) => [it.line === null ? '' : String(it.line), it.field ?? '', it.reason, it.raw ?? '']),
  ]);
}
