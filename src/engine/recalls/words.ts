import { addDays, type Policy } from '#engine/risk';

export const RECALL_CLASSES = ['I', 'II', 'III'] as const;
export type RecallClass = (typeof RECALL_CLASSES)[number];

export const RECALL_KINDS = ['recall', 'communication'] as const;
/** A recall is brought by a feed; a safety communication is entered by a person. */
export type RecallKind = (typeof RECALL_KINDS)[number];

/** How far work on a recall is. It is done once every device that it means, or may mean, is. */
export const RECALL_STATES = ['open', 'in-work', 'done', 'not-applicable'] as const;
export type RecallState = (typeof RECALL_STATES)[number];

/**
 * By when a recall is to be dealt with: the house policy's days for critical, high and medium, for classes I, II and III, from
 * the day it first met a device here. One that nobody has classified yet counts like class II. Null: the policy sets no day.
 */
export function recallDueOn(
  recallClass: RecallClass | null,
  firstMetOn: string,
  { deadlines }: Pick<Policy, 'deadlines'>,
): string | null {
  const tier = recallClass === 'I' ? 'critical' : recallClass === 'III' ? 'medium' : 'high';
  const { days } = deadlines[tier];
  return days === null ? null : addDays(firstMetOn, days);
}
