import * as z from 'zod';
import { ScheduleView } from '../schedule.ts';
import { ImportView } from './import.ts';

const Pct = z.number().min(0).max(100);

/** What an import of the source may do without a person; more makes it wait. Its first one always waits. */
export const PickupRulesView = z.strictObject({
  /** `never`: every import waits. */
  apply: z.enum(['never', 'within']),
  /** Devices made, in percent of those the file speaks of. */
  createdPctMax: Pct,
  /** Devices changed or taken away, in percent of those the file speaks of. */
  changedPctMax: Pct,
  /** Rows rejected, in percent of all. */
  rejectedPctMax: Pct,
  /** How much shorter than the last one the file may be, in percent. */
  shorterPctMax: Pct,
});
export type PickupRulesView = z.output<typeof PickupRulesView>;

const Folder = z.strictObject({
  kind: z.literal('folder'),
  /** Below the inbox of the server; empty: the inbox itself. */
  folder: z.string().trim().max(400),
  /** Names of the files that are wanted, with `*` and `?`; null: all. */
  pattern: z.string().trim().min(1).max(100).nullable(),
  /** What becomes of a file that was taken; `move`: into the folder "done" beside it. */
  afterwards: z.enum(['leave', 'move']),
});
const Address = z.strictObject({ kind: z.literal('address'), url: z.url().max(2000) });

export const PickupPlaceOrder = z.discriminatedUnion('kind', [Folder, Address]);

/** Sent along to the address. Kept encrypted, and never told again. */
export const PickupHeadersOrder = z
  .record(z.string().trim().min(1).max(100), z.string().max(4000))
  .refine((it) => Object.keys(it).length <= 10, 'No more than ten headers');

export const PickupView = z.object({
  id: z.string(),
  source: z.string(),
  version: z.number().int(),
  /** Of headers only the names are told. */
  place: z.discriminatedUnion('kind', [
    Folder,
    Address.extend({ headerNames: z.array(z.string()).readonly() }),
  ]),
  schedule: ScheduleView,
  rules: PickupRulesView,
  changedAt: z.iso.datetime(),
  changedBy: z.string(),
  /** Null: it runs. */
  pausedAt: z.iso.datetime().nullable(),
  pausedBy: z.string().nullable(),
  nextRunAt: z.iso.datetime(),
  lastRunAt: z.iso.datetime().nullable(),
  /** When a look last went well, with or without a new file. */
  lastSuccessAt: z.iso.datetime().nullable(),
  /** How often it failed in a row, and why last. */
  failures: z.number().int(),
  problem: z.string().nullable(),
  /** The import that has to be applied or discarded before anything else is taken; null: none. */
  open: z
    .object({
      id: z.string(),
      file: z.string(),
      state: ImportView.shape.state,
      because: z.array(z.string()).readonly(),
    })
    .nullable(),
  /** The last file it took; null: none yet. */
  newest: z
    .object({
      id: z.string(),
      file: z.string(),
      state: ImportView.shape.state,
      at: z.iso.datetime(),
      problem: z.string().nullable(),
    })
    .nullable(),
});
export type PickupView = z.output<typeof PickupView>;

export const SourceView = z.object({
  source: z.string(),
  /** Fields whose column a person chose, kept for its next file. */
  chosenFields: z.number().int(),
  lastAppliedAt: z.iso.datetime().nullable(),
  /** Null: its files are brought by hand or by a program. */
  pickup: PickupView.nullable(),
});
export type SourceView = z.output<typeof SourceView>;
