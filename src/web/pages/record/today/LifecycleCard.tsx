import { Link } from '@tanstack/react-router';
import type { TodayView } from '#contract/today/routes';
import { Card } from '../../../ui/Card.tsx';
import { percent, whole } from '../../../ui/words.ts';

type Lifecycle = TodayView['lifecycle'];

const STEPS = [
  { key: 'ended', words: 'Ended', filter: () => 'eosDate:<today' },
  { key: 'within6', words: 'Within 6 months', filter: (it: Lifecycle) => between('today', it.in6) },
  { key: 'within12', words: '6 to 12 months', filter: (it: Lifecycle) => between(it.in6, it.in12) },
  { key: 'within24', words: '12 to 24 months', filter: (it: Lifecycle) => between(it.in12, it.in24) },
  { key: 'later', words: 'Later', filter: (it: Lifecycle) => `eosDate:>=${it.in24}` },
  { key: 'unknown', words: 'Not known', filter: () => 'eosDate:none' },
] as const;

function between(from: string, until: string): string {
  return `eosDate:>=${from} eosDate:<${until}`;
}

/** When vendor support ends, in steps that a budget can follow. */
export function LifecycleCard({ lifecycle }: { readonly lifecycle: Lifecycle }) {
  const all = STEPS.reduce((sum, it) => sum + lifecycle[it.key], 0);
  const most = Math.max(1, ...STEPS.map((it) => lifecycle[it.key]));
  return (
    <Card
      title="End of support"
      footer="Devices by the last day their maker supports them, as their sources say."
    >
      <ul className="horizon">
        {STEPS.map(({ key, words, filter }) => (
          <li key={key} className={key}>
            <Link to="/devices" search={{ filter: filter(lifecycle) }}>
              {words}
            </Link>
            <span className="horizon-bar" aria-hidden="true">
              <span style={{ width: `${(lifecycle[key] / most) * 100}%` }} />
            </span>
            <span className="right">{whole(lifecycle[key])}</span>
            <span className="right muted small">{all === 0 ? '' : percent(lifecycle[key] / all)}</span>
          </li>
        ))}
      </ul>
    </Card>
  );
}
