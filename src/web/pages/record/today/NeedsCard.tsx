import { Link } from '@tanstack/react-router';
import type { Answer } from '#contract/kit';
import type { api } from '#contract/api';
import { Card } from '../../../ui/Card.tsx';
import { Empty } from '../../../ui/Empty.tsx';
import { Instant } from '../../../ui/Instant.tsx';
import { StateText } from '../../../ui/StateShape.tsx';
import { Waiting } from '../../../ui/Waiting.tsx';
import { whole } from '../../../ui/words.ts';
import { useTodayNeeds } from './today-data.ts';

type Need = Answer<typeof api.readTodayNeeds>['items'][number];

/** What in the inventory waits for a person. */
export function NeedsCard() {
  const { data, error } = useTodayNeeds();
  return (
    <Card title="The inventory needs attention">
      {error !== null && <Empty title="This could not be loaded">{error.message}</Empty>}
      {data === undefined && error === null && (
        <div className="card-body">
          <Waiting lines={4} />
        </div>
      )}
      {data?.items.length === 0 && (
        <Empty title="Nothing is waiting">No contradiction, gap, recall or import needs a decision.</Empty>
      )}
      {data !== undefined && data.items.length > 0 && (
        <ul className="list">
          {data.items.map((it) => (
            <NeedRow key={it.kind === 'import' ? it.id : it.kind} it={it} />
          ))}
        </ul>
      )}
    </Card>
  );
}

const WORDS = {
  unsupported: 'Life-sustaining, support has ended',
  versionless: 'Life-sustaining, version not known',
  disputed: 'Life-sustaining, sources disagree',
} as const;

function NeedRow({ it }: { readonly it: Need }) {
  switch (it.kind) {
    case 'import':
      return (
        <li>
          <span className="grow">
            <Link to="/imports/$importId" params={{ importId: it.id }}>
              {`Import of ${it.source} waits to be applied`}
            </Link>
          </span>
          <span className="muted small">
            <Instant at={it.since} />
          </span>
        </li>
      );
    case 'doubtful':
      return (
        <li>
          <span className="grow">
            <Link to="/conflicts" hash="doubtful-merges">
              Identifiers that several devices share
            </Link>
          </span>
          <StateText shape="dashed" tone="warn">
            {whole(it.count)}
          </StateText>
        </li>
      );
    case 'unregistered':
      return (
        <li>
          <span className="grow">
            <Link to="/unregistered">Seen on the network, in no register</Link>
            {it.mine > 0 && <span className="muted small">{` · ${whole(it.mine)} yours`}</span>}
          </span>
          <OverdueCount of={it} />
        </li>
      );
    case 'recalled':
      return (
        <li>
          <span className="grow">
            <Link to="/recalls" search={{ filter: it.filter, sort: 'due' }}>
              Recalls and safety communications
            </Link>
            {it.mine > 0 && <span className="muted small">{` · ${whole(it.mine)} yours`}</span>}
          </span>
          <OverdueCount of={it} />
        </li>
      );
    case 'assigned':
      return (
        <li>
          <span className="grow">
            <Link
              to="/reconciliations/$reportId"
              params={{ reportId: it.reportId }}
              search={{ assignee: 'me' }}
            >
              Discrepancies assigned to you
            </Link>
          </span>
          <OverdueCount of={it} />
        </li>
      );
    case 'destination':
      return (
        <li>
          <span className="grow">
            <Link to="/destinations">Notices and tickets that cannot be delivered</Link>
          </span>
          <StateText shape="octagon" tone="bad">
            {`${whole(it.count)} switched off`}
          </StateText>
        </li>
      );
    case 'signature':
      return (
        <li>
          <span className="grow">
            <Link to="/reconciliations/$reportId" params={{ reportId: it.reportId }}>
              A reconciliation report waits for your signature
            </Link>
          </span>
          <span className="muted small">
            <Instant at={it.since} />
          </span>
        </li>
      );
    default:
      return (
        <li>
          <span className="grow">
            <Link to="/devices" search={{ filter: it.filter }}>
              {WORDS[it.kind]}
            </Link>
          </span>
          <StateText
            shape={it.kind === 'unsupported' ? 'octagon' : 'triangle'}
            tone={it.kind === 'unsupported' ? 'bad' : 'warn'}
          >
            {whole(it.count)}
          </StateText>
        </li>
      );
  }
}

function OverdueCount({ of: { count, overdue } }: { readonly of: { count: number; overdue: number } }) {
  return overdue > 0 ? (
    <StateText shape="octagon" tone="bad">
      {count === overdue ? `${whole(count)} overdue` : `${whole(overdue)} of ${whole(count)} overdue`}
    </StateText>
  ) : (
    <StateText shape="triangle" tone="warn">
      {whole(count)}
    </StateText>
  );
}
