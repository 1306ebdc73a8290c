import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { useState } from 'react';
import { api } from '#contract/api';
import { call } from '#contract/client';
import type { PersonView, PersonWithWayIn } from '#contract/people/people-routes';
import { useTellCrumb } from '../../../parts/crumb.ts';
import { Card } from '../../../ui/Card.tsx';
import { Empty } from '../../../ui/Empty.tsx';
import { Instant } from '../../../ui/Instant.tsx';
import { Pending } from '../../../ui/Pending.tsx';
import { PendingPage } from '../../../ui/PendingPage.tsx';
import { TableScroll } from '../../../ui/TableScroll.tsx';
import { countOf, valueWords } from '../../../ui/words.ts';
import { actWords } from '../act-words.ts';
import { agentWords } from '../agent-words.ts';
import { PersonState } from './PeoplePage.tsx';
import { PersonActsCard } from './PersonActsCard.tsx';
import { PersonNamesCard } from './PersonNamesCard.tsx';
import { PersonRolesCard } from './PersonRolesCard.tsx';
import { useReasonNot } from '../session.ts';
import { TokensCard } from './TokensCard.tsx';
import { WayInCard } from './WayInCard.tsx';

/** One account: roles, ways in, sessions, tokens, and what was done with it. */
export function PersonPage() {
  const { personId } = useParams({ from: '/record/people/$personId' });
  const [made, setMade] = useState<PersonWithWayIn | null>(null);
  const { data, error } = useQuery({
    queryKey: ['person', personId],
    queryFn: ({ signal }) => call(api.readPerson, { params: { id: personId } }, { signal }),
    staleTime: 0,
  });
  useTellCrumb(data?.name ?? null);
  if (error !== null || data === undefined)
    return (
      <PendingPage title="Account" what="account" error={error} back={<Link to="/people">All people</Link>} />
    );
  return (
    <div className="page">
      <title>{`${data.name} · Patchward`}</title>
      <div className="head">
        <div>
          <h1>{data.name}</h1>
          <p className="row-wrap">
            <span className="second">{data.login}</span>
            <PersonState of={data} />
            <span className="muted">
              {data.kind === 'service' ? 'Service account' : 'Person'}, made <Instant at={data.createdAt} />
            </span>
          </p>
        </div>
      </div>
      <div className="columns">
        <div className="stack">
          {made !== null && <WayInCard of={made} onKept={() => setMade(null)} />}
          <PersonRolesCard key={`roles ${data.version}`} of={data} />
          <TokensCard personId={data.id} />
          {data.kind === 'person' && <SessionsCard id={data.id} />}
          <HistoryCard of={data} />
        </div>
        <div className="stack">
          <PersonActsCard of={data} onWayIn={setMade} />
          <PersonNamesCard key={`names ${data.version}`} of={data} />
        </div>
      </div>
    </div>
  );
}

function SessionsCard({ id }: { readonly id: string }) {
  const { data, error } = useQuery({
    queryKey: ['sessions-of', id],
    queryFn: ({ signal }) => call(api.listSessionsOf, { params: { id } }, { signal }),
    staleTime: 0,
  });
  return (
    <Card title="Sessions" note={data === undefined ? undefined : countOf(data.total, 'place')}>
      <Pending what="sessions" lines={2} data={data} error={error} />
      {data?.items.length === 0 && <Empty title="Not signed in anywhere" />}
      {data !== undefined && data.items.length > 0 && (
        <TableScroll label="Sessions">
          <table className="plain-table">
            <thead>
              <tr>
                <th>Where</th>
                <th>By</th>
                <th className="wide-only">Address</th>
                <th>Last used</th>
              </tr>
            </thead>
            <tbody>
              {data.items.map((it) => (
                <tr key={it.id}>
                  <td title={it.agent}>{agentWords(it.agent)}</td>
                  <td className="second">{valueWords(it.method)}</td>
                  <td className="mono wide-only">{it.address}</td>
                  <td className="second">
                    <Instant at={it.seenAt} />
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </TableScroll>
      )}
    </Card>
  );
}

const HISTORY_ROWS = 12;

/** What was done with this account, and by whom; what the person did stands in the audit log. */
function HistoryCard({ of }: { readonly of: PersonView }) {
  const reasonNot = useReasonNot('audit.read');
  const { data, error } = useQuery({
    queryKey: ['history-of', of.id, of.version],
    queryFn: ({ signal }) =>
      call(
        api.listAudit,
        { query: { subjectKind: 'person', subjectId: of.id, limit: HISTORY_ROWS } },
        { signal },
      ),
    staleTime: 0,
    enabled: reasonNot === null,
  });
  return (
    <Card title="History">
      {reasonNot !== null && <Empty title="You have no permission to see the history">{reasonNot}</Empty>}
      {error !== null && <Empty title="The history could not be read">{error.message}</Empty>}
      {data !== undefined && (
        <ul className="list">
          {data.items.map((it) => (
            <li key={it.seq}>
              <b>{actWords(it.act)}</b>
              <span className="second cut">by {it.actorName}</span>
              <span className="muted small push">
                <Instant at={it.at} />
              </span>
            </li>
          ))}
        </ul>
      )}
    </Card>
  );
}
