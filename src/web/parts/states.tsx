import type { Due } from '#contract/assessments/finding';
import type { Tier, Verdict } from '#engine/words';
import { type Shape, StatePill, StateText, type Tone } from '../ui/StateShape.tsx';
import { day, span } from '../ui/words.ts';

interface Look {
  readonly shape: Shape;
  readonly tone: Tone;
  readonly word: string;
}

export const TIER_LOOKS: Readonly<Record<Tier, Look>> = {
  critical: { shape: 'octagon', tone: 'bad', word: 'Critical' },
  high: { shape: 'triangle', tone: 'warn', word: 'High' },
  unscored: { shape: 'dashed', tone: 'warn', word: 'Unscored' },
  medium: { shape: 'half', tone: 'idle', word: 'Medium' },
  low: { shape: 'ring', tone: 'idle', word: 'Low' },
};

const VERDICT_LOOKS: Readonly<Record<Verdict, Look>> = {
  affected: { shape: 'octagon', tone: 'bad', word: 'Affected' },
  undetermined: { shape: 'dashed', tone: 'warn', word: 'Can’t be told' },
  'not-affected': { shape: 'check', tone: 'good', word: 'Not affected' },
};

export function TierPill({ tier }: { readonly tier: Tier }) {
  const { shape, tone, word } = TIER_LOOKS[tier];
  return (
    <StatePill shape={shape} tone={tone}>
      {word}
    </StatePill>
  );
}

export function VerdictText({ verdict }: { readonly verdict: Verdict }) {
  const { shape, tone, word } = VERDICT_LOOKS[verdict];
  return (
    <StateText shape={shape} tone={tone}>
      {word}
    </StateText>
  );
}

/** A deadline counted in days, its date for those who hover or listen. */
export function DueText({ due, none = 'no clock' }: { readonly due: Due | null; readonly none?: string }) {
  if (due === null) return <span className="muted">{none}</span>;
  const title = `${due.rule}: ${day(due.by)}`;
  return <span title={title}>{dueState(due)}</span>;
}

function dueState({ days, standing }: Due) {
  if (standing === 'overdue')
    return (
      <StateText shape="octagon" tone="bad">
        {`${span(-days)} over`}
      </StateText>
    );
  if (standing === 'due-soon')
    return (
      <StateText shape="triangle" tone="warn">
        {days === 0 ? 'today' : `in ${span(days)}`}
      </StateText>
    );
  return <span>{`in ${span(days)}`}</span>;
}
