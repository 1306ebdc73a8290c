import type { HistoryEvent } from '#contract/vulnerabilities/vulnerability';
import { Card } from '../../../ui/Card.tsx';
import { Empty } from '../../../ui/Empty.tsx';
import { moment } from '../../../ui/words.ts';

/** What happened, the latest first. */
export function HistoryCard({ events }: { readonly events: readonly HistoryEvent[] }) {
  const sorted = events.toSorted((a, b) => (a.at < b.at ? 1 : -1));
  return (
    <Card title="History">
      {sorted.length === 0 && <Empty title="Nothing has happened here yet" />}
      {sorted.length > 0 && (
        <ul className="lines card-body">
          {sorted.map((it) => (
            <li key={`${it.at} ${it.what}`}>
              <span>{it.what}</span> <span className="muted small">{moment(it.at)}</span>
            </li>
          ))}
        </ul>
      )}
    </Card>
  );
}
