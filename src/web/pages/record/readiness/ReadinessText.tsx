import type { FindingReadiness } from '#contract/vulnerabilities/readiness';
import { READINESS_REASON_WORDS, READINESS_WORDS, type ReadinessKind } from '#engine/triage';
import { type Shape, StateText, type Tone } from '../../../ui/StateShape.tsx';

const LOOKS: Readonly<Record<ReadinessKind, readonly [Shape, Tone]>> = {
  patchable: ['check', 'good'],
  'temporarily-unpatchable': ['half', 'warn'],
  unpatchable: ['octagon', 'bad'],
};

export function ReadinessState({ kind }: { readonly kind: ReadinessKind }) {
  const [shape, tone] = LOOKS[kind];
  return (
    <StateText shape={shape} tone={tone}>
      {READINESS_WORDS[kind]}
    </StateText>
  );
}

type Stated = FindingReadiness['counts'];

/** "no fix has been published" */
export function reasonWords({ reason }: Stated): string {
  return reason === null ? 'the reason is noted with the next daily check' : READINESS_REASON_WORDS[reason];
}

const SHORT: Readonly<Record<ReadinessKind, string>> = {
  patchable: 'Patchable',
  'temporarily-unpatchable': 'Not for now',
  unpatchable: 'Not patchable',
};

/** In the narrow column of a list: all of it stands in the tooltip. */
export function ReadinessCell({ it }: { readonly it: FindingReadiness }) {
  const [shape, tone] = LOOKS[it.counts.kind];
  const beside = it.said === 'nothing' ? '' : `; ${besideWords(it)}`;
  return (
    <span className="two" title={`${READINESS_WORDS[it.counts.kind]}: ${reasonWords(it.counts)}${beside}`}>
      <StateText shape={shape} tone={tone}>
        {SHORT[it.counts.kind]}
      </StateText>
      <span className="second block">
        {it.said === 'nothing' ? reasonWords(it.counts) : `${reasonWords(it.counts)} (said)`}
      </span>
    </span>
  );
}

/** What stands beside what counts. */
export function besideWords({ said, derived }: FindingReadiness): string {
  return said === 'no-fix'
    ? 'said to be patchable, but no fix exists'
    : `set by a person; derived: ${READINESS_WORDS[derived.kind]}, ${reasonWords(derived)}`;
}
