import * as z from 'zod';
import { Explanation, FindingRow } from '../assessments/finding.ts';

/** A finding as the system of record lists it. Its device id is that of the inventory. */
export const RecordFinding = FindingRow.extend({
  /** What sources call the device: asset tag, serial number, host name … */
  deviceName: z.string().nullable(),
  /** ISO date on which it was first seen on this device: clocks that count from then do so from here. */
  detectedOn: z.string(),
});
export type RecordFinding = z.output<typeof RecordFinding>;

export const FindingExplanation = Explanation.extend({ finding: RecordFinding });
export type FindingExplanation = z.output<typeof FindingExplanation>;
