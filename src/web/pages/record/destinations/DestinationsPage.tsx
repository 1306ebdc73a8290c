import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { api } from '#contract/api';
import { call } from '#contract/client';
import type { DestinationView } from '#contract/destinations/destination';
import { ActButton } from '../../../ui/ActButton.tsx';
import { Card } from '../../../ui/Card.tsx';
import { Empty } from '../../../ui/Empty.tsx';
import { Instant } from '../../../ui/Instant.tsx';
import { Pending } from '../../../ui/Pending.tsx';
import { Sheet } from '../../../ui/Sheet.tsx';
import { StateText } from '../../../ui/StateShape.tsx';
import { TableScroll } from '../../../ui/TableScroll.tsx';
import { countOf, whole } from '../../../ui/words.ts';
import { SecretCard } from '../people/SecretCard.tsx';
import { useReasonNot } from '../session.ts';
import { KIND_WORDS, lookOf, placeWords } from './destination-words.ts';
import { DestinationForm } from './DestinationForm.tsx';

/** Who takes notices and tickets outside, and whether they get through. */
export function DestinationsPage() {
  const [isAdding, setAdding] = useState(false);
  const [secret, setSecret] = useState<string | null>(null);
  const reasonNot = useReasonNot('settings.read');
  const mayNotEdit = useReasonNot('settings.manage');
  const { data, error } = useQuery({
    queryKey: ['destinations'],
    queryFn: ({ signal }) => call(api.listDestinations, {}, { signal }),
    staleTime: 0,
    enabled: reasonNot === null,
  });
  return (
    <div className="page">
      <title>Destinations · Patchward</title>
      <div className="head">
        <div>
          <h1>Destinations</h1>
          <p className="muted">Who is notified, and where tickets are opened</p>
        </div>
        <div className="head-acts">
          <Link className="button-link" to="/outgoing">
            Allowed addresses
          </Link>
          <ActButton icon="plus" disabledReason={mayNotEdit} onClick={() => setAdding(true)}>
            Add destination
          </ActButton>
        </div>
      </div>
      {secret !== null && (
        <SecretCard
          title="Signing secret of the new webhook"
          label="Signing secret"
          secret={secret}
          onKept={() => setSecret(null)}
        />
      )}
      <Card
        title="Destinations"
        note={data === undefined ? undefined : countOf(data.items.length, 'destination')}
        footer="What happens is put into an outbox together with the act, and handed over at once; if that fails, it is retried for three days. A destination that nothing gets through to is switched off, its outbox kept."
      >
        {reasonNot !== null && <Empty title="You have no permission to see destinations">{reasonNot}</Empty>}
        {reasonNot === null && <Pending what="destinations" lines={4} data={data} error={error} />}
        {data?.items.length === 0 && (
          <Empty title="No destination yet">
            Nobody outside is notified of anything, and no ticket can be opened. Add a webhook, a ServiceNow,
            a Jira or a mailbox.
          </Empty>
        )}
        {data !== undefined && data.items.length > 0 && <DestinationsTable items={data.items} />}
      </Card>
      <Sheet
        label="New destination"
        side="right"
        width={560}
        open={isAdding}
        onClose={() => setAdding(false)}
      >
        {isAdding && (
          <DestinationForm
            it={null}
            onDone={(made) => {
              setAdding(false);
              setSecret(made);
            }}
            onCancel={() => setAdding(false)}
          />
        )}
      </Sheet>
    </div>
  );
}

function DestinationsTable({ items }: { readonly items: readonly DestinationView[] }) {
  return (
    <TableScroll label="Destinations">
      <table className="plain-table">
        <thead>
          <tr>
            <th>Destination</th>
            <th>State</th>
            <th className="wide-only">Where</th>
            <th className="wide-only right">Waiting</th>
            <th className="wide-only right">Undeliverable</th>
            <th className="wide-only">Last delivered</th>
          </tr>
        </thead>
        <tbody>
          {items.map((it) => {
            const [shape, tone, word] = lookOf(it);
            return (
              <tr key={it.id}>
                <td className="break">
                  <Link
                    className="strong"
                    to="/destinations/$destinationId"
                    params={{ destinationId: it.id }}
                  >
                    {it.name}
                  </Link>
                  <span className="muted small block">{KIND_WORDS[it.place.kind]}</span>
                </td>
                <td className="break">
                  <StateText shape={shape} tone={tone}>
                    {word}
                  </StateText>
                  {it.problem !== null && <span className="second small block">{it.problem}</span>}
                </td>
                <td className="second break wide-only">{placeWords(it)}</td>
                <td className="right wide-only">{whole(it.waiting)}</td>
                <td className="right wide-only">{whole(it.givenUp)}</td>
                <td className="second wide-only nowrap">
                  {it.lastSuccessAt === null ? '–' : <Instant at={it.lastSuccessAt} />}
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </TableScroll>
  );
}
