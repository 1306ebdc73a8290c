/** What is asked of findings every day, as terms of their filter. */
export const FINDING_QUESTIONS = [
  ['Critical', 'tier:critical'],
  ['Overdue', 'due:<today'],
  ['Due within 7 days', 'due:today..today+7d'],
  ['Exploited', 'exploited:yes'],
  ['Can’t be told', 'verdict:undetermined'],
  ['Sources disagree', 'disputed:yes'],
  ['Patchable', 'readiness:patchable'],
  ['Not for now', 'readiness:temporarily-unpatchable'],
  ['Can’t be patched', 'readiness:unpatchable'],
  ['Decided', 'decided:yes'],
] as const;
