import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate, useParams } from '@tanstack/react-router';
import { useState } from 'react';
import { api } from '#contract/api';
import { call } from '#contract/client';
import type { DeliveryView, DestinationView } from '#contract/destinations/destination';
import { takesEvents } from '#engine/destinations';
import { useTellCrumb } from '../../../parts/crumb.ts';
import { ActButton } from '../../../ui/ActButton.tsx';
import { Card } from '../../../ui/Card.tsx';
import { Notice } from '../../../ui/Notice.tsx';
import { PendingPage } from '../../../ui/PendingPage.tsx';
import { Sheet } from '../../../ui/Sheet.tsx';
import { StateText } from '../../../ui/StateShape.tsx';
import { moment } from '../../../ui/words.ts';
import { useActing } from '../act.ts';
import { ProofSheet } from '../account/ProofSheet.tsx';
import { SecretCard } from '../people/SecretCard.tsx';
import { useReasonNot } from '../session.ts';
import { DeliveriesCard, DeliveryOutcome } from './DeliveriesCard.tsx';
import { EVENT_WORDS, KIND_WORDS, lookOf, placeWords } from './destination-words.ts';
import { DestinationForm } from './DestinationForm.tsx';
import { WritingBackCard } from './WritingBackCard.tsx';

/** One destination: how it stands, what it is told, and everything its outbox held. */
export function DestinationPage() {
  const { destinationId } = useParams({ from: '/record/destinations/$destinationId' });
  const { data, error } = useQuery({
    queryKey: ['destinations', destinationId],
    queryFn: ({ signal }) => call(api.readDestination, { params: { id: destinationId } }, { signal }),
    staleTime: 0,
  });
  useTellCrumb(data?.name ?? null);
  if (error !== null || data === undefined)
    return (
      <PendingPage
        title="Destination"
        what="destination"
        error={error}
        back={<Link to="/destinations">All destinations</Link>}
      />
    );
  return <Destination it={data} />;
}

function Destination({ it }: { readonly it: DestinationView }) {
  const [isEditing, setEditing] = useState(false);
  const [secret, setSecret] = useState<string | null>(null);
  const mayNot = useReasonNot('settings.manage');
  const [shape, tone, word] = lookOf(it);
  return (
    <div className="page">
      <title>{`${it.name} · Patchward`}</title>
      <div className="head">
        <div>
          <h1>{it.name}</h1>
          <p className="row-wrap second">
            <StateText shape={shape} tone={tone}>
              {word}
            </StateText>
            <span className="break">{`${KIND_WORDS[it.place.kind]}, ${placeWords(it)}`}</span>
          </p>
        </div>
        <div className="head-acts">
          <ActButton variant="default" disabledReason={mayNot} onClick={() => setEditing(true)}>
            Settings
          </ActButton>
        </div>
      </div>
      {it.disabledBecause !== null && (
        <Notice tone="bad" title="Switched off by itself.">
          {`${it.disabledBecause}. What happens meanwhile is kept, and handed over once it is switched on again.`}
        </Notice>
      )}
      {it.disabledBecause === null && it.problem !== null && (
        <Notice tone="warn" title="The last attempt failed.">
          {it.problem}
        </Notice>
      )}
      {secret !== null && (
        <SecretCard
          title="New signing secret"
          label="Signing secret"
          secret={secret}
          onKept={() => setSecret(null)}
        />
      )}
      <div className="columns">
        <div className="stack">
          <DeliveriesCard destination={it} />
        </div>
        <div className="stack">
          <ActsCard it={it} onSecret={setSecret} />
          <WritingBackCard it={it} onSecret={setSecret} />
          {takesEvents(it.place.kind) && <EventsCard it={it} />}
        </div>
      </div>
      <Sheet label="Destination" side="right" width={560} open={isEditing} onClose={() => setEditing(false)}>
        {isEditing && (
          <DestinationForm it={it} onDone={() => setEditing(false)} onCancel={() => setEditing(false)} />
        )}
      </Sheet>
    </div>
  );
}

function EventsCard({ it: { events } }: { readonly it: DestinationView }) {
  return (
    <Card title="Receives">
      {events.length === 0 ? (
        <p className="card-body muted">Only tickets that people open.</p>
      ) : (
        <ul className="list">
          {events.map((event) => (
            <li key={event}>
              <span>{EVENT_WORDS[event]}</span>
            </li>
          ))}
        </ul>
      )}
    </Card>
  );
}

function ActsCard({
  it,
  onSecret,
}: {
  readonly it: DestinationView;
  readonly onSecret: (secret: string) => void;
}) {
  const client = useQueryClient();
  const navigate = useNavigate();
  const acting = useActing();
  const mayNot = useReasonNot('settings.manage');
  const [sure, setSure] = useState(false);
  const [tried, setTried] = useState<DeliveryView | null>(null);
  const params = { id: it.id };
  const refresh = () => client.invalidateQueries({ queryKey: ['destinations'] });
  const act = (work: () => Promise<void>) =>
    acting.run(async () => {
      await work();
      await refresh();
    });
  const tryOut = () => act(async () => setTried(await call(api.tryDestination, { params })));
  const turn = () =>
    act(async () => {
      await call(api.editDestination, { params, body: { version: it.version, isOn: !it.isOn } });
    });
  const renew = () =>
    act(async () => onSecret((await call(api.renewDestinationSecret, { params })).signingSecret));
  const drop = () =>
    acting.run(async () => {
      await call(api.dropDestination, { params });
      await navigate({ to: '/destinations' });
      await refresh();
    });
  return (
    <Card title="Actions" note={`changed ${moment(it.changedAt)} by ${it.changedBy}`}>
      <div className="card-body stack">
        <div className="row-wrap">
          <ActButton loading={acting.busy} disabledReason={mayNot} onClick={tryOut}>
            Send a test
          </ActButton>
          <ActButton variant="default" disabledReason={mayNot} onClick={turn}>
            {it.isOn ? 'Switch off' : 'Switch on'}
          </ActButton>
          {it.place.kind === 'webhook' && (
            <ActButton variant="default" disabledReason={mayNot} onClick={renew}>
              New signing secret
            </ActButton>
          )}
          {sure ? (
            <ActButton disabledReason={mayNot} onClick={drop}>
              {`Remove ${it.name} and its outbox`}
            </ActButton>
          ) : (
            <ActButton variant="default" disabledReason={mayNot} onClick={() => setSure(true)}>
              Remove
            </ActButton>
          )}
        </div>
        {acting.problem !== null && (
          <Notice tone="bad" title="That did not work." urgent>
            {acting.problem}
          </Notice>
        )}
        {tried !== null && (
          <div role="status">
            <DeliveryOutcome it={tried} />
          </div>
        )}
      </div>
      <ProofSheet of={acting} />
    </Card>
  );
}
