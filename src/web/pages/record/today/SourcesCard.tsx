import type { TodayView } from '#contract/today/routes';
import { Link } from '@tanstack/react-router';
import { Card } from '../../../ui/Card.tsx';
import { Empty } from '../../../ui/Empty.tsx';
import { Instant } from '../../../ui/Instant.tsx';
import { type Shape, StateText, type Tone } from '../../../ui/StateShape.tsx';
import { countOf } from '../../../ui/words.ts';

type Source = TodayView['sources'][number];

const LOOKS: Readonly<Record<Source['state'], { shape: Shape; tone: Tone; word: string }>> = {
  fresh: { shape: 'check', tone: 'good', word: 'Fresh' },
  late: { shape: 'triangle', tone: 'warn', word: 'Late' },
  stale: { shape: 'dashed', tone: 'idle', word: 'Stale' },
  'no-rhythm': { shape: 'ring', tone: 'idle', word: 'No schedule yet' },
};

/** Who speaks of the devices, and whether they still do. */
export function SourcesCard({ sources }: { readonly sources: readonly Source[] }) {
  return (
    <Card
      title="Sources"
      acts={<Link to="/imports">Imports</Link>}
      footer="Late and stale: one and a half, and three of the source’s own usual steps without a word."
    >
      {sources.length === 0 ? (
        <Empty title="No source has reported yet" />
      ) : (
        <ul className="list">
          {sources.map((it) => (
            <li key={it.source} className={it.state === 'stale' ? 'stale' : ''}>
              <span className="grow cut">
                {it.source}
                <span className="muted small block">
                  {it.everyDays === null
                    ? 'heard from once or twice'
                    : `every ${countOf(it.everyDays, 'day')}`}
                </span>
              </span>
              <span className="muted small nowrap">
                <Instant at={it.lastAt} />
              </span>
              <span className="small nowrap">
                <StateText shape={LOOKS[it.state].shape} tone={LOOKS[it.state].tone}>
                  {LOOKS[it.state].word}
                </StateText>
              </span>
            </li>
          ))}
        </ul>
      )}
    </Card>
  );
}
