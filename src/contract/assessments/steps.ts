/** The steps of a run, in order, as people read them. */
export const STEPS = [
  'Starting',
  'Reading the inventory',
  'Reading advisories',
  'Matching and scoring',
] as const;
export type StepName = (typeof STEPS)[number];
