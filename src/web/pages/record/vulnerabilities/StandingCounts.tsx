import type { AbsenceView } from '#contract/vulnerabilities/absence-routes';
import * as api from '#contract/vulnerabilities/absence-routes';
import { addressOf } from '#contract/kit';
import type { Standing } from '#engine/absence';
import { type Shape, StateText, type Tone } from '../../../ui/StateShape.tsx';
import { whole } from '../../../ui/words.ts';

export const STANDING_LOOKS = {
  affected: ['octagon', 'bad', 'Affected'],
  undetermined: ['dashed', 'warn', 'Has it, affected or not can’t be told'],
  'not-affected': ['check', 'good', 'Has it, not affected'],
  absent: ['check', 'good', 'Known not to have it'],
  unknown: ['dashed', 'warn', 'Can’t be told'],
} as const satisfies Record<Standing, readonly [Shape, Tone, string]>;

/** Ways to stand that a statement of this kind knows, with what they are called there. */
export function standingsOf(kind: AbsenceView['kind']): readonly (readonly [Standing, string])[] {
  if (kind === 'product')
    return [
      ['affected', 'Has it'],
      ['unknown', 'Can’t be told'],
      ['absent', 'Known not to have it'],
    ];
  const order = ['affected', 'undetermined', 'unknown', 'not-affected', 'absent'] as const;
  return order.map((it) => [it, STANDING_LOOKS[it][2]]);
}

interface StandingCountsProps {
  readonly counts: NonNullable<AbsenceView['counts']>;
  readonly kind: AbsenceView['kind'];
}

export function StandingCounts({ counts, kind }: StandingCountsProps) {
  return (
    <dl className="facts roomy">
      {standingsOf(kind).map(([standing, word]) => {
        const [shape, tone] = STANDING_LOOKS[standing];
        return (
          <div key={standing}>
            <dt>
              {kind === 'product' && standing === 'affected' ? (
                word
              ) : (
                <StateText shape={shape} tone={tone}>
                  {word}
                </StateText>
              )}
            </dt>
            <dd>{whole(counts[standing])}</dd>
          </div>
        );
      })}
    </dl>
  );
}

/** The statement as a file to cite, or with every device. */
export function StatementFiles({ id }: { readonly id: string }) {
  return (
    <>
      {(['txt', 'csv', 'json'] as const).map((format) => (
        <a key={format} href={addressOf(api.exportStatement, { params: { id }, query: { format } })} download>
          {format === 'txt' ? 'Text to cite' : format.toUpperCase()}
        </a>
      ))}
    </>
  );
}
