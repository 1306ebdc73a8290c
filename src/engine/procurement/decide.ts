import { CHECK_WORDS, type CheckResult } from './checks.ts';

/** What a clearance can come to. `conditional`: cleared while its conditions are kept. */
export const CLEARANCE_DECISIONS = ['cleared', 'conditional', 'refused'] as const;
export type ClearanceDecision = (typeof CLEARANCE_DECISIONS)[number];

/** No clearance holds longer than this: makers, support and weaknesses change. */
const CLEARANCE_DAYS_MAX = 1096;

export interface ClearanceWish {
  readonly decision: ClearanceDecision;
  readonly conditions: string | null;
  /** Last day it holds, ISO. */
  readonly expiresOn: string;
}

interface Circumstances {
  readonly checks: readonly CheckResult[];
  readonly today: string;
  readonly requestedById: string | null;
  readonly deciderId: string | null;
}

/** Why this cannot be decided so; null: it can. Whoever asked does not decide, and what is open needs conditions. */
export function whyNotDecide(
  { decision, conditions, expiresOn }: ClearanceWish,
  { checks, today, requestedById, deciderId }: Circumstances,
): string | null {
  if (deciderId === null) return 'Only a person can decide';
  if (deciderId === requestedById) return 'Whoever asked for it cannot decide it';
  const until = new Date(Date.parse(today) + CLEARANCE_DAYS_MAX * 86_400_000).toISOString().slice(0, 10);
  if (expiresOn <= today || expiresOn > until) return 'It ends after today, and within three years';
  if (decision === 'conditional' && (conditions === null || conditions.trim() === ''))
    return 'Say which conditions it is bound to';
  const open = checks.filter((it) => it.met !== true);
  if (decision === 'cleared' && open.length > 0)
    return `Not every check is met, so it takes conditions: ${open.map((it) => CHECK_WORDS[it.check]).join('; ')}`;
  return null;
}

/** Where a model stands. `none`: it never passed the gate. */
export type ClearanceStanding = ClearanceDecision | 'expired' | 'none';

export function standingOf(
  latest: { readonly decision: ClearanceDecision; readonly expiresOn: string } | null,
  today: string,
): ClearanceStanding {
  if (latest === null) return 'none';
  return latest.decision !== 'refused' && latest.expiresOn < today ? 'expired' : latest.decision;
}
