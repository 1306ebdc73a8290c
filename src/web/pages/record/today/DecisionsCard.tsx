import { Link } from '@tanstack/react-router';
import type { DecisionView } from '#contract/vulnerabilities/decision';
import { Card } from '../../../ui/Card.tsx';
import { Empty } from '../../../ui/Empty.tsx';
import { StateText } from '../../../ui/StateShape.tsx';
import { Waiting } from '../../../ui/Waiting.tsx';
import { countOf, day } from '../../../ui/words.ts';
import { SAYING_WORDS, STATE_LOOKS } from '../findings/decision-words.ts';
import { useDecisionsIn } from './today-data.ts';

const GROUPS = [
  { state: 'requested', title: 'Wait for approval' },
  { state: 'reopened', title: 'Reopened by themselves' },
] as const;

/** What was asked for and nobody has decided, and what came back although it was decided. */
export function DecisionsCard() {
  const requested = useDecisionsIn('requested');
  const reopened = useDecisionsIn('reopened');
  const error = requested.error ?? reopened.error;
  const found = { requested: requested.data, reopened: reopened.data };
  const isRead = requested.data !== undefined && reopened.data !== undefined;
  const total = (requested.data?.total ?? 0) + (reopened.data?.total ?? 0);
  return (
    <Card title="Decisions" acts={<Link to="/decisions">All</Link>}>
      {error !== null && <Empty title="The decisions could not be read">{error.message}</Empty>}
      {!isRead && error === null && (
        <div className="card-body">
          <Waiting lines={3} label="Loading decisions" />
        </div>
      )}
      {isRead && total === 0 && (
        <Empty title="No decision waits">Nothing was requested, and nothing decided has reopened.</Empty>
      )}
      {isRead &&
        GROUPS.map(({ state, title }) => {
          const page = found[state];
          return page === undefined || page.total === 0 ? null : (
            <section key={state} aria-label={title}>
              <p className="work-head">
                <span>
                  <b>{title}</b> <span className="muted">{countOf(page.total, 'decision')}</span>
                </span>
                <Link to="/decisions" search={{ state }}>
                  Show all
                </Link>
              </p>
              <ul className="list">
                {page.items.map((it) => (
                  <DecisionRow key={it.id} it={it} />
                ))}
              </ul>
            </section>
          );
        })}
    </Card>
  );
}

function DecisionRow({ it }: { readonly it: DecisionView }) {
  const [shape, tone, words] = STATE_LOOKS[it.state];
  return (
    <li>
      <span className="grow cut">
        <Link to="/vulnerabilities/$id" params={{ id: it.vulnerability }}>
          {`${it.vulnerability} · ${SAYING_WORDS[it.says]}`}
        </Link>
        <span className="muted small block cut">
          {it.state === 'requested'
            ? `${it.requestedBy}, until ${day(it.expiresOn)}: ${it.reason}`
            : (it.endedBecause ?? '')}
        </span>
      </span>
      <span className="small nowrap">
        <StateText shape={shape} tone={tone}>
          {words}
        </StateText>
      </span>
    </li>
  );
}
