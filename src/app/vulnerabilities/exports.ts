import { absenceCsvChunks, absenceJsonChunks } from '#exports/absence';
import { assessmentJsonChunks, findingsJsonlChunks } from '#exports/assessment-json';
import { assessmentXlsxChunks } from '#exports/assessment-xlsx';
import { CannotExport } from '#exports/cannot-export';
import { csafVexChunks } from '#exports/csaf-vex';
import { csvChunks } from '#exports/csv';
import { cyclonedxVexChunks } from '#exports/cyclonedx-vex';
import { devicesJsonlChunks } from '#exports/devices-jsonl';
import { FINDING_COLUMNS } from '#exports/finding-columns';
import { REJECT_COLUMNS } from '#exports/reject-columns';
import { vexStatementsOf } from '#exports/vex-statements';
import type { AbsenceStatement } from '#engine/absence';
import { type Reject, unreachable } from '#engine/words';
import { InputError } from '../input-error.ts';
import type { Assessment } from './assessment.ts';

export const FILE_FORMATS = ['csv', 'json', 'jsonl', 'xlsx', 'csaf-vex', 'cyclonedx-vex', 'devices'] as const;
export type FileFormat = (typeof FILE_FORMATS)[number];

/** Whether what is written becomes a file, which a spreadsheet may open, or goes to another program. */
export type Destination = 'file' | 'stream';

/**
 * The assessment in a format that others read, in chunks as it is written.
 * @throws {InputError} where the format cannot carry this result
 */
export function* exportAssessment(
  assessment: Assessment,
  format: FileFormat,
  destination: Destination,
): Generator<string | Uint8Array> {
  try {
    yield* chunksOf(assessment, format, destination);
  } catch (error) {
    if (error instanceof CannotExport) throw new InputError(error.message, { cause: error });
    throw error;
  }
}

function chunksOf(
  assessment: Assessment,
  format: FileFormat,
  destination: Destination,
): Iterable<string | Uint8Array> {
  switch (format) {
    case 'csv':
      return csvChunks({ columns: FINDING_COLUMNS, rows: assessment.findings }, csvFor(destination));
    case 'json':
      return assessmentJsonChunks(assessment);
    case 'jsonl':
      return findingsJsonlChunks(assessment.findings);
    case 'xlsx':
      return assessmentXlsxChunks(assessment);
    case 'csaf-vex':
      return csafVexChunks(vexStatementsOf(assessment));
    case 'cyclonedx-vex':
      return cyclonedxVexChunks(vexStatementsOf(assessment));
    case 'devices':
      return devicesJsonlChunks(assessment.devices);
    default:
      return unreachable(format);
  }
}

/** Rejected input as CSV, to be repaired and read again. */
export function exportRejects(rejects: Iterable<Reject>): Iterable<string> {
  return csvChunks({ columns: REJECT_COLUMNS, rows: rejects }, csvFor('file'));
}

export function exportAbsence(
  statement: AbsenceStatement,
  format: 'csv' | 'json',
  destination: Destination,
): Iterable<string> {
  return format === 'csv' ? absenceCsvChunks(statement, csvFor(destination)) : absenceJsonChunks(statement);
}

function csvFor(destination: Destination) {
  return { byteOrderMark: destination === 'file' };
}
