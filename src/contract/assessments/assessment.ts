import * as z from 'zod';
import { CONFIDENCES, FEED_KINDS, TIERS } from '#engine/words';

export const AssessmentId = z.string().regex(/^[a-z0-9]{12}$/, 'Not the id of an assessment');
export const AssessmentParams = z.object({ id: AssessmentId });

const count = z.number().int().nonnegative();

export const Preset = z.enum(['graded', 'strict']);
export type Preset = z.output<typeof Preset>;

/** By file, or `*` for all: inventory field → name of the column that feeds it; null: no column does. */
export const ChosenColumns = z.record(
  z.string().max(300),
  z.record(z.string().max(60), z.string().max(300).nullable()),
);
export type ChosenColumns = z.output<typeof ChosenColumns>;

const FeedView = z.object({
  feed: z.enum(FEED_KINDS),
  files: count,
  records: count,
  rejected: count,
  newestOn: z.string().nullable(),
});

const AssessmentSummary = z.object({
  /** The day every due date is judged against. */
  asOf: z.string(),
  policy: z.string(),
  minConfidence: z.enum(CONFIDENCES),
  devices: count,
  identified: count,
  configurations: count,
  devicesAffected: count,
  devicesUndetermined: count,
  findingsAffected: count,
  findingsUndetermined: count,
  vulnerabilities: count,
  overdue: count,
  /** Due within the days the policy calls soon. */
  dueSoon: count,
  exploited: count,
  contradictions: count,
  riskPoints: z.number(),
  actions: count,
  rejected: count,
  byTier: z.object(
    Object.fromEntries(TIERS.map((it) => [it, count])) as Record<(typeof TIERS)[number], typeof count>,
  ),
  feeds: z.array(FeedView),
  notices: z.array(z.string()),
});
export type AssessmentSummary = z.output<typeof AssessmentSummary>;

/** How far a run is. `total` is null where the end is not known. */
export const Progress = z.object({
  step: z.string(),
  done: count,
  total: count.nullable(),
});
export type Progress = z.output<typeof Progress>;

export const AssessmentView = z.object({
  id: AssessmentId,
  state: z.enum(['running', 'done', 'failed', 'cancelled']),
  /** The sample hospital, not a file of the user's. */
  sample: z.boolean(),
  files: z.array(z.object({ name: z.string(), bytes: count })),
  preset: Preset,
  /** As chosen by a person; empty when every column was guessed. */
  mapping: ChosenColumns,
  createdAt: z.string(),
  finishedAt: z.string().nullable(),
  progress: Progress.nullable(),
  /** Why there is no result; null unless it failed. */
  failure: z
    .object({
      reason: z.string(),
      /** True: the program's fault, not the file's. */
      fault: z.boolean(),
      file: z.string().nullable(),
      line: z.number().int().nullable(),
      field: z.string().nullable(),
    })
    .nullable(),
  summary: AssessmentSummary.nullable(),
});
export type AssessmentView = z.output<typeof AssessmentView>;

/** One column of the inventory, and what became of it. */
export const ColumnView = z.object({
  file: z.string(),
  column: z.string(),
  /** A value as it was understood; empty for columns that are not kept. */
  example: z.string(),
  /** Inventory field it feeds; null: kept beside the device, not used. */
  field: z.string().nullable(),
  /** Why this field was chosen, or why the column is not used. */
  because: z.string(),
  state: z.enum(['mapped', 'unmapped', 'refused']),
});
export type ColumnView = z.output<typeof ColumnView>;

export const ColumnsView = z.object({ columns: z.array(ColumnView) });
export type ColumnsView = z.output<typeof ColumnsView>;
