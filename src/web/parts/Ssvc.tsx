import type { Explanation } from '#contract/assessments/finding';
import { valueWords } from '../ui/words.ts';

type Decision = Explanation['ssvc'];

const WORDS = {
  defer: ['Defer', 'no action for now'],
  scheduled: ['Scheduled', 'with the next regular maintenance'],
  'out-of-cycle': ['Out of cycle', 'sooner than regular maintenance'],
  immediate: ['Immediate', 'now, before anything else'],
} as const satisfies Record<Decision['decision'], readonly [string, string]>;

/** What CERT/CC's decision tree answers, with its four inputs; an input nobody states says where it comes from. */
export function Ssvc({ it }: { readonly it: Decision }) {
  const [word, meaning] = WORDS[it.decision];
  return (
    <div className="ssvc">
      <p>
        SSVC for deployers says <b>{word}</b> <span className="second">({meaning}), from</span>
      </p>
      <ul>
        {it.inputs.map(({ name, value, origin }) => (
          <li key={name}>
            <span className="muted">{name}</span> <b>{valueWords(value)}</b>{' '}
            {origin !== 'stated' && (
              <span className="tag" title={ORIGIN_HINTS[origin]}>
                {origin}
              </span>
            )}
          </li>
        ))}
      </ul>
    </div>
  );
}

const ORIGIN_HINTS = {
  derived: 'No analyst says: worked out from the CVSS vector or the inventory',
  assumed: 'Nobody says: the more urgent answer stands',
} as const;
