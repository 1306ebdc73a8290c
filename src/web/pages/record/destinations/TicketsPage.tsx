import { SegmentedControl } from '@mantine/core';
import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { api } from '#contract/api';
import { call } from '#contract/client';
import type { TicketView } from '#contract/destinations/destination';
import type { TicketState } from '#engine/destinations';
import { cursor, PAGE, paging } from '../../../data.ts';
import { Card } from '../../../ui/Card.tsx';
import { Empty } from '../../../ui/Empty.tsx';
import { MoreRows } from '../../../ui/MoreRows.tsx';
import { Pending } from '../../../ui/Pending.tsx';
import { TableScroll } from '../../../ui/TableScroll.tsx';
import { countOf, moment, whole } from '../../../ui/words.ts';
import { useReasonNot } from '../session.ts';
import { KIND_WORDS } from './destination-words.ts';
import { TicketName, TicketStatus } from './TicketStatus.tsx';

const TABS = [
  { value: 'all', label: 'All' },
  { value: 'open', label: 'Open' },
  { value: 'settled', label: 'Settled' },
  { value: 'unanswered', label: 'Not handed over' },
] as const satisfies readonly { value: TicketState | 'all'; label: string }[];

/** Work on findings that was handed to other systems, with its status there. */
export function TicketsPage() {
  const [shown, setShown] = useState<(typeof TABS)[number]['value']>('all');
  const state = shown === 'all' ? {} : { state: shown };
  const mayNotSet = useReasonNot('settings.read');
  const { data, error, hasNextPage, isFetching, fetchNextPage } = useInfiniteQuery({
    queryKey: ['tickets', 'all', shown],
    queryFn: ({ signal, pageParam }) =>
      call(api.listTickets, { query: { limit: PAGE, ...state, ...cursor(pageParam) } }, { signal }),
    ...paging,
    staleTime: 0,
    placeholderData: keepPreviousData,
  });
  const items = data?.pages.flatMap((it) => it.items) ?? [];
  return (
    <div className="page">
      <title>Tickets · Patchward</title>
      <div className="head">
        <div>
          <h1>Tickets</h1>
          <p className="muted" role="status">
            {data === undefined ? 'Counting' : countOf(data.pages[0]?.total ?? 0, 'ticket')}, newest first,
            with their status in the other system
          </p>
        </div>
        {mayNotSet === null && (
          <div className="head-acts">
            <Link className="button-link" to="/destinations">
              Destinations
            </Link>
          </div>
        )}
      </div>
      <div className="filters no-print">
        <div>
          <SegmentedControl
            aria-label="State"
            size="xs"
            data={[...TABS]}
            value={shown}
            onChange={(it) => setShown(it as typeof shown)}
          />
        </div>
      </div>
      <Card title="Tickets">
        <Pending what="tickets" lines={6} data={data} error={error} />
        {data !== undefined && items.length === 0 && (
          <Empty title={shown === 'all' ? 'No ticket yet' : 'No ticket here'}>
            Tickets are opened over findings: on a vulnerability, in triage, or for a list of findings.
          </Empty>
        )}
        {items.length > 0 && <TicketsTable items={items} />}
        {hasNextPage && <MoreRows busy={isFetching} onMore={() => void fetchNextPage()} />}
      </Card>
    </div>
  );
}

function TicketsTable({ items }: { readonly items: readonly TicketView[] }) {
  return (
    <TableScroll label="Tickets">
      <table className="plain-table">
        <thead>
          <tr>
            <th>Ticket</th>
            <th>Status</th>
            <th className="wide-only">About</th>
            <th className="wide-only right">Findings</th>
            <th className="wide-only">Opened</th>
          </tr>
        </thead>
        <tbody>
          {items.map((it) => (
            <tr key={it.id}>
              <td className="break">
                <TicketName it={it} unnamed="No number yet" />
                <span className="muted small block">
                  {it.destination.name === KIND_WORDS[it.destination.kind]
                    ? it.destination.name
                    : `${it.destination.name}, ${KIND_WORDS[it.destination.kind]}`}
                </span>
              </td>
              <td className="break">
                <TicketStatus it={it} />
              </td>
              <td className="break wide-only">
                <Link to="/findings" search={{ filter: it.filter === '' ? undefined : it.filter }}>
                  {it.title}
                </Link>
                {it.note !== null && <span className="second small block">{it.note}</span>}
              </td>
              <td className="right wide-only">{whole(it.findings)}</td>
              <td className="second wide-only">{`${moment(it.openedAt)} by ${it.openedBy}`}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </TableScroll>
  );
}
