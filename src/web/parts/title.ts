import type { AssessmentView } from '#contract/assessments/assessment';

/** What people call an assessment: its first file. */
export function titleOf({ sample, files }: Pick<AssessmentView, 'sample' | 'files'>): string {
  if (sample) return 'Sample hospital';
  const [first, ...more] = files;
  if (first === undefined) return 'Assessment';
  return more.length === 0 ? first.name : `${first.name} + ${more.length}`;
}
