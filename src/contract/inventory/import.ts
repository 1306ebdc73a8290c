import * as z from 'zod';
import { FieldChange } from './device.ts';

const count = z.number().int();

/** A device that an import would make or change. */
const ImportChange = z.object({
  /** Null: the device does not exist yet. */
  deviceId: z.string().nullable(),
  label: z.string(),
  kind: z.enum(['create', 'change']),
  changes: z.array(FieldChange).readonly(),
});
export type ImportChange = z.output<typeof ImportChange>;

export const ImportView = z.object({
  id: z.string(),
  /** `previewed`: nothing is written yet. `applied`: the devices are what the preview said. */
  state: z.enum(['previewed', 'applied']),
  /** Name of the source: later files of the same source take the place of what it said before. */
  source: z.string(),
  file: z.string(),
  format: z.string(),
  /** When the source said it; of two statements by one source, the later holds. */
  at: z.string(),
  createdAt: z.string(),
  createdBy: z.string(),
  appliedAt: z.string().nullable(),
  /** What each column was taken for, and why. Empty for formats with fixed fields. */
  mapping: z.array(z.object({ field: z.string(), column: z.string(), because: z.string() })).readonly(),
  unmapped: z.array(z.string()).readonly(),
  dropped: z.array(z.object({ column: z.string(), because: z.string() })).readonly(),
  counts: z.object({
    /** Rows that can be taken. */
    rows: count,
    /** Rows that the source already said, word for word. */
    known: count,
    /** Devices. */
    create: count,
    change: count,
    unchanged: count,
    /** Fields on which sources will disagree. */
    conflicts: count,
    /** Devices that share an identifier and are kept apart. */
    doubtful: count,
    /** Devices outside the part of the hospital you may import for; such an import cannot be applied. */
    outside: count,
    rejected: count,
  }),
  /** The first of the devices that change. */
  changes: z.array(ImportChange).readonly(),
});
export type ImportView = z.output<typeof ImportView>;

export const RejectView = z.object({
  /** 1-based line, row or record; null: the whole file. */
  line: count.nullable(),
  field: z.string().nullable(),
  reason: z.string(),
  /** The row as it stood, shortened. */
  raw: z.string().nullable(),
});
