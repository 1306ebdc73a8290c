import type { RecallView } from '#contract/vulnerabilities/recall';
import type { RecallState } from '#engine/recalls';
import { type Shape, StatePill, StateText, type Tone } from '../../../ui/StateShape.tsx';
import { whole } from '../../../ui/words.ts';

const CLASS_LOOKS = {
  I: ['octagon', 'bad', 'Class I'],
  II: ['triangle', 'warn', 'Class II'],
  III: ['half', 'idle', 'Class III'],
} as const satisfies Record<'I' | 'II' | 'III', readonly [Shape, Tone, string]>;

/** How grave the agency holds it to be. */
export function RecallClassPill({ it }: { readonly it: RecallView['recallClass'] }) {
  const [shape, tone, word] = it === null ? (['dashed', 'warn', 'No class yet'] as const) : CLASS_LOOKS[it];
  return (
    <StatePill shape={shape} tone={tone}>
      {word}
    </StatePill>
  );
}

const STATE_LOOKS: Readonly<Record<RecallState, readonly [Shape, Tone, string]>> = {
  open: ['ring', 'warn', 'Open'],
  'in-work': ['half', 'accent', 'In progress'],
  done: ['check', 'good', 'Done'],
  'not-applicable': ['ring', 'idle', 'Does not apply'],
};

export function RecallStateText({
  it,
}: {
  readonly it: Pick<RecallView, 'state' | 'affected' | 'undetermined'>;
}) {
  if (it.state === 'open' && it.affected + it.undetermined === 0)
    return <span className="muted">no device</span>;
  const [shape, tone, word] = STATE_LOOKS[it.state];
  return (
    <StateText shape={shape} tone={tone}>
      {word}
    </StateText>
  );
}

/** Devices it means, and those of which it cannot be told. */
export function RecallReach({ it }: { readonly it: RecallView }) {
  if (it.affected + it.undetermined === 0) return <span className="muted">none</span>;
  return (
    <span title={`${it.affected} affected, ${it.undetermined} can’t be told, ${it.settled} resolved`}>
      <b>{whole(it.affected)}</b>
      {it.undetermined > 0 && <span className="muted">{` + ${whole(it.undetermined)} ?`}</span>}
    </span>
  );
}
