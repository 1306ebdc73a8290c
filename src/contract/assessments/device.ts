import * as z from 'zod';
import { FindingRow, Identified } from './finding.ts';
import { DeviceRow } from './lists.ts';

/** One device: what is said of it, what it was recognised as, what it has and what it surely has not. */
export const DeviceView = z.object({
  device: DeviceRow,
  facts: z.array(z.object({ field: z.string(), value: z.string() })),
  identified: z.array(Identified),
  /** No feed names the device itself, only its operating system or its parts. */
  isNamedByPartsAlone: z.boolean(),
  /** Affected and undetermined, highest risk first; the first hundreds of them. */
  findings: z.array(FindingRow),
  /** Excluded by version, fix or a vendor's statement; the first hundreds of them. */
  notAffected: z.array(z.object({ vulnerability: z.string(), why: z.string(), cvss: z.number().nullable() })),
});
export type DeviceView = z.output<typeof DeviceView>;
