import type { Assessment } from '#app/vulnerabilities/assessment';
import { ABOUT_COLUMNS, aboutRows } from './about-rows.ts';
import { ACTION_COLUMNS } from './action-columns.ts';
import { DEVICE_COLUMNS } from './device-columns.ts';
import { FINDING_COLUMNS } from './finding-columns.ts';
import { REJECT_COLUMNS } from './reject-columns.ts';
import { sheetOf, xlsxChunks } from './xlsx.ts';

/** The assessment as a workbook: what to do, what is found, on which devices, what was rejected, how it came about. */
export function assessmentXlsxChunks(assessment: Assessment): Iterable<Uint8Array> {
  return xlsxChunks([
    sheetOf('Actions', { columns: ACTION_COLUMNS, rows: assessment.actions }),
    sheetOf('Findings', { columns: FINDING_COLUMNS, rows: assessment.findings }),
    sheetOf('Devices', { columns: DEVICE_COLUMNS, rows: assessment.devices }),
    sheetOf('Rejected', { columns: REJECT_COLUMNS, rows: assessment.rejected }),
    sheetOf('About', { columns: ABOUT_COLUMNS, rows: aboutRows(assessment) }),
  ]);
}
