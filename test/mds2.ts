import { sheetOf, xlsxChunks } from '../src/exports/xlsx.ts';

type Row = readonly [question: string, text: string, answer: string, note?: string];

/** A maker's security form as a workbook: rows of question, text, answer and note. Texts are our own. */
export function mds2Workbook(rows: readonly Row[]): Buffer<ArrayBuffer> {
  const cell = (at: number) => (row: Row) => row[at] ?? null;
  const columns = ['Question ID', 'Question', 'Response', 'Note'].map((title, at) => ({
    key: title,
    title,
    kind: 'text' as const,
    width: 20,
    cell: cell(at),
  }));
  return Buffer.concat([...xlsxChunks([sheetOf('MDS2', { columns, rows })])]);
}

/** A pump whose operating system the owner may patch once the maker has approved it, and whose firmware takes a visit. */
export const PUMP_FORM: readonly Row[] = [
  ['DOC-1', 'Maker', 'Alveor'],
  ['DOC-3', 'Model', 'Infusa 8100'],
  ['MPII-1', 'Personal data on the device?', 'Yes'],
  ['MPII-2', 'Kept on it?', 'Yes', 'Last 50 infusions'],
  ['MPII-3.6', 'Sent by radio?', 'yes'],
  ['CSUP-2', 'An operating system?', 'Yes'],
  ['CSUP-2.1', 'May the owner install?', 'Yes - see note 2', 'Through the update tool'],
  ['CSUP-2.2', 'Is service needed?', 'No'],
  ['CSUP-2.4', 'Before approval?', 'No'],
  ['CSUP-3', 'Drivers and firmware?', 'Yes'],
  ['CSUP-3.1', 'May the owner install?', 'No'],
  ['CSUP-3.2', 'Is service needed?', 'Yes'],
  ['CSUP-3.3', 'Remotely?', 'No'],
  ['CSUP-4', 'Anti-malware?', 'N/A'],
  ['CSUP-5', 'Other bought components?', 'No'],
  ['CSUP-6', 'Other software?', 'no'],
  ['SBOM-1', 'A bill of materials?', 'Yes'],
  ['SAHD-13', 'Guidance for scans?', 'See note', 'Passive only'],
  ['DTBK-5', 'Restore?', 'perhaps'],
];
