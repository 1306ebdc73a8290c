import { Link } from '@tanstack/react-router';
import { TierPill } from '../../../parts/states.tsx';
import { Card } from '../../../ui/Card.tsx';
import { Empty } from '../../../ui/Empty.tsx';
import { Instant } from '../../../ui/Instant.tsx';
import { Pending } from '../../../ui/Pending.tsx';
import { countOf } from '../../../ui/words.ts';
import { NEWS_FILTER, useNews } from './today-data.ts';

/** Advisories that were first read here within a week and touch a device. */
export function NewsCard() {
  const { data, error } = useNews(true);
  return (
    <Card
      title="New advisories that touch us"
      acts={
        <Link to="/advisories" search={{ filter: NEWS_FILTER }}>
          {data === undefined ? 'All' : `All ${data.total}`}
        </Link>
      }
      footer="First read here within seven days, newest first."
    >
      <Pending what="advisories" lines={4} data={data} error={error} />
      {data?.items.length === 0 && (
        <Empty title="None this week">No advisory that came within seven days touches a device.</Empty>
      )}
      {data !== undefined && data.items.length > 0 && (
        <ul className="list news">
          {data.items.map((it) => (
            <li key={it.id}>
              <span className="grow cut">
                <Link to="/advisories/$id" params={{ id: it.id }}>
                  {it.title}
                </Link>
                <span className="muted small block cut">
                  {it.id} · {it.affected > 0 ? countOf(it.affected, 'device') : 'cannot be told'}
                  {it.undetermined > 0 && it.affected > 0 ? ` + ${it.undetermined} ?` : ''} ·{' '}
                  <Instant at={it.knownSince} />
                </span>
              </span>
              {it.tier !== null && <TierPill tier={it.tier} />}
            </li>
          ))}
        </ul>
      )}
    </Card>
  );
}
