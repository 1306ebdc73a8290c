import * as z from 'zod';
import { FieldChange } from './device.ts';

const count = z.number().int();

/** A device that an import makes, changes or takes away. */
export const ImportChange = z.object({
  /** Null: the device does not exist yet. */
  deviceId: z.string().nullable(),
  label: z.string(),
  /** `conflict`: it stays as it is, and the file says otherwise; `before` is what holds, `after` what the file says. */
  kind: z.enum(['create', 'change', 'remove', 'conflict']),
  /** Fields of it on which sources will disagree. */
  conflicts: count,
  changes: z.array(FieldChange).readonly(),
});
export type ImportChange = z.output<typeof ImportChange>;

export const ImportView = z.object({
  id: z.string(),
  /** Up to `previewed` nothing is written to the inventory. Long work goes on by itself: ask again. */
  state: z.enum(['uploaded', 'reading', 'previewed', 'applying', 'applied', 'failed', 'undoing', 'undone']),
  /** The job that works on it now; null: none does. Told of one import, not in lists. */
  jobId: z.string().nullable(),
  /** Why it failed; null: it did not. */
  problem: z.string().nullable(),
  /** Name of the source: later files of the same source take the place of what it said before. */
  source: z.string(),
  file: z.string(),
  fileBytes: count,
  format: z.string(),
  /** When the source said it; of two statements by one source, the later holds. */
  at: z.string(),
  createdAt: z.string(),
  createdBy: z.string(),
  appliedAt: z.string().nullable(),
  undoneAt: z.string().nullable(),
  undoneBy: z.string().nullable(),
  /** The applied import that brought the same file before; null: none did. */
  sameAs: z.string().nullable(),
  /** The import whose rejected rows this one brings repaired; null: none. */
  repairs: z.string().nullable(),
  /** Why an import that came by itself waits for a person; empty: none of this. */
  waitsBecause: z.array(z.string()).readonly(),
  /** Inventory field → column, where a person chose; null: no column feeds it. */
  chosen: z.record(z.string(), z.string().nullable()),
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
    /** Devices whose statements go over to others. */
    remove: count,
    /** Devices the file speaks of that stay as they are. */
    unchanged: count,
    /** Fields on which sources will disagree. */
    conflicts: count,
    /** Devices that share an identifier and are kept apart. */
    doubtful: count,
    /** Devices outside the part of the hospital you may import for; such an import cannot be applied. */
    outside: count,
    rejected: count,
  }),
});
export type ImportView = z.output<typeof ImportView>;

export const RejectView = z.object({
  /** 1-based line, row or record; null: the whole file. */
  line: count.nullable(),
  field: z.string().nullable(),
  reason: z.string(),
  /** The row as it stood, shortened. */
  raw: z.string().nullable(),
  /** The import that brought it repaired; null: none did. */
  repairedBy: z.string().nullable(),
});
