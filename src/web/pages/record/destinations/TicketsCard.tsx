import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { api } from '#contract/api';
import { call } from '#contract/client';
import { ActButton } from '../../../ui/ActButton.tsx';
import { Card } from '../../../ui/Card.tsx';
import { Pending } from '../../../ui/Pending.tsx';
import { countOf } from '../../../ui/words.ts';
import { useReasonNot } from '../session.ts';
import { OpenTicketForm } from './OpenTicketForm.tsx';
import { TicketName, TicketStatus } from './TicketStatus.tsx';

interface TicketsCardProps {
  /** Tickets about it are shown. */
  readonly of:
    | { readonly vulnerability: string }
    | { readonly device: string; readonly vulnerability: string };
  /** Findings of a new one, in the one filter grammar. */
  readonly filter: string;
}

const SHOWN = 20;

/** Tickets that were opened elsewhere, with their status there, and a way to open one. */
export function TicketsCard({ of, filter }: TicketsCardProps) {
  const client = useQueryClient();
  const [isOpening, setOpening] = useState(false);
  const mayNot = useReasonNot('findings.triage');
  const { data, error } = useQuery({
    queryKey: ['tickets', of],
    queryFn: ({ signal }) => call(api.listTickets, { query: { ...of, limit: SHOWN } }, { signal }),
    staleTime: 0,
  });
  const done = async () => {
    setOpening(false);
    await client.invalidateQueries({ queryKey: ['tickets'] });
  };
  return (
    <Card
      title="Tickets"
      note={data === undefined || data.total === 0 ? undefined : countOf(data.total, 'ticket')}
      acts={<Link to="/tickets">All</Link>}
    >
      <Pending what="tickets" lines={2} data={data} error={error} />
      {data?.items.length === 0 && !isOpening && (
        <p className="card-body muted">No other system has a ticket about it.</p>
      )}
      {data !== undefined && data.items.length > 0 && (
        <ul className="list">
          {data.items.map((it) => (
            <li key={it.id}>
              <span className="grow break">
                <TicketName it={it} />
                <span className="muted small block">
                  {`${it.destination.name}, ${countOf(it.devices, 'device')}`}
                </span>
              </span>
              <span>
                <TicketStatus it={it} />
              </span>
            </li>
          ))}
        </ul>
      )}
      {isOpening ? (
        <OpenTicketForm filters={[filter]} onDone={() => void done()} onCancel={() => setOpening(false)} />
      ) : (
        <div className="card-body">
          <ActButton variant="default" disabledReason={mayNot} onClick={() => setOpening(true)}>
            Open a ticket
          </ActButton>
        </div>
      )}
    </Card>
  );
}
